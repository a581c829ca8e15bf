"""A copy is taken, a hall is given or kept: the old cell decides, and the root tells all. Public schema."""

import structlog
from django.conf import settings
from msgspec.structs import replace

from federation.acks.authorisation import NotItsOwn, handles_cell_message
from federation.contracts.transport import HallGiven, HallKept, HallTaken
from federation.directory.selectors import entry
from federation.hall_moves.cell_messages import send_given, send_kept
from federation.inbox.publishers import is_root
from federation.outbox.announcement import announce_halls
from federation.repair.answers import owes_answers
from federation.trust.keys import ACTIVE
from federation.trust.models import PublicKey
from tenants.hall_moves import give, is_packed, note_kept

log = structlog.get_logger()


@handles_cell_message(HallTaken)
def taken(told: HallTaken) -> None:
    """Give the hall away for good, and tell the root; of a package that does not count, say so.

    Not while a restored cell waits to hear of its cases: the operator cancels, or is told again when that is over.
    """
    if owes_answers() and is_packed(told.hall, told.package):
        log.warning('hall_taken', hall=told.hall, cell=told.cell, outcome='waits')
        return
    move = give(hall=told.hall, cell=told.cell, package=told.package)
    if move is None:
        send_kept(hall=told.hall, to=told.cell, package=told.package)
    else:
        send_given(hall=told.hall, to=told.cell, epoch=move.epoch)
    log.warning('hall_taken', hall=told.hall, cell=told.cell, outcome='given' if move else 'kept')


@handles_cell_message(HallKept)
def kept(told: HallKept) -> None:
    """The copy of that package that waits here may be thrown away."""
    if note_kept(hall=told.hall, cell=told.cell, package=told.package):
        log.warning('hall_kept', hall=told.hall, cell=told.cell)


@handles_cell_message(HallGiven)
def given(told: HallGiven) -> None:
    """At the root: enter the hall at its new cell. A cell gives its own halls only: raises NotItsOwn, UnknownHall."""
    if not is_root(settings.CELL):
        raise NotItsOwn(f'{settings.CELL} does not enter the directory')
    held = entry(told.hall)
    if (held.cell, held.moved_from, held.epoch) == (told.to, told.cell, told.epoch):
        return  # said again
    if held.cell != told.cell or told.epoch <= held.epoch:
        raise NotItsOwn(f'{told.cell} gave {told.hall} away')
    if not PublicKey.objects.filter(owner=told.to, state=ACTIVE).exists():
        raise NotItsOwn(f'{told.hall} was given to {told.to}, which is not of this federation')
    now = held.told
    announce_halls([replace(now, cell=told.to, epoch=told.epoch, moved_from=told.cell, version=held.version + 1)])
    log.warning('hall_moved', hall=told.hall, cell=told.to)

"""The old cell's side of a move: close, pack, think better of it, and tidy up at the end."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.db import connection, transaction

from federation.directory.models import Incarnation
from federation.directory.selectors import entry
from federation.hall_moves.cell_messages import send_kept
from federation.trust import keys
from govhall.kernel.errors import Refused
from govhall.kernel.kept import forget
from govhall.operations.moves import files
from govhall.operations.moves.deletion import tidy
from govhall.operations.moves.hall_rights import grant_hall, withhold_hall
from govhall.operations.moves.package_export import Advance, NotDrained, pack, unsent
from govhall.operations.moves.preview import MENDING, is_being_mended, preview
from tenants.hall_moves import BEFORE_GIVEN
from tenants.models import Hall, HallMove, HallStatus, MoveStep

FIRST_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)  # epochs are seconds since then, as after a restore
LOOK_SECONDS = 1.0
log = structlog.get_logger()


class MoveBlocked(Refused):
    """Something must be settled first; nothing was changed."""

    code = 'MOVE_BLOCKED'
    sentence = '现在还不能迁移：{why}。没有改动任何数据。'


class NotItsTurn(Refused):
    """The move is not at the point at which this can be done."""

    code = 'NOT_ITS_TURN'
    sentence = '{hall} 现在不能这样做：{why}。'


def leave(code: str, *, to: str, path: Path, wait: float = 120.0, advance: Advance = lambda *_: None) -> HallMove:
    """Close the hall here, let its outbox run empty and write its package.

    Broken off, it is run again: a closed hall stays closed until then, or until `keep`. Raises MoveBlocked, NotItsTurn,
    NotDrained, and OSError if the file can't be written.
    """
    hall = _hall(code)
    move = HallMove.objects.filter(pk=code).first()
    if hall.status == HallStatus.GONE or (move is not None and move.step == MoveStep.GIVEN):
        raise NotItsTurn(hall=code, why='已经交给另一个节点，不能再打包')
    if hall.status == HallStatus.OPEN:
        found = preview(code, to=to)
        if found.blocks:
            raise MoveBlocked(why='；'.join(found.blocks))
        _close(hall, to)
    elif move is None or move.cell != to:
        raise NotItsTurn(hall=code, why='正在迁往另一个节点，请先用 --cancel 取消')
    elif is_being_mended(code):
        raise MoveBlocked(why=f'{MENDING}；请用 --cancel 恢复办理，核对结束后再迁移')
    _drain(hall, wait)
    move = HallMove.objects.get(pk=code)
    name = pack(hall, move, path, advance=advance)
    packed = HallMove.objects.filter(pk=code, step__in=BEFORE_GIVEN).update(step=MoveStep.PACKED, package=name)
    if not packed:
        path.unlink()
        raise NotItsTurn(hall=code, why='打包期间已经交出或取消')
    log.warning('hall_packed', hall=code, cell=to)
    return HallMove.objects.get(pk=code)


def keep(code: str) -> None:
    """Open the hall here again; its package will never open anywhere. Raises NotItsTurn once it was given away."""
    hall = _hall(code)
    with transaction.atomic(), connection.cursor() as cursor:
        move = HallMove.objects.select_for_update().filter(pk=code).first()
        if hall.status != HallStatus.LEAVING or move is None or move.step not in BEFORE_GIVEN:
            raise NotItsTurn(hall=code, why='没有可以取消的迁移；对方收下以后就不能取消了')
        if move.package:
            send_kept(hall=code, to=move.cell, package=move.package)
        move.delete()
        Hall.objects.filter(pk=hall.pk).update(status=HallStatus.OPEN)
        grant_hall(cursor, hall.schema_name)
    forget()
    log.warning('hall_kept', hall=code)


def finish(code: str) -> int:
    """Delete what is left here of a hall that has moved: schema, rows, keys, files; how many files. Repeatable.

    What is a register stays, and so do the hall's name, for who asks at the old address, and its people.
    """
    hall = _hall(code)
    if hall.status != HallStatus.GONE:
        raise NotItsTurn(hall=code, why='目录还没有把它登记到新节点')
    with transaction.atomic(), connection.cursor() as cursor:
        tidy(cursor, hall)
        held = entry(code)
        HallMove.objects.update_or_create(
            pk=code, defaults={'cell': held.cell, 'epoch': held.epoch, 'step': MoveStep.FINISHED}
        )
    keys.forget_keys()
    log.warning('hall_tidied', hall=code, cell=held.cell)
    return files.delete_all(hall)


def _hall(code: str) -> Hall:
    hall: Hall | None = Hall.objects.filter(code=code).first()
    if hall is None:
        raise NotItsTurn(hall=code, why='本节点没有这个大厅')
    return hall


@transaction.atomic
def _close(hall: Hall, to: str) -> None:
    held = Incarnation.objects.filter(pk=hall.code).values_list('epoch', flat=True).first() or 1
    seconds = int((datetime.now(UTC) - FIRST_MOMENT).total_seconds())
    epoch = max(held + 1, entry(hall.code).epoch + 1, seconds)
    HallMove.objects.update_or_create(
        pk=hall.code, defaults={'cell': to, 'step': MoveStep.CLOSED, 'epoch': epoch, 'package': '', 'people': {}}
    )
    Hall.objects.filter(pk=hall.pk).update(status=HallStatus.LEAVING)
    with connection.cursor() as cursor:
        withhold_hall(cursor, hall.schema_name)
    transaction.on_commit(forget)
    log.warning('hall_closed_for_its_move', hall=hall.code, cell=to, from_cell=settings.CELL)


def _drain(hall: Hall, wait: float, *, clock: Callable[[], float] = time.monotonic) -> None:
    until = clock() + wait
    while left := unsent(hall):
        if clock() >= until:
            raise NotDrained(count=left)
        time.sleep(min(LOOK_SECONDS, max(until - clock(), 0.0)))

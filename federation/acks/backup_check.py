"""Before a process of the road begins: is this database as new as what it has told others?

Receipts that lie on the road are looked at, not applied. A restored database reads again all that came after its
backup, so the receipts that betray it are among them.
"""

from federation.acks.process import judge_reached
from federation.acks.rollback_guard import RESTORED, OlderBackup, guard_state, refuse_if_suspected, set_suspected
from federation.contracts.base import UnreadableMessage, decode
from federation.contracts.envelope import Envelope, UnreadableEnvelope
from federation.contracts.transport import Reach, Receipt
from federation.inbox.offsets import position_in
from federation.link.factory import open_reader
from federation.link.port import IncomingRecord, Reader
from federation.link.topic_ids import topic_ids
from federation.link.topics import Lane
from federation.trust.port import UnknownKey, Untrusted
from federation.trust.verification import verify

MANY, SECONDS = 500, 0.5
OLDER_BACKUP = (
    'This database is older than what its neighbours have from it ({}): it was restored from a backup. Nothing is sent '
    'or applied. Run `govhall restored` and follow it.'
)


def check_backup_now() -> None:
    """Check over a reader of its own. Raises OlderBackup and LinkDown."""
    reader = open_reader(position_in(topic_ids([Lane.RECEIPTS])), [Lane.RECEIPTS])
    try:
        check_backup(reader)
    finally:
        reader.close()


def check_backup(receipts: Reader) -> None:
    """Read all receipts that are there. Raises OlderBackup, with the guard set; LinkDown if the road is away."""
    refuse_if_suspected()
    if guard_state() == RESTORED:
        return  # known, and being repaired
    while True:
        batch = receipts.poll(MANY, SECONDS)
        unreached = judge_reached([reach for record in batch for reach in _reached(record)]).unreached
        for reach in unreached:
            detail = f'{reach.recipient} has message {reach.sequence} of {reach.sender}'
            set_suspected(detail)
            raise OlderBackup(detail)
        if not batch and receipts.caught_up():
            return


def _reached(record: IncomingRecord) -> list[Reach]:
    if record.value is None:
        return []
    try:
        envelope = Envelope.from_headers(record.headers)
        verify(envelope, record.value)
        message = decode(envelope.type, record.value)
    except (UnreadableEnvelope, UnreadableMessage, Untrusted, UnknownKey):
        return []  # judged when its turn comes
    return list(message.reached) if isinstance(message, Receipt) and message.cell == envelope.source else []

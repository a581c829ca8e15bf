"""A file of three pieces between a township and its county, and what a sender may say of it."""

from uuid import UUID

from django.db import transaction

from federation.contracts.attachment import PIECE_BYTES, Piece
from federation.contracts.base import Message
from federation.contracts.case import Attachment
from federation.inbox.models import ParkedMessage, QuarantinedRecord, StreamCursor
from federation.link.topics import Lane
from federation.outbox.services import emit
from govhall.casework.acts.attach import attach_file
from govhall.casework.models import Case
from govhall.desk.services.case_files import open_file
from govhall.files.dispatch import stream_of
from govhall.storage import material_store
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.files import scan
from tests.builders.world import COUNTY, HYGIENE, paper_codes

FIRST = paper_codes(HYGIENE)[0]
CONTENT = scan(2 * PIECE_BYTES)
NAME = material_store.hash_of(CONTENT)
FILE = Attachment(hash=NAME, type='application/pdf', size=len(CONTENT))


def with_file(desk: Desk, content: bytes = CONTENT) -> Case:
    """A case at the hall with this file, held there."""
    case = desk.world.receive(desk.hall, HYGIENE)
    return desk.do(attach_file, case.uid, paper=FIRST, content=content)


def forwarded(below: Desk) -> UUID:
    """A case with its file on the way; no piece is cut yet."""
    case = with_file(below)
    below.forward(case.uid)
    return case.uid


def opened(desk: Desk, uid: UUID) -> bytes:
    """What a person of the hall gets to see of the file."""
    with hall_context(desk.world.hall(desk.hall)):
        return open_file(uid=uid, actor=desk.actor, content=NAME).content


def say(desk: Desk, *messages: Message, case: UUID, name: str = NAME) -> None:
    """A hall says something of a file to the county that its own release would not say."""
    with hall_context(desk.world.hall(desk.hall)), transaction.atomic():
        for message in messages:
            emit(message, recipient=COUNTY, subject=stream_of(case, name), lane=Lane.BULK)


def piece(case: UUID, index: int, *, data: bytes | None = None, file: Attachment = FILE, attempt: int = 1) -> Piece:
    """A piece of the file, or one that only pretends to be."""
    start = index * PIECE_BYTES
    data = CONTENT[start : start + PIECE_BYTES] if data is None else data
    count = -(-file.size // PIECE_BYTES)
    return Piece(case=case, file=file, index=index, count=count, attempt=attempt, data=data)


def check_nothing_stands_still() -> None:
    """No stream is stopped, nothing is parked or set aside."""
    assert list(StreamCursor.objects.exclude(state='ok')) == []
    assert (ParkedMessage.objects.count(), QuarantinedRecord.objects.count()) == (0, 0)

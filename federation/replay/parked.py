"""Streams that stopped, each tried from its first parked message on, in its order."""

from typing import NamedTuple

from django.conf import settings
from django.db import connection

from federation.inbox.messages import StreamKey
from federation.inbox.models import StreamCursor
from federation.intake.address_book import AddressBook
from federation.intake.breaker import Breaker
from federation.intake.hall_applier import HallApplier
from federation.intake.progress import ReadProgress
from federation.replay.choice import Choice
from govhall.kernel.errors import Later

STOPPED = """
SELECT head.subject, head.sender, head.recipient, head.type, head.reason, (
    SELECT count(*) FROM fed_parked
    WHERE (subject, sender, recipient) = (cursor.subject, cursor.sender, cursor.recipient)
)
FROM fed_cursor cursor CROSS JOIN LATERAL (
    SELECT * FROM fed_parked
    WHERE (subject, sender, recipient) = (cursor.subject, cursor.sender, cursor.recipient)
    ORDER BY seq, epoch LIMIT 1
) head
WHERE cursor.state = 'blocked' AND starts_with(head.reason, %s)
    AND head.parked_at >= COALESCE(%s::timestamptz, '-infinity')
ORDER BY head.recipient, head.parked_at, head.subject
"""


class StoppedStream(NamedTuple):
    """A stream that stopped, by its first parked message, and how many are parked in it."""

    stream: StreamKey
    type: str
    reason: str
    messages: int


def chosen(choice: Choice) -> list[StoppedStream]:
    """The streams whose first parked message is meant, hall by hall, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(STOPPED, [choice.reason, choice.since])
        found = [StoppedStream(StreamKey(*row[:3]), *row[3:]) for row in cursor.fetchall()]
    return [
        item
        for item in found
        if choice.covers(hall=item.stream.recipient, type_name=item.type, stream='/'.join(map(str, item.stream)))
    ]


def try_again(stream: StreamKey) -> tuple[str, int]:
    """What became of a stream, `flows`, `stopped` or `waits`, and how many messages took effect."""
    reached, _ = _cursor(stream)
    taker = HallApplier(ReadProgress(), AddressBook(settings.CELL, patience=0), Breaker(on=False))
    try:
        taker.retry_parked(stream, release=True)
    except Later:
        return 'waits', 0
    now, state = _cursor(stream)
    return 'stopped' if state == 'blocked' else 'flows', now - reached


def _cursor(stream: StreamKey) -> tuple[int, str]:
    return StreamCursor.objects.values_list('last_seq', 'state').get(**stream._asdict())

"""Streams in which this cell and a receiver tell different stories: what the receiver lacks is said again behind it."""

import json
from typing import NamedTuple
from uuid import UUID

import structlog
from django.db import connection, transaction

from federation.acks.models import Delivery
from federation.contracts.envelope import content_digest
from federation.directory.selectors import entry
from federation.link.topics import Lane, cell_topic
from federation.outbox.rows import Destination, NewRow, write
from federation.streams.services import PlaceClaim, advance
from tenants.context import hall_context
from tenants.selectors import hall_by_code

log = structlog.get_logger()

# What this database believes to have said at the contradicted places; the receiver holds something else there. The
# seal is bound to type, halls and case, not to the place, so the body may be said again as it is.
OWN = """
SELECT seq, type, body, headers FROM (
    SELECT seq, epoch, type, body, headers FROM fed_sent
    WHERE (subject, sender, recipient) = (%(subject)s, %(sender)s, %(recipient)s)
    UNION ALL
    SELECT seq, epoch, type, body, headers FROM fed_outbox
    WHERE (subject, sender, recipient) = (%(subject)s, %(sender)s, %(recipient)s)
) said WHERE seq >= %(first)s AND epoch < (SELECT epoch FROM fed_incarnation WHERE owner = %(sender)s) ORDER BY seq
"""
# They are said at other places now.
TAKE_BACK = """
DELETE FROM fed_outbox WHERE (subject, sender, recipient) = (%(subject)s, %(sender)s, %(recipient)s)
AND seq >= %(first)s AND epoch < (SELECT epoch FROM fed_incarnation WHERE owner = %(sender)s)
"""


class DroppedMessage(NamedTuple):
    """A message of ours that the receiver has dropped, because it holds another one at that place."""

    sequence: int
    type: str
    body: bytes
    headers: dict[str, str]


def reconcile() -> int:
    """Say again, at new places of the new epoch, what receivers could not take; returns the number of messages.

    Handlers judge it by hop and outcome, as everything that comes late.
    """
    flagged = Delivery.objects.filter(contradicted_seq__gt=0).order_by('sender', 'subject', 'recipient')
    return sum(_resend(stream) for stream in flagged)


@transaction.atomic
def _resend(flagged: Delivery) -> int:
    messages = _take_back(flagged)
    with hall_context(hall_by_code(flagged.sender)):
        for said in messages:
            _write_again(flagged, said)
    stream = Delivery.objects.filter(subject=flagged.subject, sender=flagged.sender, recipient=flagged.recipient)
    stream.update(contradicted_seq=0, doubtful=False)
    log.warning('stream_reconciled', case=str(flagged.subject), hall=flagged.recipient, count=len(messages))
    return len(messages)


def _write_again(stream: Delivery, said: DroppedMessage) -> None:
    digest = content_digest(said.type, said.body)
    (place,) = advance([PlaceClaim(stream.subject, stream.recipient, digest)], sender=stream.sender)
    topic = cell_topic(entry(stream.recipient).cell, Lane.INBOX)
    row = NewRow(
        Destination(topic, str(stream.subject), stream.recipient),
        stream.sender,
        stream.subject,
        said.type,
        said.body,
        place.sequence,
        place.previous,
    )
    write([row._replace(epoch=place.epoch, base=place.base, extra=said.headers)])


def _take_back(flagged: Delivery) -> list[DroppedMessage]:
    places: dict[str, UUID | str | int] = {
        'subject': flagged.subject,
        'sender': flagged.sender,
        'recipient': flagged.recipient,
        'first': flagged.contradicted_seq,
    }
    with connection.cursor() as cursor:
        cursor.execute(OWN, places)
        said = [DroppedMessage(row[0], row[1], bytes(row[2]), _plain(row[3])) for row in cursor.fetchall()]
        cursor.execute(TAKE_BACK, places)
    return said


def _plain(headers: object) -> dict[str, str]:
    found: dict[str, str] = headers if isinstance(headers, dict) else json.loads(str(headers))
    return found

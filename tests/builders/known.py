"""All that one hall knows and has said, opened, without what is drawn at random, so that two runs can be compared."""

import re
from typing import Any
from uuid import UUID

from federation.contracts.base import decode
from federation.contracts.envelope import chain_hash, content_digest
from federation.inbox.models import ParkedMessage, StreamCursor
from federation.outbox.models import OutboxRow
from federation.streams.models import Stream
from federation.trust.seals import context, unseal
from govhall.casework.models import Case, CaseEvent, CaseRequest
from govhall.deadlines.models import Deadline
from govhall.disclosure.models import PublishedDecision
from govhall.documents.models import Notice
from tenants.context import hall_context
from tests.builders.world import World

RANDOM = {'id', 'fact', 'proof', 'query_word', 'submission', 'created_at', 'issued_at', 'content_data', 'uid'}
# The address of a paper ends in a word that nobody may guess.
CHECK = re.compile(r"'?check'?[=:] ?'[^']*'")


def known(world: World, hall: str) -> dict[str, list[Any]]:
    """Every row, opened, without what is drawn at random."""
    with hall_context(world.hall(hall)):
        of_fact = dict(Case.objects.values_list('fact', 'uid'))
        streams = Stream.objects.order_by('subject', 'recipient')
        return {
            'cases': plain(Case, keep={'uid'}),
            'events': plain(CaseEvent),
            'requests': plain(CaseRequest, keep={'uid'}),
            'notices': plain(Notice),
            'streams': [
                (stream.subject, stream.recipient, stream.next_seq, stream.epoch, stream.base) for stream in streams
            ],
            'said': said(hall, of_fact),
            'deadlines': plain(Deadline),
            'published': plain(PublishedDecision),
            'cursors': plain(StreamCursor, keep={'subject'}),
            'parked': sorted(ParkedMessage.objects.values_list('subject', 'sender', 'sequence', 'type', 'reason')),
        }


def plain(model: Any, keep: frozenset[str] | set[str] = frozenset()) -> list[Any]:
    """The rows of a table as text; of the columns that are left out, these are kept."""
    names = [field.attname for field in model._meta.concrete_fields if field.name not in RANDOM - keep]
    return sorted(tuple(readable(getattr(row, name)) for name in names) for row in model.objects.all())


def readable(value: object) -> str:
    """The value as text, without what is drawn at random."""
    return CHECK.sub('', repr(value))


def said(hall: str, of_fact: dict[UUID, UUID]) -> list[Any]:
    """The outbox in the order of each stream, opened; its chains hold."""
    found: list[Any] = []
    tips: dict[tuple[UUID, str], str] = {}
    for row in OutboxRow.objects.filter(sender=hall).order_by('id'):
        body, place = bytes(row.body), (row.subject, row.recipient)
        if not row.sequence:
            fact = decode(row.type, body)
            found.append((str(of_fact[row.subject]), row.topic, repr(fact).replace(str(row.subject), 'fact')))
            continue
        assert tips.setdefault(place, row.previous) == row.previous
        tips[place] = chain_hash(row.previous, content_digest(row.type, body))
        bound = context(type_name=row.type, sender=hall, recipient=row.recipient, subject=row.subject)
        clear = unseal(body, sealed_for=row.headers['sealed_for'], recipient=row.recipient, context=bound)
        found.append(
            (str(row.subject), row.topic, row.recipient, row.sequence, row.key, readable(decode(row.type, clear)))
        )
    return sorted(found, key=lambda one: one[:2])  # stable: the order within a case stays

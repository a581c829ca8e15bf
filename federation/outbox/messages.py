"""Saying many things at once: the same rows as one after the other, in a handful of statements however many."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from federation.contracts.base import Message
from federation.contracts.envelope import content_digest
from federation.directory.selectors import FactsRoute, UnknownHall, cells_of, facts_route
from federation.failpoints import failpoint
from federation.link.topics import Lane, cell_topic
from federation.outbox.rows import Destination, NewRow, body_of, insert_parts, require_transaction, write
from federation.streams.services import PlaceClaim, advance
from federation.trust.seals import PlainBody, context, seal_many
from govhall.kernel.errors import Broken
from govhall.kernel.recordset import StatementPart
from tenants.context import current_hall


class OwnHall(Broken):
    """A hall spoke to itself; what happens inside a hall needs no message."""


class OutgoingMessage(NamedTuple):
    """What is said to another hall about a case; an answer names in `answers` the hash of what it answers."""

    message: Message
    recipient: str
    subject: UUID
    lane: Lane = Lane.INBOX
    answers: str = ''


class OutgoingFact(NamedTuple):
    """A statistical fact of the current hall, under an id that appears nowhere else.

    For each cell above the hall, or only for `cells`, which have lost it.
    """

    fact: Message
    key: UUID
    cells: Sequence[str] = ()


def emit_many(items: Sequence[OutgoingMessage | OutgoingFact]) -> list[str]:
    """Say all this from the current hall, in this order; returns the hashes of the messages, in their order.

    Letters and facts are as `emit` and `emit_facts` describe. Raises NoTransaction, NoHall, UnknownHall, NoKeyYet,
    OwnHall and TooLarge; then nothing is said.
    """
    rows, hashes = _rows(items)
    write(rows)
    failpoint('emit.before_commit')
    return hashes


@contextmanager
def emitting(items: Sequence[OutgoingMessage | OutgoingFact]) -> Iterator[list[StatementPart]]:
    """Say all this as `emit_many` does, in the statement that the block writes its own rows with.

    Gives the parts of that statement that say it; the block must execute them.
    """
    rows, _ = _rows(items)
    yield insert_parts(rows)
    failpoint('emit.before_commit')


def _rows(items: Sequence[OutgoingMessage | OutgoingFact]) -> tuple[list[NewRow], list[str]]:
    require_transaction()
    sender = current_hall().code
    messages = [item for item in items if isinstance(item, OutgoingMessage)]
    above = facts_route(sender) if any(isinstance(item, OutgoingFact) for item in items) else FactsRoute([], 1)
    rows, hashes = _message_rows(messages, sender)
    written = iter(rows)
    ordered = [
        row
        for item in items
        for row in ([next(written)] if isinstance(item, OutgoingMessage) else _fact_rows(item, sender, above))
    ]
    return ordered, hashes


def _message_rows(messages: Sequence[OutgoingMessage], sender: str) -> tuple[list[NewRow], list[str]]:
    cells = _cells_of({_addressee(outgoing, sender) for outgoing in messages})
    sealed = seal_many([_plain_body(outgoing, sender) for outgoing in messages])
    claims = [
        PlaceClaim(outgoing.subject, outgoing.recipient, content_digest(outgoing.message.type_name, body))
        for outgoing, (_, body) in zip(messages, sealed, strict=True)
    ]
    places = advance(claims, sender=sender)
    rows = [
        NewRow(
            destination=Destination(
                cell_topic(cells[outgoing.recipient], outgoing.lane), str(outgoing.subject), outgoing.recipient
            ),
            sender=sender,
            subject=outgoing.subject,
            type_name=outgoing.message.type_name,
            body=body,
            sequence=place.sequence,
            previous=place.previous,
            epoch=place.epoch,
            base=place.base,
            extra={'sealed_for': key_id, **({'request_hash': outgoing.answers} if outgoing.answers else {})},
        )
        for outgoing, (key_id, body), place in zip(messages, sealed, places, strict=True)
    ]
    return rows, [place.tip for place in places]


def _addressee(outgoing: OutgoingMessage, sender: str) -> str:
    if outgoing.recipient == sender:
        raise OwnHall(f'{outgoing.message.type_name} from {sender} to itself')
    return outgoing.recipient


def _cells_of(addressees: set[str]) -> dict[str, str]:
    cells = cells_of(addressees) if addressees else {}
    if missing := addressees - cells.keys():
        raise UnknownHall(hall=min(missing))
    return cells


def _plain_body(outgoing: OutgoingMessage, sender: str) -> PlainBody:
    message = outgoing.message
    bound = context(type_name=message.type_name, sender=sender, recipient=outgoing.recipient, subject=outgoing.subject)
    return PlainBody(body_of(message), outgoing.recipient, bound)


def _fact_rows(fact: OutgoingFact, sender: str, above: FactsRoute) -> list[NewRow]:
    """What a fact is held against is the epoch first, then its version: a restored hall counts versions anew."""
    body, kind = body_of(fact.fact), fact.fact.type_name
    places = [Destination(cell_topic(cell, Lane.FACTS), str(fact.key), cell) for cell in fact.cells or above.cells]
    return [NewRow(place, sender, fact.key, kind, body, epoch=above.epoch) for place in places]

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
from federation.outbox.rows import Destination, Row, body_of, parts, require_transaction, write
from federation.streams.services import PlaceClaim, advance
from federation.trust.seals import PlainBody, context, seal_many
from govhall.kernel.errors import Broken
from govhall.kernel.recordset import Part
from tenants.context import current_hall


class OwnHall(Broken):
    """A hall spoke to itself; what happens inside a hall needs no message."""


class Letter(NamedTuple):
    """What is said to another hall about a case; an answer names in `answers` the hash of what it answers."""

    message: Message
    recipient: str
    subject: UUID
    lane: Lane = Lane.INBOX
    answers: str = ''


class Statistic(NamedTuple):
    """A statistical fact of the current hall, under an id that appears nowhere else.

    For each cell above the hall, or only for `cells`, which have lost it.
    """

    fact: Message
    key: UUID
    cells: Sequence[str] = ()


def emit_many(said: Sequence[Letter | Statistic]) -> list[str]:
    """Say all this from the current hall, in this order; returns the hashes of the letters, in their order.

    Letters and facts are as `emit` and `emit_facts` describe. Raises NoTransaction, NoHall, UnknownHall, NoKeyYet,
    OwnHall and TooLarge; then nothing is said.
    """
    rows, hashes = _rows(said)
    write(rows)
    failpoint('emit.before_commit')
    return hashes


@contextmanager
def saying(said: Sequence[Letter | Statistic]) -> Iterator[list[Part]]:
    """Say all this as `emit_many` does, in the statement that the block writes its own rows with.

    Gives the parts of that statement that say it; the block must execute them.
    """
    rows, _ = _rows(said)
    yield parts(rows)
    failpoint('emit.before_commit')


def _rows(said: Sequence[Letter | Statistic]) -> tuple[list[Row], list[str]]:
    require_transaction()
    sender = current_hall().code
    letters = [one for one in said if isinstance(one, Letter)]
    above = facts_route(sender) if any(isinstance(one, Statistic) for one in said) else FactsRoute([], 1)
    rows, hashes = _letters(letters, sender)
    written = iter(rows)
    ordered = [
        row for one in said for row in ([next(written)] if isinstance(one, Letter) else _facts(one, sender, above))
    ]
    return ordered, hashes


def _letters(letters: Sequence[Letter], sender: str) -> tuple[list[Row], list[str]]:
    cells = _cells({_addressee(letter, sender) for letter in letters})
    sealed = seal_many([_plain(letter, sender) for letter in letters])
    claims = [
        PlaceClaim(letter.subject, letter.recipient, content_digest(letter.message.type_name, body))
        for letter, (_, body) in zip(letters, sealed, strict=True)
    ]
    places = advance(claims, sender=sender)
    rows = [
        Row(
            destination=Destination(
                cell_topic(cells[letter.recipient], letter.lane), str(letter.subject), letter.recipient
            ),
            sender=sender,
            subject=letter.subject,
            type_name=letter.message.type_name,
            body=body,
            sequence=place.sequence,
            previous=place.previous,
            epoch=place.epoch,
            base=place.base,
            extra={'sealed_for': key_id, **({'request_hash': letter.answers} if letter.answers else {})},
        )
        for letter, (key_id, body), place in zip(letters, sealed, places, strict=True)
    ]
    return rows, [place.tip for place in places]


def _addressee(letter: Letter, sender: str) -> str:
    if letter.recipient == sender:
        raise OwnHall(f'{letter.message.type_name} from {sender} to itself')
    return letter.recipient


def _cells(addressees: set[str]) -> dict[str, str]:
    cells = cells_of(addressees) if addressees else {}
    if missing := addressees - cells.keys():
        raise UnknownHall(hall=min(missing))
    return cells


def _plain(letter: Letter, sender: str) -> PlainBody:
    message = letter.message
    bound = context(type_name=message.type_name, sender=sender, recipient=letter.recipient, subject=letter.subject)
    return PlainBody(body_of(message), letter.recipient, bound)


def _facts(told: Statistic, sender: str, above: FactsRoute) -> list[Row]:
    """What a fact is held against is the epoch first, then its version: a restored hall counts versions anew."""
    body, kind = body_of(told.fact), told.fact.type_name
    places = [Destination(cell_topic(cell, Lane.FACTS), str(told.key), cell) for cell in told.cells or above.cells]
    return [Row(place, sender, told.key, kind, body, epoch=above.epoch) for place in places]

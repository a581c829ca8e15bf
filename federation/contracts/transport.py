"""What cells tell each other about the road itself: how far they have come, what they lack, what a day amounted to."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from federation.contracts.base import Message, message


class Reach(Struct, frozen=True, kw_only=True):
    """A stream was applied up to `sequence`; `tip` is the hash of that message."""

    subject: UUID
    sender: str
    recipient: str
    sequence: int
    tip: str


class Missing(Struct, frozen=True, kw_only=True):
    """Of a stream everything between `after` and `before` has not come, while later messages have."""

    subject: UUID
    sender: str
    recipient: str
    after: int
    before: int


@message('transport.receipt.v1')
class Receipt(Message, frozen=True, kw_only=True):
    """How far the receiving cell has come in streams that another cell sends it; cumulative, so any may be lost.

    `epoch` is the incarnation of the receiver's database: a higher one voids all receipts before. `as_of` is the last
    moment at which the receiver had applied all that the road held for it: what was sent well before it and is in no
    receipt is lost, and must be sent again.
    """

    cell: str
    epoch: int
    as_of: datetime | None = None
    reached: list[Reach] = []
    missing: list[Missing] = []


class Tally(Struct, frozen=True, kw_only=True):
    """What one hall told another on a day: a count, and the exclusive-or of the first 8 bytes of all hashes (hex)."""

    sender: str
    recipient: str
    count: int
    hash: str


@message('transport.tallied.v1')
class Tallied(Message, frozen=True, kw_only=True):
    """The sending cell's tallies of a day (UTC, by the time in the envelope), for the receiving cell to compare."""

    cell: str
    day: date
    pairs: list[Tally]


@message('transport.compared.v1')
class Compared(Message, frozen=True, kw_only=True):
    """What the receiving cell has of the same day and pairs: equal figures prove that the day is complete."""

    cell: str
    day: date
    pairs: list[Tally]


@message('transport.barrier.v1')
class Barrier(Message, frozen=True, kw_only=True):
    """A cell whose database was restored asks what others hold of it; `since` is well before what it has forgotten.

    `epoch` is its new incarnation, by which the answers are known. Answered by `held`, at once, and by `barred`, when
    all that it had sent before is applied.
    """

    cell: str
    epoch: int
    since: datetime


@message('transport.held.v1')
class Held(Message, frozen=True, kw_only=True):
    """What the answering cell holds of messages said since then by halls of the restored cell; `is_last` ends it."""

    cell: str
    epoch: int
    reached: list[Reach] = []
    is_last: bool = False


@message('transport.barred.v1')
class Barred(Message, frozen=True, kw_only=True):
    """All that came before the barrier is applied: so many tips are on their way to each hall of the restored cell."""

    cell: str
    epoch: int
    tips: dict[str, int] = {}


@message('transport.taken.v1')
class HallTaken(Message, frozen=True, kw_only=True):
    """The cell has a verified copy of a hall that is to move to it, told to the cell that packed it (`package`)."""

    cell: str
    hall: str
    package: str


@message('transport.kept.v1')
class HallKept(Message, frozen=True, kw_only=True):
    """The cell keeps the hall after all, told to the one that has taken this package: its copy will never open."""

    cell: str
    hall: str
    package: str


@message('transport.given.v1')
class HallGiven(Message, frozen=True, kw_only=True):
    """The cell gives its hall to the cell `to`, where it goes on in `epoch`; told to the root, which says so to all."""

    cell: str
    hall: str
    to: str
    epoch: int


@message('transport.facts_wanted.v1')
class FactsWanted(Message, frozen=True, kw_only=True):
    """A cell has lost facts that were on their way to it: each cell tells it again what its halls have told last.

    Their versions make it harmless. Asked twice, it is answered twice; `asked_at` says which is the later one.
    """

    cell: str
    asked_at: datetime

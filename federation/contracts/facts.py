"""What statistics need, without personal data: no uid, no number, no name. Facts go up the chain of ancestors only."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from federation.contracts.base import Message, message


@message('fact.case.v1')
class CaseFact(Message, frozen=True, kw_only=True):
    """One hall's part in one case; `fact` is a random id that appears nowhere else, `version` grows with each change.

    Dates are calendar days in China. `received_on` is set by the hall of origin only, `accepted_on` and `decided_on` by
    the hall that did so: summed over halls, each case is received once and decided once. `closed_on` is the day of any
    outcome, also of a withdrawal. `due_on` is the day by which the hall had to decide, and while it holds the open case
    the day by which it must go on: past it, the case is overdue. `village` is the code of the village where the object
    lies or the papers were taken, as far as it is known.
    """

    fact: UUID
    version: int
    hall: str
    hall_kind: str
    area: str
    matter: str
    at_point: bool = False
    received_on: date | None = None
    accepted_on: date | None = None
    forwarded_on: date | None = None
    decided_on: date | None = None
    closed_on: date | None = None
    outcome: str = ''
    on_the_spot: bool = False
    due_on: date | None = None
    on_time: bool | None = None
    delivered_on: date | None = None
    rating: int | None = None
    village: str = ''


@message('fact.watermark.v1')
class CellWatermark(Message, frozen=True, kw_only=True):
    """These halls of a cell have told all that happened up to `as_of`; sent every minute, also when idle.

    `epochs` names those of them whose database was restored, with the epoch in which they have told all their facts
    anew: what they told in an older one, and not again, is of a future that never came.
    """

    vouches: ClassVar[bool] = True

    cell: str
    as_of: datetime
    halls: list[str]
    epochs: dict[str, int] = {}

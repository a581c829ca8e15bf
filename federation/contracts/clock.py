"""What the limits of a case are counted from: it travels with the case, so that every holder counts the same days."""

from datetime import date

from msgspec import Struct


class Procedure(Struct, frozen=True, kw_only=True):
    """A special procedure (特别程序): an interval of calendar days, both ends included.

    `told_days` are the working days that the applicant was told it would need (§45). `stops` says whether the limit
    stands still meanwhile: for the eight kinds of §45, and for others where `basis` cites a special law. `ended` is
    empty while it is open; it may lie ahead where the law itself fixes the end.
    """

    kind: str
    begun: date
    told_days: int
    stops: bool
    hall: str
    basis: str = ''
    reason: str = ''
    ended: date | None = None


class Extension(Struct, frozen=True, kw_only=True):
    """Working days that the head of the organ added before the limit ended, with the reason told (§42)."""

    days: int
    on: date
    reason: str
    hall: str


class Clock(Struct, frozen=True, kw_only=True):
    """The limits of an accepted case in working days.

    `since` is the day of acceptance. A hall that only reviews has `review_days` of its own (§43). The organ above
    counts the statutory days from `received_above`, the day on which it received the case; the promise to the applicant
    always runs from `since`. With `no_statutory_limit` (无法定时限) only the promise runs; `statutory_days` is 0 then.
    """

    since: date
    promised_days: int
    statutory_days: int
    joint: bool = False
    review_days: int = 0
    received_above: date | None = None
    procedures: list[Procedure] = []
    extensions: list[Extension] = []
    no_statutory_limit: bool = False

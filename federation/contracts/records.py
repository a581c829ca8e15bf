"""What stands beside a case: the record of a check on the spot (§34), and the certificate of a grant (§39)."""

from datetime import date, datetime

from msgspec import Struct


class Officer(Struct, frozen=True, kw_only=True):
    """Who looked on the spot: the id of the membership at the hall, and the name on the record."""

    membership: int
    name: str


class SiteCheck(Struct, frozen=True, kw_only=True):
    """The record of a check on the spot (现场核查) by two officers or more (行政许可法 §34).

    `signed` is whether the applicant signed it; `why_not` says why, if not.
    """

    hall: str
    on: date
    place: str
    officers: list[Officer]
    finding: str
    signed: bool
    why_not: str = ''


class Licence(Struct, frozen=True, kw_only=True):
    """The certificate that was made of a grant (制证, 行政许可法 §39): name, number, hall and hand, and its paper.

    `paper` is the number of the sealed file and `check` the address where anybody can check it.
    """

    name: str
    number: str
    at: datetime
    hall: str
    by: str
    valid_until: date | None = None
    paper: str = ''
    check: str = ''

"""What stands beside a case: opinions (§35), checks on the spot (§34), certificates (§39), their service and end."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct


class Opinion(Struct, frozen=True, kw_only=True):
    """A reviewer's signed opinion (行政许可法 §35: it travels with all materials).

    `assists`: it is what a village checked (协办), which is no review.
    """

    hall: str
    by: str
    at: datetime
    text: str
    assists: bool = False


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


class Followed(Struct, frozen=True, kw_only=True):
    """What took the place of a result or ended it: the kind (变更 延续 补证 更正 注销 撤销) and number of that case.

    With a `ground` it was no case, but a decision of the organ on paper, and `number` is its document's; `ground` is a
    code of `govhall.licences.rules.endings`.
    """

    kind: Literal['change', 'renew', 'reissue', 'correct', 'cancel', 'revoke']
    number: str
    on: date
    ground: str = ''


class Served(Struct, frozen=True, kw_only=True):
    """How a result was served (送达) and which papers, each by its title and number.

    `reference` is the number of the letter by post, where it was published, or the organ that was entrusted.
    """

    way: Literal['direct', 'left', 'post', 'publication', 'entrusted', 'electronic']
    reference: str = ''
    papers: list[str] = []

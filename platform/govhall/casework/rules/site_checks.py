"""The check on the spot (现场核查): two officers or more, and a record that the applicant signs (行政许可法 §34).

It is no special procedure: no day of it stops the clock (§45 does not name it).
"""

from datetime import date
from typing import NamedTuple

from federation.contracts.records import Officer, SiteCheck
from govhall.kernel.errors import Refused

FEWEST = 2


class TooFewOfficers(Refused):
    """The law wants two officers or more (§34)."""

    code = 'TOO_FEW_OFFICERS'
    sentence = '现场核查要有两名以上工作人员，现在只选了 {count} 名，请补选一起去的同事。'


class SiteRecordIncomplete(Refused):
    """A part of the record is missing, or its day has not come."""

    code = 'SITE_RECORD_INCOMPLETE'
    sentence = '请补上现场核查记录还缺的：{what}'


class SiteCheckMissing(Refused):
    """The matter is decided after a check on the spot only."""

    code = 'SITE_CHECK_MISSING'
    status = 409
    sentence = '这件事要先由两名以上工作人员到现场核查并记录，才能作出决定。请先登记现场核查。'


class Visit(NamedTuple):
    """A check as it is reported: the day, the place, who went, what they found, and whether the applicant signed."""

    on: date | None
    place: str
    officers: tuple[Officer, ...]
    finding: str
    signed: bool
    why_not: str = ''


def recorded(visit: Visit, *, hall: str, today: date) -> SiteCheck:
    """The record of the visit. Raises TooFewOfficers and SiteRecordIncomplete; an officer named twice is one."""
    officers = list({officer.membership: officer for officer in visit.officers}.values())
    if len(officers) < FEWEST:
        raise TooFewOfficers(field='officers', count=len(officers))
    place, finding, why_not = visit.place.strip(), visit.finding.strip(), visit.why_not.strip()
    if visit.on is None or visit.on > today:
        raise SiteRecordIncomplete(field='day', what='核查的日期（不能晚于今天）。')
    if not place:
        raise SiteRecordIncomplete(field='place', what='核查的地点。')
    if not finding:
        raise SiteRecordIncomplete(field='opinion', what='核查的情况。')
    if not visit.signed and not why_not:
        raise SiteRecordIncomplete(field='reason', what='申请人没有签字的原因。')
    return SiteCheck(
        hall=hall,
        on=visit.on,
        place=place,
        officers=officers,
        finding=finding,
        signed=visit.signed,
        why_not='' if visit.signed else why_not,
    )


def check_looked(asked: bool, done: list[SiteCheck]) -> None:
    """Refuse (SiteCheckMissing) the decision of a matter that asks for a check on the spot, without its record."""
    if asked and not done:
        raise SiteCheckMissing

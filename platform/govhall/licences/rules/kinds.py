"""What an application wants: a first decision, or something done to the result of an earlier one (§49, §50, §69)."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

import msgspec

from govhall.kernel.errors import Refused
from tenants.roles import Role

RENEWAL_DAYS = 30  # days of the calendar: §82 counts working days for the organ, not for the applicant (§50)
ORGAN = frozenset({Role.CHIEF, Role.APPROVER})


class CaseKind(StrEnum):
    """The kind of a case; all but `new` name the first case by its number."""

    NEW = 'new'
    CHANGE = 'change'
    RENEW = 'renew'
    REISSUE = 'reissue'
    CORRECT = 'correct'
    CANCEL = 'cancel'
    REVOKE = 'revoke'

    @property
    def label(self) -> str:
        """The kind on screen and on paper."""
        return LABELS[self]

    @property
    def ends_result(self) -> bool:
        """Whether the first result is gone once this is granted."""
        return self in (CaseKind.CANCEL, CaseKind.REVOKE)


LABELS = {
    CaseKind.NEW: '新办',
    CaseKind.CHANGE: '变更',
    CaseKind.RENEW: '延续',
    CaseKind.REISSUE: '补证',
    CaseKind.CORRECT: '更正',
    CaseKind.CANCEL: '注销',
    CaseKind.REVOKE: '撤销',
}


FOLLOWERS = (CaseKind.RENEW, CaseKind.REISSUE, CaseKind.CANCEL, CaseKind.CHANGE, CaseKind.CORRECT)


class NoFirstCase(Refused):
    """The case that the application builds on is not known here, or brought no result."""

    code = 'NO_FIRST_CASE'
    sentence = (
        '没有找到可以{kind}的结果，请核对原办件编号或证照编号；只有同一事项准予的结果才能{kind}。'
        '系统上线以前发的证照要先登记进证照台账，由大厅管理员导入。'
    )


class ResultEnded(Refused):
    """The result was cancelled or revoked."""

    code = 'RESULT_ENDED'
    sentence = '原结果已经注销或撤销，不能再{kind}，请按新办申请。'


class ResultSuperseded(Refused):
    """Another case has taken the place of the result."""

    code = 'RESULT_FOLLOWED'
    sentence = '原结果{standing}，现在有效的是办件 {number}；请填这个编号。'


class NotResultHolder(Refused):
    """Somebody else holds the result."""

    code = 'NOT_THEIRS'
    sentence = '申请人与原结果的持有人不一致，请核对证件号码。'


class RenewalTooLate(Refused):
    """A renewal is applied for thirty days before the end of validity (§50)."""

    code = 'RENEWAL_TOO_LATE'
    sentence = '延续应在有效期届满 30 日前申请，最晚是{latest:%Y年%m月%d日}；现在请按新办申请。'


class RenewalTooEarly(Refused):
    """The matter says how long before the end a renewal may be applied for."""

    code = 'RENEWAL_TOO_EARLY'
    sentence = '现在申请延续太早：有效期到{end:%Y年%m月%d日}，从{first:%Y年%m月%d日}起可以申请。'


class ResultLapsed(Refused):
    """What has lapsed is not changed any more."""

    code = 'RESULT_EXPIRED'
    sentence = '原结果的有效期已在{end:%Y年%m月%d日}届满，不能再{kind}，请按新办申请。'


class FollowerUnderWay(Refused):
    """Another application on the same result is open."""

    code = 'FOLLOWER_UNDER_WAY'
    status = 409
    sentence = '同一个结果的{other}正在办理，办件编号 {number}。请等它办结，或由申请人撤回以后再申请。'


class NothingToRenew(Refused):
    """The result has no end of validity."""

    code = 'NOTHING_TO_RENEW'
    sentence = '原结果没有有效期，不用延续。'


class OrganOnly(Refused):
    """A revocation is begun by the organ (§69)."""

    code = 'ORGAN_ONLY'
    sentence = '撤销由许可机关的首席代表或审批人员提出，请转告他们。'


class AlreadyRevoking(Refused):
    """A revocation of the result is under way."""

    code = 'ALREADY_REVOKING'
    status = 409
    sentence = '这个结果的撤销正在办理，不用再启动一次。'


class FirstCase(NamedTuple):
    """What of the first case the rules ask for; `ended` when its result was cancelled or revoked.

    `number` is that of the case, or of a licence from before this system, and `matter` the one that the result belongs
    to (主项). `newer` is the case that has taken the place of the result, `standing` how that is said.
    """

    number: str
    matter: str
    id_number: str
    valid_until: date | None
    ended: bool
    granted_on: date | None = None
    newer: str = ''
    standing: str = ''


class FirstResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a case keeps of the result that it builds on: the last day of its validity, and when it was granted."""

    valid_until: date | None = None
    granted_on: date | None = None


class Filing(NamedTuple):
    """The application that builds on it: matter (主项), the applicant's number, the person's roles, the day.

    `early` are the days before the end from which a renewal may be applied for; 0: at any time.
    """

    matter: str
    id_number: str
    roles: frozenset[Role]
    on: date
    early: int = 0


def check_linked(kind: CaseKind, first: FirstCase | None, filing: Filing) -> None:
    """Refuse an application that does not fit the result that it builds on. Raises the refusals of this module."""
    if kind is CaseKind.NEW:
        return
    if first is None or first.matter != filing.matter:
        raise NoFirstCase(field='first_number', kind=kind.label)
    if first.id_number != filing.id_number:  # before anything is said of the result: online anybody may ask
        raise NotResultHolder(field='id_number')
    if first.ended:
        raise ResultEnded(field='first_number', kind=kind.label)
    if first.newer:
        raise ResultSuperseded(field='first_number', standing=first.standing, number=first.newer)
    if kind is CaseKind.REVOKE and not filing.roles & ORGAN:
        raise OrganOnly
    _check_day(kind, first.valid_until, filing)


def _check_day(kind: CaseKind, end: date | None, filing: Filing) -> None:
    if kind is CaseKind.RENEW:
        check_renewable(end, on=filing.on, early=filing.early)
    if kind in (CaseKind.CHANGE, CaseKind.REISSUE) and end and end < filing.on:
        raise ResultLapsed(field='first_number', end=end, kind=kind.label)


def check_renewable(valid_until: date | None, *, on: date, early: int = 0) -> None:
    """Refuse a renewal without an end of validity, less than thirty days before it, or too long before it."""
    if valid_until is None:
        raise NothingToRenew(field='first_number')
    latest = valid_until - timedelta(days=RENEWAL_DAYS)
    if on > latest:
        raise RenewalTooLate(field='first_number', latest=latest)
    if early and on < valid_until - timedelta(days=early):
        raise RenewalTooEarly(field='first_number', end=valid_until, first=valid_until - timedelta(days=early))


def kind_named(name: str) -> CaseKind | None:
    """What a matter that follows the result of another one (主项) does, by its name: 食品经营许可延续."""
    return next((kind for kind in FOLLOWERS if kind.label in name), None)

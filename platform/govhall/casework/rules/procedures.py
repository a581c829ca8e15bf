"""Special procedures: which stop the clock, and how far the head of an organ may extend it (行政许可法 §42, §45)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from federation.contracts.clock import Clock, Extension, Procedure
from govhall.kernel.errors import Refused

LONGEST_EXTENSION = 10  # working days, by the head of the organ
LONGEST_JOINT_EXTENSION = 15  # by the head of the government, where several organs decide jointly


class ProcedureKind(StrEnum):
    """Kinds of special procedures as halls know them; only the first eight stop the clock by themselves."""

    HEARING = 'hearing'
    TENDER = 'tender'
    AUCTION = 'auction'
    INSPECTION = 'inspection'
    TESTING = 'testing'
    QUARANTINE = 'quarantine'
    APPRAISAL = 'appraisal'
    EXPERTS = 'experts'
    SITE_VISIT = 'site_visit'
    NOTICE = 'notice'
    ARGUMENT = 'argument'
    ASSESSMENT = 'assessment'
    OTHER = 'other'

    @property
    def label(self) -> str:
        """The kind on screen and on paper."""
        return LABELS[self]


LABELS = {
    ProcedureKind.HEARING: '听证',
    ProcedureKind.TENDER: '招标',
    ProcedureKind.AUCTION: '拍卖',
    ProcedureKind.INSPECTION: '检验',
    ProcedureKind.TESTING: '检测',
    ProcedureKind.QUARANTINE: '检疫',
    ProcedureKind.APPRAISAL: '鉴定',
    ProcedureKind.EXPERTS: '专家评审',
    ProcedureKind.SITE_VISIT: '现场勘查',
    ProcedureKind.NOTICE: '公示、公告',
    ProcedureKind.ARGUMENT: '论证',
    ProcedureKind.ASSESSMENT: '评估',
    ProcedureKind.OTHER: '其他',
}
# §45 names these and no others; a site visit (§34) is not among them.
STOPPING = frozenset(list(ProcedureKind)[:8])


class NeededTimeMissing(Refused):
    """The applicant must be told in writing how long the procedure needs (§45)."""

    code = 'NEEDED_TIME_MISSING'
    sentence = '请填写需要几个工作日：法律规定要把所需时间书面告诉申请人。'


class ProcedureOpen(Refused):
    """The same procedure runs already."""

    code = 'PROCEDURE_OPEN'
    status = 409
    sentence = '{kind}正在进行，先结束它，再做这一步。'


class NoProcedureOpen(Refused):
    """Nothing is there to end."""

    code = 'NO_PROCEDURE_OPEN'
    status = 409
    sentence = '这件事现在没有正在进行的特别程序，请刷新页面。'


class SecondExtension(Refused):
    """The limit may be extended once."""

    code = 'SECOND_EXTENSION'
    status = 409
    sentence = '这件事已经延长过一次期限，不能再延长，请在期限内办结。'


class ExtensionTooLong(Refused):
    """More days than the law allows, or none."""

    code = 'EXTENSION_TOO_LONG'
    sentence = '延长期限应为 1 到 {most} 个工作日，请改短。'


class ExtensionTooLate(Refused):
    """A limit that has ended can't be extended."""

    code = 'EXTENSION_TOO_LATE'
    status = 409
    sentence = '法定期限已过，不能再延长，请尽快作出决定。'


class NothingToExtend(Refused):
    """No law sets a limit (无法定时限), so there is none that the head of the organ could extend."""

    code = 'NOTHING_TO_EXTEND'
    status = 409
    sentence = '这个事项无法定时限，没有可以延长的法定期限，请按承诺时限办结。'


class ClockStopped(Refused):
    """The limit can't be extended while nobody knows its end."""

    code = 'CLOCK_STOPPED'
    status = 409
    sentence = '特别程序期间时限已经停止，结束后再决定是否延长。'


def stops_clock(kind: ProcedureKind, basis: str) -> bool:
    """The eight kinds of §45 stop the clock; any other only where a special law is cited; a site visit (§34) never."""
    return kind in STOPPING or (kind is not ProcedureKind.SITE_VISIT and bool(basis.strip()))


@dataclass(frozen=True, kw_only=True)
class ProcedureRequest:
    """A procedure as it is asked for: the working days it needs, the special law if one is cited, and why."""

    kind: ProcedureKind
    told_days: int
    basis: str = ''
    reason: str = ''


def begun(clock: Clock, wanted: ProcedureRequest, *, on: date, hall: str) -> Procedure:
    """The procedure that begins on this day. Raises NeededTimeMissing, and ProcedureOpen for the same kind twice."""
    if wanted.told_days < 1:
        raise NeededTimeMissing(field='told_days')
    if any(procedure.kind == wanted.kind and procedure.ended is None for procedure in clock.procedures):
        raise ProcedureOpen(kind=wanted.kind.label)
    return Procedure(
        kind=wanted.kind,
        begun=on,
        told_days=wanted.told_days,
        stops=stops_clock(wanted.kind, wanted.basis),
        hall=hall,
        basis=wanted.basis.strip(),
        reason=wanted.reason.strip(),
    )


def open_procedures(clock: Clock | None) -> list[Procedure]:
    """Those that have no end yet."""
    return [procedure for procedure in clock.procedures if procedure.ended is None] if clock else []


def checked_extension(clock: Clock, wanted: Extension, *, statutory_due: date | None) -> Extension:
    """The one extension (§42).

    Raises NothingToExtend, SecondExtension, ExtensionTooLong, ClockStopped, ExtensionTooLate.
    """
    if clock.no_statutory_limit:
        raise NothingToExtend
    if clock.extensions:
        raise SecondExtension
    most = LONGEST_JOINT_EXTENSION if clock.joint else LONGEST_EXTENSION
    if not 1 <= wanted.days <= most:
        raise ExtensionTooLong(field='days', most=most)
    if statutory_due is None:
        raise ClockStopped
    if wanted.on > statutory_due:
        raise ExtensionTooLate
    return wanted

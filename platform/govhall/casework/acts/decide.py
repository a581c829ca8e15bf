"""Deciding (决定): granting or refusing in the name of the organ (行政许可法 §34-38, §53)."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, AlternativeAct, Button, register
from govhall.casework.asked import REASON, UNTIL, WHY
from govhall.casework.models import Case
from govhall.casework.rules.hearings import check_decidable
from govhall.casework.rules.procedures import ProcedureKind, ProcedureOpen, open_procedures
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import DECIDING, UNDER_WAY, Transition, transition
from govhall.casework.rules.words import words_of
from govhall.casework.sentences import home_of, stands_here
from govhall.casework.services.called import certificate_of, word_of
from govhall.casework.services.change import Change, changing
from govhall.casework.services.completeness import require_all_here, require_site_check
from govhall.casework.services.conclusion import AlreadyConcluded, conclude
from govhall.casework.services.related_cases import renewal_lapsed, resolve_first, result_term_of
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.licences.rules.kinds import CaseKind
from govhall.materials.ways import require_none_awaited
from tenants.access import Actor

APPROVE = transition(
    Transition(
        name='approve',
        course='准予',
        worded=True,
        states=UNDER_WAY,
        to=State.APPROVED,
        roles=DECIDING,
        power=Power.DECIDE,
        document='A1',
        clock='end',
        article='行政许可法第三十八条',
    )
)
REFUSE = transition(
    Transition(
        name='refuse',
        course='不予',
        worded=True,
        states=UNDER_WAY,
        to=State.REFUSED,
        roles=DECIDING,
        power=Power.DECIDE,
        document='07',
        clock='end',
        article='行政许可法第三十八条',
    )
)


class RenewalLapsed(Refused):
    """The validity ended without a decision on its renewal: the law has decided (§50)."""

    code = 'RENEWAL_LAPSED'
    sentence = '原有效期已在{end:%Y年%m月%d日}届满，依法视为准予延续，不能再作决定；系统今晚登记并出具决定书。'


def decide_case(  # noqa: PLR0913 - the frame of every act, and what a decision says
    *,
    uid: UUID,
    version: int,
    actor: Actor,
    approve: bool,
    reason: str = '',
    valid_until: date | None = None,
    at: datetime | None = None,
) -> Case:
    """Approve or refuse an accepted case; a refusal (§38) and a revocation (§69) need a reason, a licence may end.

    Raises TermMissing, TermTooShort, TermTooLong, RenewalLapsed,
    SiteCheckMissing, LaterPapersMissing, NoGrant, NoAuthorisation, NotHolder, NotNow, StaleVersion.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        decide(change, approve=approve, reason=reason, valid_until=valid_until)
        return change.case


def decide(change: Change, *, approve: bool, reason: str = '', valid_until: date | None = None) -> None:
    """The decision itself, inside a change."""
    if change.case.outcome_data:
        raise AlreadyConcluded
    if (not approve or change.case.kind == CaseKind.REVOKE) and not reason.strip():
        raise ReasonMissing(field='reason')
    require_undecided(change)
    if approve:
        resolve_first(change)
    kept = result_term_of(change.case, change.at).checked(valid_until) if approve else None
    require_all_here(change.case)
    if approve:
        require_none_awaited(change.case.papers)
    require_site_check(change.case)
    _check_nothing_pending(change)
    reliance = change.perform(APPROVE if approve else REFUSE, reason=reason)
    conclude(change, 'approved' if approve else 'refused', reliance=reliance, reason=reason, valid_until=kept)


def require_undecided(change: Change) -> None:
    """Refuse (RenewalLapsed) to decide what the lapse of the validity has granted."""
    if renewal_lapsed(change.case, change.at.astimezone(CHINA).date()):
        raise RenewalLapsed(end=change.case.first_result.valid_until)


def _check_nothing_pending(change: Change) -> None:
    """The decision rests on what the procedures brought (§45) and on the record of the hearing (§48)."""
    check_decidable(change.case.hearing, change.at.astimezone(CHINA).date())
    for procedure in open_procedures(change.case.clock):
        raise ProcedureOpen(kind=ProcedureKind(procedure.kind).label)


def _grant(now: Situation) -> Button | None:
    if APPROVE not in now.allowed or now.awaits_site_check:
        return None
    label, more = words_of(now.matter.task_type, now.case.kind).granted, {'validity': now.validity}
    if now.case.kind == CaseKind.REVOKE:
        return Button(GRANT, label, '原结果从今天起不再有效', refusing=True, more=more)
    return Button(GRANT, label, '结果送到收件的大厅', more=more)


def _refuse(now: Situation) -> Button | None:
    if REFUSE not in now.allowed or now.awaits_site_check:
        return None
    leads = '写明理由；原结果继续有效' if now.case.kind == CaseKind.REVOKE else '写明理由'
    return Button(REFUSAL, words_of(now.matter.task_type, now.case.kind).refused, leads, refusing=True)


def _explain(now: Situation) -> str:
    if now.case.state not in UNDER_WAY:
        return ''
    return '下一步由持有授权书的审查、审批人员或首席代表办理。'


def _afterwards(case: Case) -> str:
    outcome = f'已作出决定：{word_of(case)}。'
    if case.state == State.APPROVED and (name := certificate_of(case)):
        return f'{outcome}请接着制作{name}，十个工作日内要送到申请人手里。'
    return outcome + ('请通知申请人来领取结果。' if stands_here(case) else f'结果会送回{home_of(case)}。')


REFUSAL = register(
    Act(
        word='refuse',
        place=140,
        do=lambda posted: decide_case(**posted.frame, approve=False, reason=posted['reason']),
        afterwards=_afterwards,
        offer=_refuse,
        fields=[REASON],
        folded=True,
    )
)
GRANT = register(
    Act(
        word='approve',
        place=80,
        do=lambda posted: decide_case(**posted.frame, approve=True, reason=posted['reason'], valid_until=posted['day']),
        afterwards=_afterwards,
        offer=_grant,
        explain=_explain,
        fields=[UNTIL, WHY],
        mutation='decide_case',
        does='Decide (决定): grant and letter are asked at this second. NO_GRANT, NO_AUTHORISATION.',
        otherwise=AlternativeAct('approve', 'True: 准予; false: 不予, which needs a reason.', REFUSAL),
        onward=True,
    )
)

"""The buttons of a check on the spot, of making the certificate, and of revoking a result."""

from django.utils import timezone

from govhall.casework.rules.clocks import delivery_limit
from govhall.casework.rules.kinds import ORGAN, CaseKind
from govhall.casework.rules.states import Act, Custody, State
from govhall.casework.services.licensing import certificate_of
from govhall.casework.views.situation import Action, Situation
from govhall.catalogue.rules import Power
from govhall.kernel.calendars import CALENDARS
from govhall.kernel.china import CHINA
from govhall.look.days import say_day

ADDED = ('make-licence', 'site-check', 'begin-revocation')


def added(now: Situation, able: set[Act]) -> list[Action]:
    """What may be done of these now."""
    return [*_site_check(now, able), *_licence(now, able), *_revocation(now)]


def awaits_licence(now: Situation) -> bool:
    """Whether the grant brings a certificate that has not been made."""
    return now.case.state == State.APPROVED and bool(certificate_of(now.case)) and not now.case.licence_data


def awaits_site_check(now: Situation) -> bool:
    """Whether the decision waits for a check on the spot (§34)."""
    return now.matter.site_check and not now.case.site_data and not now.case.outcome_data


def _site_check(now: Situation, able: set[Act]) -> list[Action]:
    if Act.CHECK_SITE not in able or not (now.matter.site_check or now.case.clock is not None):
        return []
    wanted = '决定前必须做；' if awaits_site_check(now) else ''
    return [Action('site-check', '登记现场核查', f'{wanted}两名以上工作人员一起去，时限照常计算', asks='site')]


def _licence(now: Situation, able: set[Act]) -> list[Action]:
    case, outcome = now.case, now.case.outcome
    if Act.MAKE_LICENCE not in able or outcome is None or outcome.hall != now.hall.code or not awaits_licence(now):
        return []
    last = delivery_limit(outcome.at.astimezone(CHINA).date(), CALENDARS.of(case.area)).day
    here = now.home == now.hall.code
    leads = f'{say_day(last, today=timezone.localdate(now.at))}前要送到申请人手里' + (
        '' if here else '；做好后由收件的大厅发给申请人'
    )
    return [Action('make-licence', f'制作{now.matter.certificate}', leads, asks='licence')]


def _revocation(now: Situation) -> list[Action]:
    case, outcome = now.case, now.case.outcome
    granted = outcome is not None and outcome.kind == 'approved' and not case.followed_data
    granted = granted and not CaseKind(case.kind).ends_result
    decided_here = outcome is not None and outcome.hall == now.hall.code and case.custody == Custody.HELD
    if not granted or not decided_here or not now.actor.roles & ORGAN or not now.has(Power.DECIDE):
        return []
    return [
        Action(
            'begin-revocation', '启动撤销', '由许可机关提出，写明理由；决定后原结果失效', asks='reason', refusing=True
        )
    ]

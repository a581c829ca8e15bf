"""What five silent working days make of a received case: it counts as accepted (行政许可法 §32)."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import Transition, transition
from govhall.casework.services.decision_clock import start_decision_clock
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused

if TYPE_CHECKING:
    from govhall.casework.services.change import Change

LAPSED = '五个工作日内未告知，自收到材料之日起即为受理'
# A pure function of the receipt date, so it may be written while the token is on its way.
DEEM_ACCEPTED = transition(
    Transition(
        name='deem_accepted',
        course='五个工作日内未告知，视为受理',
        states=frozenset({State.RECEIVED}),
        to=State.ACCEPTED,
        custody=frozenset({Custody.HELD, Custody.IN_TRANSIT}),
        document='04',
        clock='decide',
        article='行政许可法第三十二条',
    )
)


class DeemedAccepted(Refused):
    """The act came after the five days: the case counts as accepted, and this act does not fit that."""

    code = 'DEEMED_ACCEPTED'
    status = 409
    sentence = (
        '五个工作日内没有告知申请人，这件事自收到材料之日起即为受理（行政许可法第三十二条），'
        '系统已经记下，刚才的操作没有生效。请刷新页面，按已受理的办件继续办理。'
    )


class LimitProvisional(Refused):
    """The last of the five days lies in a year whose holidays are not announced: it may still move."""

    code = 'LIMIT_PROVISIONAL'
    sentence = '{due:%Y}年的放假安排还没有录入，五个工作日的最后一天还不能确定，暂不视为受理。'


def has_lapsed(case: Case, today: date) -> bool:
    """Whether the five days are surely over; a provisional day never says so."""
    return is_past(case, today) and not case.provisional


def is_past(case: Case, today: date) -> bool:
    """Whether the day that was counted has passed, be it provisional or not."""
    waits = case.state == State.RECEIVED and case.custody in (Custody.HELD, Custody.IN_TRANSIT)
    return waits and case.intake_due is not None and case.intake_due < today


def deem_if_lapsed(change: 'Change') -> bool:
    """Count a case whose five days are over as accepted from its receipt, before anything else is done to it."""
    if not has_lapsed(change.case, change.at.astimezone(CHINA).date()):
        return False
    case = change.case
    change.perform(DEEM_ACCEPTED, from_day=case.clock_from.isoformat())
    since = datetime(case.clock_from.year, case.clock_from.month, case.clock_from.day, tzinfo=CHINA)
    start_decision_clock(change, accepted_at=max(since, case.received_at))
    case.note = LAPSED
    return True

"""How a charge is said on screen."""

from dataclasses import dataclass
from typing import Any

from govhall.billing.acts.assess import ASSESS_FEE
from govhall.billing.ledger import lines_of
from govhall.billing.models import CaseFee
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import MONEY, open_rows
from govhall.catalogue.selectors import MatterInfo
from tenants.access import Actor


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """A charge with its state in words and colour, and what may be done with it now: '', cancel or refund."""

    fee: CaseFee
    said: str
    tone: str
    act: str


def fee_line(fee: CaseFee) -> ChargeLine:
    """The charge as a page shows it."""
    if fee.cancelled_at:
        return ChargeLine(fee, '已撤销', 'idle', '')
    if not fee.amount:
        return ChargeLine(fee, '免收', 'good', 'cancel')
    if fee.order is None:
        return ChargeLine(fee, '待开单', 'soon', 'cancel')
    if fee.order.paid_at is None:
        return ChargeLine(fee, '待缴', 'soon', '')
    if fee.refunded_at:
        return ChargeLine(fee, f'已退 {fee.refunded} 元', 'idle', '')
    return ChargeLine(fee, '已缴', 'good', 'refund')


def fee_panel(case: Case, matter: MatterInfo, actor: Actor) -> dict[str, Any] | None:
    """What the page of a case says of money; None where there is nothing to say."""
    lines = [fee_line(fee) for fee in lines_of(case.uid)]
    able = open_rows(state=State(case.state), custody=Custody(case.custody), roles=actor.roles)
    may_assess = ASSESS_FEE in able and bool(matter.fees)
    if not lines and not may_assess:
        return None
    return {'lines': lines, 'may_assess': may_assess, 'acts': bool(actor.roles & MONEY)}

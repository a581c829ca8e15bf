"""How a charge is said on screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from federation.contracts.catalogue import Fee
from govhall.billing.acts.assess import ASSESS_FEE
from govhall.billing.ledger import lines_of
from govhall.billing.models import CaseFee
from govhall.billing.rules.fees import written_quantity
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import MONEY, open_rows
from govhall.catalogue.selectors import MatterInfo
from govhall.tariffs.words import plain, say_only, say_standard
from govhall.tariffs.working import applies, worked
from tenants.access import Actor


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """A charge with its state in words and colour, and what may be done with it now: '', cancel or refund.

    `tried`: that was tried and refused, and the page shows it again.
    """

    fee: CaseFee
    said: str
    tone: str
    act: str
    tried: bool = False

    @property
    def key(self) -> str:
        """What the ids of its fields begin with."""
        return f'red-{self.fee.uid}'


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


def published_fees(
    typed: Mapping[str, str], case: Case, matter: MatterInfo, kept: list[CaseFee]
) -> list[dict[str, Any]]:
    """The charges that may still be assessed, with what was typed for them, else what the form of the case says."""
    charged = {fee.item for fee in kept if not fee.cancelled_at}
    answers = case.form.answers if case.form else {}
    return [
        _published(typed, place, fee, matter, answers)
        for place, fee in enumerate(matter.fees)
        if fee.name not in charged and applies(fee, answers)
    ]


def _published(
    typed: Mapping[str, str], place: int, fee: Fee, matter: MatterInfo, answers: Mapping[str, Any]
) -> dict[str, Any]:
    written = written_quantity(fee, answers)
    found = worked(fee, written) if written else None
    return {
        'place': place,
        'fee': fee,
        'standard': say_standard(fee),
        'only': say_only(fee, matter.form),
        'taken': f'take-{place}' in typed if typed else found is None or bool(found.sum),
        'amount': typed.get(f'amount-{place}', '' if fee.unit else f'{fee.amount:.2f}'),
        'reduction': typed.get(f'reduction-{place}', ''),
        'written': plain(written) if written else '',
        'working': found.said if found else '',
        'quantity': typed.get(f'quantity-{place}', plain(written) if written else ''),
        'measured': typed.get(f'measured-{place}', ''),
    }

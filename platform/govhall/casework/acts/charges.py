"""Money moves beside the case: what was assessed may be paid or given back wherever the token is by then.

Only the hall that may decide charges, so that no case is charged at two ends (杜绝两头收费); it takes no letter.
"""

from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import ANYWHERE, ASSESSED, MONEY, PAYABLE, Transition, transition
from govhall.catalogue.rules import Power
from tenants.roles import Role

ASSESS_FEE = transition(
    Transition(
        name='assess_fee',
        course='核定收费',
        states=PAYABLE - {State.DELIVERED},
        roles=MONEY,
        power=Power.DECIDE,
        by_letter=False,
    )
)
CANCEL_FEE = transition(
    Transition(name='cancel_fee', course='撤销核定', states=ASSESSED, roles=MONEY, custody=ANYWHERE)
)
BILL_FEE = transition(Transition(name='bill_fee', course='开缴款单', states=PAYABLE, roles=MONEY, custody=ANYWHERE))
VOID_BILL = transition(
    Transition(name='void_bill', course='作废缴款单', states=ASSESSED, roles=MONEY, custody=ANYWHERE)
)
COLLECT_FEE = transition(
    Transition(name='collect_fee', course='收款', states=PAYABLE, roles=frozenset({Role.CLERK}), custody=ANYWHERE)
)
REFUND_FEE = transition(Transition(name='refund_fee', course='退款', states=ASSESSED, roles=MONEY, custody=ANYWHERE))

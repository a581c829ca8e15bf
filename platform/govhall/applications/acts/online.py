"""Online (网上申报): the applicant, who has no role, writes and submits; no clock runs before it is submitted."""

from govhall.casework.rules.states import ONLINE, State
from govhall.casework.rules.transitions import Beginning, Transition, transition
from govhall.catalogue.rules import Power
from tenants.roles import Role

DRAFT = transition(Transition(name='draft', course='网上填写', begins=Beginning.ONLINE, to=State.DRAFT))
SUBMIT = transition(
    Transition(
        name='submit', course='网上提交', states=frozenset({State.DRAFT, State.PRE_RETURNED}), to=State.SUBMITTED
    )
)
DISCARD = transition(Transition(name='discard', course='网上申报删除', states=ONLINE))
# No correction of §32: the papers are not received yet.
PRE_RETURN = transition(
    Transition(
        name='pre_return',
        course='预审退回',
        states=frozenset({State.SUBMITTED}),
        to=State.PRE_RETURNED,
        roles=frozenset({Role.CLERK}),
        power=Power.RECEIVE,
        by_letter=False,
    )
)

"""Using what the hall has of the same applicant, with consent (免提交)."""

from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import Transition, transition
from govhall.catalogue.rules import Power
from tenants.roles import Role

REUSE = transition(
    Transition(
        name='reuse',
        course='经申请人同意，使用已存材料',
        states=frozenset({State.RECEIVED}),
        roles=frozenset({Role.CLERK, Role.AGENT, Role.CHIEF}),
        power=Power.RECEIVE,
        detail=lambda data: str(data.get('name') or ''),
    )
)

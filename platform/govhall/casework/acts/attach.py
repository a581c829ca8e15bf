"""Storing a file beside a paper (材料文件存入): gathered before acceptance; afterwards it is what was examined."""

from govhall.casework.rules.transitions import GATHERING, HANDLING, Transition, transition
from govhall.catalogue.rules import Power
from tenants.roles import Role

ATTACH = transition(
    Transition(
        name='attach',
        course='材料文件存入',
        states=GATHERING,
        roles=HANDLING | {Role.AGENT},
        power=Power.RECEIVE,
        detail=lambda data: str(data.get('name') or ''),
    )
)

"""What the bars lead to in this room: the audit, the state of the cell's messages, and the way back to the desks."""

from govhall.catalogue.navigation import BAR as CATALOGUE_BAR
from govhall.look.navigation import DESK, Entry, register
from tenants.access import StaffRequest
from tenants.models import Hall
from tenants.roles import Role

ROAD_BAR = 'road'  # of the page of messages, which has little else


def keeps_the_road(request: StaffRequest) -> bool:
    """Whether no hall of the cell stands above this one; the page of messages shows all halls."""
    return not Hall.objects.filter(code=request.hall.parent_code).exists()


register(
    Entry(key='home', label='返回工作台', route='hall_home', place=0, bars=frozenset({CATALOGUE_BAR, ROAD_BAR})),
    Entry(
        key='audit',
        label='审计',
        route='audit',
        place=160,
        roles=frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}),
    ),
    Entry(
        key='road',
        label='报文收发',
        route='road',
        place=170,
        roles=frozenset({Role.ADMINISTRATOR}),
        allowed=keeps_the_road,
        bars=frozenset({DESK, ROAD_BAR}),
        beside=frozenset({'figures', 'road'}),
    ),
)

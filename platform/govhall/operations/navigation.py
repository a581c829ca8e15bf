"""What the bars lead to in this room: the state of the cell's messages."""

from govhall.look.navigation import DESK, Entry, register
from tenants.access import StaffRequest
from tenants.models import Hall
from tenants.roles import Role

ROAD_BAR = 'road'  # of the page of messages, which has little else


def keeps_the_road(request: StaffRequest) -> bool:
    """Whether no hall of the cell stands above this one; the page of messages shows all halls."""
    return leads_the_cell(request.hall)


def leads_the_cell(hall: Hall) -> bool:
    """Whether no hall of the cell stands above this one."""
    return not Hall.objects.filter(code=hall.parent_code).exists()


register(
    Entry(
        key='road',
        label='报文收发',
        route='road',
        place=170,
        roles=frozenset({Role.ADMINISTRATOR}),
        allowed=keeps_the_road,
        bars=frozenset({DESK, ROAD_BAR}),
        beside=frozenset({'accounts', 'figures', 'road'}),
    ),
)

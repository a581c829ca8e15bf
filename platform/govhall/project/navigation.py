"""What the bars lead to in this room: the audit, and the way back to the desks."""

from govhall.attendance.navigation import BAR as ATTENDANCE_BAR
from govhall.catalogue.navigation import BAR as CATALOGUE_BAR
from govhall.look.navigation import Entry, register
from govhall.operations.navigation import ROAD_BAR
from tenants.roles import Role

register(
    Entry(
        key='home',
        label='返回工作台',
        route='hall_home',
        place=0,
        bars=frozenset({ATTENDANCE_BAR, CATALOGUE_BAR, ROAD_BAR}),
    ),
    Entry(
        key='audit',
        label='审计',
        route='audit',
        place=160,
        roles=frozenset({Role.AUDITOR}),
        first_for=frozenset({Role.AUDITOR}),
    ),
)

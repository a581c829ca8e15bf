"""What the bar of the desks leads to in this room."""

from govhall.insight.scope import MAY_SEE
from govhall.look.navigation import Entry, register

register(Entry(key='figures', label='统计', route='figures', place=120, roles=MAY_SEE, first_for=MAY_SEE))

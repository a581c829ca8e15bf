"""What the bar of the desks leads to in this room."""

from govhall.look.navigation import Entry, register
from tenants.roles import Role

AGENTS = frozenset({Role.AGENT})

register(Entry(key='points', label='村点收件', route='points', place=30, roles=AGENTS, first_for=AGENTS))

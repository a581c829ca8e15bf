"""What the bar of the desks leads to in this room."""

from govhall.insight.scope import MAY_SEE
from govhall.look.navigation import Entry, register
from tenants.roles import Role

BEGIN_HERE = MAY_SEE - {Role.ADMINISTRATOR}  # who begins at the accounts
register(Entry(key='figures', label='统计', route='figures', place=120, roles=MAY_SEE, first_for=BEGIN_HERE))

"""Who may change the catalogue of a centre, and who may look at what it says of it."""

from tenants.roles import Role

MANAGERS = (Role.ADMINISTRATOR,)
READERS = (Role.ADMINISTRATOR, Role.LEADER, Role.SUPERVISOR)

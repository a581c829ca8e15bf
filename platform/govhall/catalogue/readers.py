"""Who may change the catalogue of a centre, and who may look at what it says of it."""

from tenants.roles import Role

MANAGERS = frozenset({Role.ADMINISTRATOR})
LETTER_KEEPERS = frozenset({Role.SECURITY})  # who gives and revokes letters of authorisation
LIST_KEEPERS = MANAGERS | LETTER_KEEPERS  # who takes lists out and brings them in, each the own ones
READERS = frozenset({Role.ADMINISTRATOR, Role.LEADER, Role.SUPERVISOR})
LETTER_READERS = READERS | LETTER_KEEPERS

"""What the bar of the desks leads to in this room: the list of accounts."""

from govhall.catalogue.readers import LIST_KEEPERS
from govhall.look.navigation import Entry, register
from tenants.roles import Role

register(
    Entry(
        key='accounts',
        label='账号',
        route='accounts',
        place=141,
        roles=LIST_KEEPERS,
        first_for=frozenset({Role.ADMINISTRATOR, Role.SECURITY}),
    ),
)

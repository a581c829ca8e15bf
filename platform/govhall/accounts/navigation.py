"""What the bars lead to in this room: the list of accounts."""

from govhall.catalogue.navigation import BAR
from govhall.catalogue.readers import LIST_KEEPERS
from govhall.look.navigation import DESK, Entry, register
from tenants.roles import Role

register(
    Entry(
        key='accounts',
        label='账号',
        route='accounts',
        place=46,
        roles=LIST_KEEPERS,
        bars=frozenset({BAR}),
    ),
    Entry(
        key='accounts_desk',
        label='账号',
        route='accounts',
        place=141,
        roles=LIST_KEEPERS,
        bars=frozenset({DESK}),
        first_for=frozenset({Role.SECURITY}),
    ),
)

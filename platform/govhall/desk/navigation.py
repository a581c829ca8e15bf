"""What the bar of the desks leads to in this room."""

from govhall.archive.selectors import READERS as ARCHIVE_READERS
from govhall.billing.ledger import may_collect
from govhall.casework.selectors import READERS
from govhall.catalogue.navigation import OWN as CATALOGUE
from govhall.catalogue.readers import READERS as CATALOGUE_READERS
from govhall.documents.register_queries import READERS as REGISTER_READERS
from govhall.look.navigation import Entry, register
from govhall.mandates.selectors import KEEPERS
from tenants.roles import Role
from tenants.selectors import is_highest

CENTRES = frozenset({'county', 'city', 'province'})  # whose administrators keep the calendar of the cell
OVERSEERS = frozenset({Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR})

register(
    Entry(key='search', label='查询', route='search', place=70, roles=READERS),
    Entry(key='mandates', label='代办委托', route='mandates', place=78, roles=KEEPERS),
    Entry(
        key='fees',
        label='收费',
        route='fees',
        place=80,
        roles=frozenset({Role.CLERK}),
        allowed=lambda request: may_collect(request.actor),
    ),
    Entry(key='archive', label='档案', route='archive', place=90, roles=ARCHIVE_READERS),
    Entry(key='licences', label='证照台账', route='licences', place=95, roles=REGISTER_READERS),
    Entry(key='register', label='文号登记', route='register', place=100, roles=REGISTER_READERS),
    Entry(
        key='catalogue_profile',
        label='大厅信息',
        route='catalogue_profile',
        place=45,
        roles=CATALOGUE_READERS,
        bars=CATALOGUE,
    ),
    Entry(
        key='certificates',
        label='证照设置',
        route='certificates',
        place=35,
        roles=CATALOGUE_READERS,
        bars=CATALOGUE,
    ),
    Entry(
        key='fee_standards',
        label='收费标准',
        route='fee_standards',
        place=36,
        roles=CATALOGUE_READERS,
        bars=CATALOGUE,
    ),
    Entry(key='fee_month', label='收费月报', route='fee_month', place=130, roles=OVERSEERS),
    Entry(
        key='holidays',
        label='节假日',
        route='holidays',
        place=150,
        roles=frozenset({Role.ADMINISTRATOR}),
        kinds=CENTRES,
        allowed=lambda request: is_highest(request.hall),
    ),
)

"""The public tables of the cell: where halls are and who works in them."""

from tenants.models.area import Area
from tenants.models.aside import SetAside
from tenants.models.audit import AuditEntry
from tenants.models.hall import Hall, HallKind, HallStatus, HostName, Point
from tenants.models.hall_move import HallMove, MoveStep
from tenants.models.hall_schema import HallSchema
from tenants.models.people import Factor, Membership, Person
from tenants.models.space import Space
from tenants.models.token import AccessToken

__all__ = [
    'AccessToken',
    'Area',
    'AuditEntry',
    'Factor',
    'Hall',
    'HallKind',
    'HallMove',
    'HallSchema',
    'HallStatus',
    'HostName',
    'Membership',
    'MoveStep',
    'Person',
    'Point',
    'SetAside',
    'Space',
]

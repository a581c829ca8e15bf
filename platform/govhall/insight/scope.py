"""Who may see which figures: decided here and nowhere else, before anything is read."""

from datetime import date
from typing import NamedTuple

from govhall.insight.refusals import BadPeriod, NotAllowed, OutOfScope
from tenants.access import Actor
from tenants.models import Area
from tenants.roles import Role
from tenants.selectors import area_chain, hall_by_code

MAY_SEE = frozenset({Role.LEADER, Role.SUPERVISOR, Role.ADMINISTRATOR})
LONGEST_DAYS = 366


class AreaName(NamedTuple):
    """An area with its name; level is province, city, county or township, or empty for one not in the register."""

    code: str
    name: str
    level: str


class Scope(NamedTuple):
    """An area and a period (both days counted) that a viewer may see. Made by `open_scope` only."""

    area: AreaName
    since: date
    until: date
    highest: bool


def open_scope(*, viewer: Actor, area: str | None, since: date, until: date) -> Scope:
    """The scope that the viewer asks for; without an area that of the viewer's own hall.

    Figures are shown if, and only if, the viewer is leader, supervisor or administrator in their hall, and the area is
    the hall's own or lies below it. Raises NotAllowed, OutOfScope, BadPeriod.
    """
    if not viewer.roles & MAY_SEE:
        raise NotAllowed
    own = hall_by_code(viewer.hall).area_code
    wanted = area or own
    if own not in area_chain(wanted):
        raise OutOfScope(field='area', area=wanted)
    if not 0 <= (until - since).days < LONGEST_DAYS:
        raise BadPeriod(field='since', days=LONGEST_DAYS)
    return Scope(name_area(wanted), since, until, highest=wanted == own)


def name_area(code: str) -> AreaName:
    """The area's name now; one that the register does not hold is shown by its code."""
    row = Area.objects.filter(code=code, valid_to__isnull=True).first()
    return AreaName(row.code, row.name, row.level) if row else AreaName(code, code, '')

"""Reads of the cell's halls and areas; what changes once a year is kept in the process for half a minute."""

from django.db.models import F

from govhall.kernel.kept import kept
from tenants.models import Area, Hall, HallStatus, Point


@kept(most=8192)
def hall_by_slug(slug: str) -> Hall | None:
    """The hall of this cell with that address prefix, or None."""
    hall: Hall | None = Hall.objects.filter(slug=slug).first()
    return hall


@kept(most=8192)
def hall_by_code(code: str) -> Hall:
    """The hall of this cell with that code; Hall.DoesNotExist if it is another cell's or not provisioned."""
    hall: Hall = Hall.objects.get(code=code)
    return hall


@kept(most=8192)
def _chain(area_code: str) -> tuple[str, ...]:
    chain: list[str] = []
    code = area_code
    while code and len(chain) < 6:
        # A closed area still lies where it lay: a hall may stand under its code until it moves.
        area = Area.objects.filter(code=code).order_by(F('valid_to').desc(nulls_first=True)).first()
        if area is None:
            break
        chain.append(area.code)
        code = area.parent_code
    return tuple(chain) or (area_code,)


@kept(most=2)
def _highest() -> str:
    above = dict(Hall.objects.values_list('code', 'parent_code'))
    tops = [code for code, parent in above.items() if parent not in above]
    return tops[0] if len(tops) == 1 else ''


def is_highest(hall: Hall) -> bool:
    """Whether all other halls of the cell stand below this one; of two that stand side by side neither is."""
    return hall.code == _highest()


def hall_here(code: str) -> Hall:
    """The same, but Hall.DoesNotExist also for one that has moved away or is only arriving: another cell answers."""
    hall = hall_by_code(code)
    if hall.status in (HallStatus.GONE, HallStatus.ARRIVING):
        raise Hall.DoesNotExist
    return hall


def local_halls() -> list[Hall]:
    """All halls of this cell by code: for what is truly about all halls only.

    A hall that is leaving is still one of them; one that has moved away, or is only arriving, is not.
    """
    return list(Hall.objects.exclude(status__in=(HallStatus.GONE, HallStatus.ARRIVING)).order_by('code'))


def area_chain(area_code: str) -> list[str]:
    """The area's own code, then its parents up to the province."""
    return list(_chain(area_code))


def area_name(code: str) -> str:
    """The name of an area now, or its code if the register does not know it."""
    area = Area.objects.filter(code=code, valid_to__isnull=True).first()
    return area.name if area else code


def points_of(hall: Hall) -> list[Point]:
    """The active village points of a township's hall."""
    return list(Point.objects.filter(hall=hall, active=True))

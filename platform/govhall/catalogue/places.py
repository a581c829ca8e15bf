"""The places that forms and 在哪办 offer and know: areas that halls serve, and the villages of their points."""

from federation.directory.models import HallEntry
from federation.directory.selectors import ancestors, children, entry
from govhall.catalogue.selectors import MatterInfo
from govhall.forms.eligibility import say_who
from govhall.kernel.kept import kept
from tenants.models import Point


@kept(most=4096)
def places_around(hall: str) -> tuple[tuple[str, str], ...]:
    """The places that a desk is asked about: its own, those of its county, and the villages of its own.

    By code and name, as this process knew them a moment ago.
    """
    here = entry(hall)
    county = next((found for found in [here, *ancestors(here.code)] if found.kind == 'county'), None)
    halls = [county, *children(county.code)] if county else list(HallEntry.objects.filter(valid_to__isnull=True))
    near = sorted(halls, key=lambda found: found.code != here.code)  # the own one first
    names = {found.area_code: found.short_name for found in near if found.kind != 'branch'}
    points = Point.objects.filter(hall__code=hall, active=True).order_by('code')
    return (*names.items(), *((point.code, f'{here.short_name} {point.name}') for point in points))


def for_whom(matter: MatterInfo) -> str:
    """Who may apply for a matter, with the names of places; empty where anybody may."""
    places = '、'.join(place_name(code) or code for code in matter.who.household) if matter.who else ''
    return say_who(matter.who, matter.applicants, places=places)


def place_name(code: str) -> str:
    """The name of a place of the directory, empty for what is none."""
    found = HallEntry.objects.filter(area_code=code).exclude(kind='branch').values_list('short_name', flat=True).first()
    if found is not None:
        return found
    point = Point.objects.filter(code=code).select_related('hall').first()
    return f'{point.hall.short_name} {point.name}' if point else ''

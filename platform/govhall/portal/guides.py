"""办事指南 for everybody: find a matter by everyday words, a place by its name, and read what its hall publishes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from federation.directory.models import HallEntry
from federation.directory.selectors import find
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.conditions import Facts
from govhall.catalogue.guides import PublicGuide, public_guide
from govhall.catalogue.routing import route
from govhall.catalogue.rules import PUBLIC_SERVICE, VillageKind
from govhall.forms.facts import known_facts
from govhall.kernel.errors import Refused
from govhall.where.explained import RouteExplanation, explain_route
from tenants.models import Point

MOST_PLACES = 20
NOBODY = '没有查到从这里往上由谁办这件事。请点“换一个地方”，选您所在的乡镇或县，或拨打 12345 问清。'


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives or wants to go: a hall, or a village of a hall."""

    hall: str
    area: str
    name: str


@dataclass(frozen=True, slots=True)
class LocalGuide:
    """A matter at a place: the guide of its hall, or why there is none; the way from there, or why none is known."""

    place: Place
    guide: PublicGuide | None
    no_guide: str
    way: RouteExplanation | None
    no_way: str
    direct: bool = False  # 直办: the village does it at once
    window: str = ''  # what the hall of the place does with papers that it takes


def places(typed: str) -> list[Place]:
    """Halls and villages in whose names all words occur, halls first, at most twenty of each; halls for no words."""
    words = typed.split()[:5]
    halls = Q(valid_to__isnull=True) & ~Q(kind='branch')
    points = Q(active=True, hall__closed_on__isnull=True)
    for word in words:
        halls &= Q(name__icontains=word)
        points &= Q(name__icontains=word) | Q(hall__name__icontains=word)
    entries = HallEntry.objects.filter(halls).order_by('area_code', 'code')[:MOST_PLACES]
    found = [Place(entry.code, entry.area_code, entry.name) for entry in entries]
    if words:
        rows = Point.objects.filter(points).select_related('hall').order_by('code')[:MOST_PLACES]
        found += [Place(row.hall.code, row.code, f'{row.hall.short_name} {row.name}') for row in rows]
    return found


def place_of(hall: str, area: str) -> Place | None:
    """The place of an address: a hall that is there, with a village only if it is one of the hall's."""
    entry = find(hall)
    if entry is None:
        return None
    point = Point.objects.filter(hall__code=hall, code=area).first() if area and area != entry.area_code else None
    if point is None:
        return Place(entry.code, entry.area_code, entry.name)
    return Place(entry.code, point.code, f'{entry.short_name} {point.name}')


def here(matter: str, place: Place, *, at: datetime, facts: Facts) -> LocalGuide:
    """What the hall of the place publishes about the matter, and the way from the object's place.

    Nothing personal is asked; `facts` are what decides where it goes, as far as somebody has said it.
    """
    guide: PublicGuide | None = None
    way: RouteExplanation | None = None
    no_guide = no_way = window = ''
    try:
        guide = public_guide(matter=matter, hall=place.hall, at=at)
    except Refused:
        no_guide = '这个大厅不办这件事，请按上面写的地方去。'
    try:
        way = explain_route(matter=matter, area=facts.get('area') or place.area, at=at, facts=facts)
        known = known_facts(facts.get('applicant', ''), place.area, facts)
        there = route(matter=matter, hall=place.hall, at=at, facts=known)
        window = there.reason if there.decider or there.next_hall else ''
    except Refused as refusal:
        no_way = str(refusal)
    if way is not None and not way.decided_by:
        way, no_way, no_guide = None, NOBODY, ''
    return LocalGuide(place, guide, no_guide, way, no_way, direct=_is_direct(matter, place, at), window=window)


def _is_direct(matter: str, place: Place, at: datetime) -> bool:
    village = place.area[9:] != '000'
    service = catalogue.matter(matter).task_type == PUBLIC_SERVICE
    return village and service and catalogue.village_kind(matter, place.hall, at) is VillageKind.DIRECT

"""The organ in whose name a paper is issued: its names, and those of its area and of the area above."""

from dataclasses import dataclass

from django.db.models import CharField, OuterRef, QuerySet, Subquery

from govhall.catalogue.models import Organ
from govhall.catalogue.organs import OrganKind
from tenants.compiled_query import CompiledQuery, Param
from tenants.models import Area


@dataclass(frozen=True, slots=True)
class OrganFacts:
    """An organ's names, and those of its area and the area above; empty where the table does not know them."""

    short_name: str
    area: str = ''
    level: str = ''
    above: str = ''
    kind: OrganKind = OrganKind.DEPARTMENT
    superior: str = ''


def _names() -> QuerySet[Organ, tuple[str, str, str, str | None, str | None, str | None]]:
    areas = Area.objects.filter(code=OuterRef('area_code'), valid_to__isnull=True)
    above = Area.objects.filter(code=OuterRef('parent_code'), valid_to__isnull=True)
    rows = Organ.objects.filter(credit_code=Param('organ', CharField())).annotate(
        area=Subquery(areas.values('name')[:1]),
        level=Subquery(areas.values('level')[:1]),
        above=Subquery(areas.annotate(over=Subquery(above.values('name')[:1])).values('over')[:1]),
    )
    return rows.values_list('short_name', 'kind', 'superior', 'area', 'level', 'above')


NAMES = CompiledQuery(_names)


def organ_facts(code: str, name: str) -> OrganFacts:
    """The organ as the register and the paper need it; one query."""
    found = next(iter(NAMES(organ=code)), None)
    if found is None:  # its entry is still on its way
        return OrganFacts(name)
    short, kind, superior, area, level, over = found
    if level == 'township':  # 通江 + 诺水河镇政府: a town's own name says only half
        return OrganFacts(short, over or '', level, over or '', OrganKind.of(kind), superior)
    return OrganFacts(short, area or '', level or '', over or '', OrganKind.of(kind), superior)

"""How many cases stand behind the filters of a worklist: every page of a desk asks."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, Count, DateField, DateTimeField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from govhall.casework import sight as sights
from govhall.casework.models import Case
from govhall.casework.sight import CODES, Sight, SightParams, sight_of
from govhall.desk.filters import (
    WHOLE,
    FilterParams,
    Whose,
    WorklistFilter,
    WorklistPart,
    among_open,
    condition,
    of_part,
    params_of,
)
from tenants.access import Actor
from tenants.compiled_query import CompiledQuery, Param
from tenants.models import Hall

APART = (
    WorklistFilter.DELIVER,
    WorklistFilter.ASKED,
    WorklistFilter.UNSIGNED,
    WorklistFilter.LATER,
    WorklistFilter.LATER_DUE,
    WorklistFilter.OFFICE,
    WorklistFilter.HELPED,
)
COUNTED = tuple(
    worklist_filter for worklist_filter in WorklistFilter if worklist_filter is not WorklistFilter.DONE
)  # as many as the hall ever had: nobody counts them
PLACES = SightParams(
    points=Param('points', CODES),
    departments=Param('departments', CODES),
    person=Param('person', BigIntegerField()),
    hall=Param('hall', CharField()),
    at=Param('at', DateTimeField()),
)
TOLD = FilterParams(
    hall=PLACES.hall,
    origins=Param('origins', CODES),
    today=Param('today', DateField()),
    limit=Param('limit', DateField()),
    person=PLACES.person,
    at=PLACES.at,
    leads=False,
)
OF_PART, OF_SECTIONS = Param('of_part', CODES), Param('of_sections', CODES)


class WorklistCounts(NamedTuple):
    """How many cases stand behind filters: of a part of the worklist, and of the whole of it."""

    part: dict[WorklistFilter, int]
    whole: dict[WorklistFilter, int]


def counts(hall: str, actor: Actor, shows: Sequence[WorklistFilter] = COUNTED) -> dict[WorklistFilter, int]:
    """How many cases of the worklist stand behind these filters; at most two statements."""
    return counts_of(hall, actor, WHOLE, shows).whole


def counts_of(hall: str, actor: Actor, part: WorklistPart, shows: Sequence[WorklistFilter] = COUNTED) -> WorklistCounts:
    """The same of a part as well, in the same statements.

    What is open is counted from an index that holds no more than that. What waits for delivery, what was asked and what
    was not signed have an index each: one condition over all of them would read every case that the hall ever had.
    """
    told = params_of(hall, shows, actor)
    given = {name: value for name, value in told._asdict().items() if name != 'leads'}
    given |= sights.params_of(actor)._asdict()
    given |= {'of_part': list(part.departments), 'of_sections': list(part.sections)}
    apart = tuple(one for one in shows if one in APART)
    numbers = dict.fromkeys((key for show in shows for key in _keys(show, part.whose)), 0)
    for some, query in ((tuple(one for one in shows if one not in APART), _open), (apart, _apart)):
        keys = [key for show in some for key in _keys(show, part.whose)]
        for row in query(sight_of(actor), part.whose, some, told.leads)(**given) if some else ():
            numbers |= dict(zip(keys, row, strict=True))
    whole = {show: numbers[_keys(show, part.whose)[0]] for show in shows}
    return WorklistCounts({show: numbers[_keys(show, part.whose)[-1]] for show in shows}, whole)


def _keys(show: WorklistFilter, whose: Whose) -> tuple[str, ...]:
    """The names of a filter's number of the whole, and of that of a part which is not the whole."""
    return (show.value,) if whose is Whose.ALL else (show.value, f'{show.value}_of_part')


@cache
def _open(sight: Sight, whose: Whose, shows: tuple[WorklistFilter, ...], leads: bool) -> CompiledQuery:
    """No row where nothing is open."""
    numbers: dict[str, Count] = {}
    told = TOLD._replace(leads=leads)
    for show in shows:
        for key, part in zip(_keys(show, whose), (Q(), _part(whose)), strict=False):
            numbers[key] = Count(Value(1), filter=Q(among_open(show, told)) & part)
    rows = Case.objects.within(sight, PLACES).filter(outcome_data__isnull=True)
    return CompiledQuery(lambda: rows.values(one=Value(1)).annotate(**numbers).values_list(*numbers))


@cache
def _apart(sight: Sight, whose: Whose, shows: tuple[WorklistFilter, ...], leads: bool) -> CompiledQuery:
    numbers: dict[str, Coalesce] = {}
    for show in shows:
        rows = Case.objects.within(sight, PLACES).filter(condition(show, TOLD))
        for key, part in zip(_keys(show, whose), (Q(), _part(whose)), strict=False):
            numbers[key] = _number(rows.filter(part))
    return CompiledQuery(lambda: Hall.objects.filter(code=TOLD.hall).annotate(**numbers).values_list(*numbers))


def _part(whose: Whose) -> Q:
    return of_part(whose, person=PLACES.person, departments=OF_PART, sections=OF_SECTIONS)


def _number(rows: QuerySet[Case, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(one=Value(1)).annotate(n=Count('*')).values('n')), 0)

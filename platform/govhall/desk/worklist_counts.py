"""How many cases stand behind the filters of a worklist: every page of a desk asks."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, CharField, Count, DateField, DateTimeField, QuerySet, Subquery, Value
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

APART = (WorklistFilter.DELIVER, WorklistFilter.ASKED, WorklistFilter.UNSIGNED, WorklistFilter.OFFICE)
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
)


OF_PART, OF_SECTIONS = Param('of_part', CODES), Param('of_sections', CODES)


def counts(
    hall: str, actor: Actor, shows: Sequence[WorklistFilter] = COUNTED, *, part: WorklistPart = WHOLE
) -> dict[WorklistFilter, int]:
    """How many cases of a part of the worklist stand behind these filters; at most three statements.

    What is open is counted from an index that holds no more than that. What waits for delivery, what was asked and what
    was not signed have an index each: one condition over all of them would read every case that the hall ever had.
    """
    given = params_of(hall, shows)._asdict() | sights.params_of(actor)._asdict()
    given |= {'of_part': list(part.departments), 'of_sections': list(part.sections)}
    found: dict[WorklistFilter, int] = dict.fromkeys(shows, 0)
    for some, query in ((tuple(one for one in shows if one not in APART), _open), (_apart_of(shows), _apart)):
        for row in query(sight_of(actor), part.whose, some)(**given) if some else ():
            found |= dict(zip(some, row, strict=True))
    return found


def _apart_of(shows: Sequence[WorklistFilter]) -> tuple[WorklistFilter, ...]:
    return tuple(one for one in shows if one in APART)


@cache
def _open(sight: Sight, whose: Whose, shows: tuple[WorklistFilter, ...]) -> CompiledQuery:
    """No row where nothing is open."""
    numbers = {show.value: Count(Value(1), filter=among_open(show, TOLD)) for show in shows}
    rows = _within(sight, whose).filter(outcome_data__isnull=True)
    return CompiledQuery(lambda: rows.values(one=Value(1)).annotate(**numbers).values_list(*numbers))


@cache
def _apart(sight: Sight, whose: Whose, shows: tuple[WorklistFilter, ...]) -> CompiledQuery:
    numbers = {show.value: _number(_within(sight, whose).filter(condition(show, TOLD))) for show in shows}
    return CompiledQuery(lambda: Hall.objects.filter(code=TOLD.hall).annotate(**numbers).values_list(*numbers))


def _within(sight: Sight, whose: Whose) -> QuerySet[Case, Any]:
    part = of_part(whose, person=PLACES.person, departments=OF_PART, sections=OF_SECTIONS)
    return Case.objects.within(sight, PLACES).filter(part)


def _number(rows: QuerySet[Case, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(one=Value(1)).annotate(n=Count('*')).values('n')), 0)

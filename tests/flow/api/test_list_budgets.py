"""A list of the schema asks the database as often for two hundred rows as for two, and no more than its budget says.

The lists are read from the schema: each has a budget here, stands in the rows of another one, or has a reason why it
can't grow. A query asks for all that a row has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from graphql import GraphQLField, GraphQLList, GraphQLNonNull, GraphQLObjectType, is_required_argument

from govhall.api.schema import schema
from govhall.casework.models import Case
from govhall.catalogue.selectors import forget
from tenants.context import hall_context
from tests.builders import long_answers, long_lists
from tests.builders.long_lists import Fill
from tests.builders.system import System
from tests.builders.world import BIRTH, COUNTY, ID_NUMBER, MOST_ROLES, TOWNSHIP, World

FEW, MANY = 2, 200
MONTHS = timedelta(days=300)


@dataclass(frozen=True)
class Long:
    """A list: what fills it, how many statements it may take, where it is asked for, and how many rows are seen."""

    fill: Fill
    budget: int
    path: tuple[str, ...]
    hall: str = TOWNSHIP
    rows: int = MANY


def of_case(fill: Fill, budget: int, name: str, hall: str = TOWNSHIP) -> Long:
    return Long(fill, budget, ('case(uid: $uid)', name), hall=hall)


def of_figures(fill: Fill, budget: int, name: str) -> Long:
    since = f'{timezone.localdate() - MONTHS}'
    return Long(fill, budget, (f'figures(since: "{since}")', f'{name}(first: 1000)'), hall=COUNTY)


LISTS = {
    'OnlinePage.applications': Long(long_lists.applications, 4, ('onlineApplications', 'applications'), rows=50),
    'StaffPage.people': Long(long_answers.people, 4, ('staff', 'people'), rows=50),
    'LetterPage.letters': Long(long_lists.letters, 5, ('letters', 'letters'), rows=50),
    'GrantPage.grants': Long(long_lists.given, 5, ('grants', 'grants'), rows=50),
    'NoticePage.notices': Long(long_lists.papers, 4, ('notices', 'notices'), rows=50),
    'CentreBoard.departments': Long(long_lists.items, 7, ('centreBoard', 'departments'), hall=COUNTY),
    'CentreBoard.decidingNothing': Long(long_lists.sections, 8, ('centreBoard', 'decidingNothing'), hall=COUNTY),
    'PublishedItems.items': Long(
        long_answers.items_of_one_department, 4, ('publishedItems(department: "D1")', 'items'), hall=COUNTY, rows=100
    ),
    'LeavePage.leave': Long(long_lists.leaves, 4, ('leave', 'leave'), hall=COUNTY, rows=50),
    'ShiftPage.shifts': Long(long_lists.shifts, 4, ('shifts', 'shifts'), hall=COUNTY, rows=50),
    'WindowChangePage.changes': Long(long_lists.changes, 4, ('windowChanges', 'changes'), hall=COUNTY, rows=50),
    'TrainingPage.trainings': Long(long_answers.trainings, 5, ('trainings', 'trainings'), hall=COUNTY, rows=50),
    'FeeMonth.lines': Long(long_lists.orders, 10, ('feeMonth', 'lines'), hall=COUNTY),
    'Query.unpaidOrders': Long(long_lists.orders, 5, ('unpaidOrders',), hall=COUNTY),
    'MatterGuide.materials': Long(long_answers.materials, 7, (f'guide(matter: "{BIRTH}")', 'materials')),
    'MatterGuide.fees': Long(long_answers.fees, 7, (f'guide(matter: "{BIRTH}")', 'fees')),
    'Case.notices': of_case(long_lists.papers, 6, 'notices'),
    'Case.charges': of_case(long_answers.charges, 5, 'charges', COUNTY),
    'Case.archives': of_case(long_lists.packages, 5, 'archives'),
    'Case.papers': of_case(long_answers.material_list, 4, 'papers'),
    'Case.opinions': of_case(long_answers.opinions, 4, 'opinions'),
    'Case.road': of_case(long_answers.road, 4, 'road'),
    'Case.requests': of_case(long_answers.requests, 5, 'requests'),
    'Case.siteChecks': of_case(long_answers.site_checks, 4, 'siteChecks'),
    'Case.course': of_case(long_answers.events, 7, 'course'),
    'CasePage.cases': Long(long_lists.cases, 4, ('cases', 'cases'), rows=50),
    'Query.casesOf': Long(long_lists.cases, 7, (f'casesOf(idNumber: "{ID_NUMBER}")',), rows=50),
    'MatterPage.matters': Long(long_answers.matters, 6, ('matters', 'matters'), rows=50),
    'CaseMatter.materials': Long(long_answers.materials, 5, ('case(uid: $uid)', 'matter', 'materials')),
    'Figures.areas': of_figures(long_answers.areas, 7, 'areas'),
    'Figures.matters': of_figures(long_answers.figures, 8, 'matters'),
    'Figures.days': of_figures(long_answers.figures, 5, 'days'),
    'Figures.halls': of_figures(long_answers.halls, 7, 'halls'),
}
# In each row of a list above, which asks for it with the row.
IN_ROWS = {'OnlineApplication.papers', 'OnlinePaper.files', 'CasePaper.files', 'CaseSiteCheck.officers'}
NEVER_LONG = {
    'Query.licences': 'with one number; twenty at most',
    'Way.steps': 'the halls from a village to its province',
    'Case.actions': 'the acts that are registered',
    'Figures.levels': 'the kinds of halls',
    'Case.form': 'at most 120 fields',
    'ApplicantAnswer.form': 'at most 120 fields',
    'CaseAnswer.faults': 'faults of one form',
    'HallProfile.ahead': 'at most ten days',
}


def object_of(asked: GraphQLField) -> tuple[GraphQLObjectType | None, bool]:
    """The type of object that a field gives, and whether it gives many."""
    kind, many = asked.type, False
    while isinstance(kind, GraphQLNonNull | GraphQLList):
        many |= isinstance(kind, GraphQLList)
        kind = kind.of_type
    return (kind if isinstance(kind, GraphQLObjectType) else None), many


def lists() -> Iterator[str]:
    """Every list of objects in the schema, as Type.field."""
    for kind in schema.graphql_schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith('__'):
            yield from (f'{kind.name}.{name}' for name, asked in kind.fields.items() if all(object_of(asked)))


def whole(kind: GraphQLObjectType) -> str:
    """A selection of all that an object of this kind has."""
    parts = []
    for name, asked in kind.fields.items():
        assert not any(map(is_required_argument, asked.args.values()))
        inner, _ = object_of(asked)
        parts.append(f'{name} {whole(inner)}' if inner else name)
    return f'{{ {" ".join(parts)} }}'


def query_of(name: str) -> str:
    """The query for all that the rows of this list have."""
    owner, member = name.split('.')
    kind, _ = object_of(schema.graphql_schema.type_map[owner].fields[member])
    assert kind is not None
    query = whole(kind)
    for part in reversed(LISTS[name].path):
        query = f'{{ {part} {query} }}'
    return f'query ($uid: UUID) {query}' if '$uid' in query else query


def test_every_list_of_the_schema_has_a_budget_or_a_reason() -> None:
    found = set(lists())
    assert found == LISTS.keys() | IN_ROWS | NEVER_LONG.keys()
    assert len(found) == len(LISTS) + len(IN_ROWS) + len(NEVER_LONG)


@pytest.mark.parametrize('name', LISTS)
def test_two_hundred_rows_cost_as_many_statements_as_two(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr('govhall.kernel.kept.KEPT_SECONDS', 1e9)
    monkeypatch.setattr('govhall.deadlines.calendar.FRESH_SECONDS', 1e9)
    long = LISTS[name]
    reader = System.of(world, long.hall, *MOST_ROLES, powers=('collect',))
    long.fill(world, FEW)
    ask(reader, name)  # what a process reads once
    _, few = ask(reader, name)
    long.fill(world, MANY)
    rows, many = ask(reader, name)
    assert len(rows) >= long.rows, name
    assert (many, many <= long.budget) == (few, True), f'{name}: {few} for {FEW} rows, {many} for {MANY}'


def ask(reader: System, name: str) -> tuple[list[Any], int]:
    """The rows of the list and how many statements they took; versions of matters are read anew."""
    long, query, variables = LISTS[name], query_of(name), {}
    if '$uid' in query:
        with hall_context(reader.world.hall(long.hall)):
            variables = {'uid': str(Case.objects.get().uid)}
    forget()
    with CaptureQueriesContext(connection) as statements:
        found: Any = reader.ask(query, **variables)
    for part in long.path:
        found = found[part.split('(')[0]]
    return found, len(statements)

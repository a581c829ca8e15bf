"""What runs by the clock and what every call asks find rows by an index: nothing reads what grows over the years.

PostgreSQL prefers to read a small table whole, so that way is closed here; where no index serves, it is taken still.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from unittest.mock import patch

from celery import Task
from django.conf import settings
from django.db import connection

from federation.acks.comparison import send_tallies
from govhall.casework.models import Case
from govhall.project.celery import app
from tenants.context import hall_context
from tenants.models import Membership
from tenants.roles import Role
from tests.builders.screen import SignedIn, at
from tests.builders.world import COUNTY, TOWNSHIP, World
from tests.flow.pages.test_statement_budgets import live

GROWING = re.compile(
    'casework_(case|event|notice|material|request|fee|archive)|published_decision|notice_seal_use|notice_waiting'
    '|insight_fact|deadline|file_(leaving|arriving)|fed_(sent|inbox|delivery|outbox)'
)
FURTHER = ('?whose=section', '?order=received', '?order=matter', '?show=sign', '?matter=卫生', '?origin=通江')
READS = re.compile(r'\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b')


@contextmanager
def read_whole() -> Iterator[list[str]]:
    """Growing tables that a statement of the block reads from end to end, each with the statement."""
    found: list[str] = []

    def explained(execute: Callable[..., Any], sql: str, params: object, many: bool, context: Any) -> Any:
        if READS.match(sql) and not many:
            with context['cursor'].connection.cursor() as beside:
                beside.execute(f'EXPLAIN (FORMAT JSON) {sql}', params)
                found.extend(f'{table}: {sql[:200]}' for table in scanned(beside.fetchone()[0][0]['Plan']))
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute('SET LOCAL enable_seqscan = off')
    with connection.execute_wrapper(explained):
        yield found


def scanned(plan: dict[str, Any]) -> Iterator[str]:
    """The growing tables that a plan reads whole."""
    if plan['Node Type'] == 'Seq Scan' and GROWING.match(plan['Relation Name']):
        yield plan['Relation Name']
    for below in plan.get('Plans', ()):
        yield from scanned(below)


def test_what_runs_by_the_clock_reads_no_growing_table_whole(world: World) -> None:
    with patch.object(Task, 'delay'), patch.object(Task, 'apply_async'), read_whole() as found:
        app.loader.import_default_modules()
        for entry in settings.CELERY_BEAT_SCHEDULE.values():
            app.tasks[entry['task']].run()
        app.tasks['casework.sweep_year'].run(year=2026)
        send_tallies([date(2026, 11, 24)])
    assert found == []


def test_no_call_of_a_life_reads_a_growing_table_whole(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    with read_whole() as found:
        live(chief)
    assert found == []


def test_the_worklists_of_a_department_read_no_growing_table_whole(world: World, signed_in: SignedIn) -> None:
    person = world.person(COUNTY, Role.CLERK)
    Membership.objects.filter(person_id=person.person_id).update(department='TJWJ', section='政务服务股')
    client = signed_in(person)
    with read_whole() as found:
        for asked in ('', '?whose=department', '?whose=mine', '?show=done', '?show=done&whose=department', *FURTHER):
            assert client.get(at(COUNTY, f'worklist/{asked}')).status_code == 200
        kept = client.post(at(COUNTY, 'worklist/'), {'ending': '00002X'}).headers['Location']
        assert client.get(kept).status_code == 200
    assert found == []


def test_a_read_without_an_index_is_seen(world: World) -> None:
    with hall_context(world.hall(TOWNSHIP)), read_whole() as found:
        assert not Case.objects.filter(note='x').exists()
    assert len(found) == 1

"""A worklist at a centre with 100,000 cases, of which 5,000 are open: statements and milliseconds of each of its views.

`pytest -m long -rP tests/flow/centre/test_hundred_thousand.py` prints them; no figure fails the run, a statement does.
"""

from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from govhall.casework.models import Case
from tenants.context import hall_context
from tenants.models import Membership
from tenants.roles import Role
from tests.builders.screen import SignedIn, at
from tests.builders.world import COUNTY, HYGIENE, ID_NUMBER, World

CASES, OPEN, TIMES, MOST_STATEMENTS, OF_A_SEARCH = 100_000, 5_000, 5, 12, 1
DEPARTMENTS = ('TJWJ', 'TJLY', 'TJMZ', 'TJSW', 'TJJT', 'TJJY', 'TJNY', 'TJSL', 'TJRS', '')
VIEWS = (
    '',
    '?whose=department',
    '?whose=section',
    '?order=received',
    '?order=matter',
    '?show=done',
    '?matter=公共场所',
)
COPY = """
INSERT INTO casework_case ({columns}) SELECT {values} FROM casework_case, generate_series(1, %(count)s) AS copy(n)
WHERE uid = %(uid)s
"""
PLACED = {
    'uid': 'gen_random_uuid()',
    'fact': 'gen_random_uuid()',
    'number': "'X' || lpad(n::text, 20, '0')",
    'submission': 'NULL',
    'department': '(%(departments)s::text[])[1 + n %% 10]',
    'section': "'政务服务股'",
    'received_by': 'NULL',
    'intake_due': 'intake_due + (n %% 60) - 30',
    'received_at': "received_at - n * interval '1 minute'",
    'updated_at': "updated_at - n * interval '1 minute'",
    'outcome_data': """CASE WHEN n > %(open)s THEN '{"kind": "approved", "hall": "x"}'::jsonb END""",
    'delivered_at': 'CASE WHEN n > %(open)s THEN received_at END',
}


def fill(world: World) -> None:
    case = world.receive(COUNTY, HYGIENE)
    columns = [field.column for field in Case._meta.concrete_fields]
    values = ', '.join(PLACED.get(column, f'"{column}"') for column in columns)
    quoted = ', '.join(f'"{column}"' for column in columns)
    given = {'count': CASES, 'uid': case.uid, 'open': OPEN, 'departments': list(DEPARTMENTS)}
    with hall_context(world.hall(COUNTY)), connection.cursor() as cursor:
        cursor.execute(COPY.format(columns=quoted, values=values), given)
        cursor.execute('ANALYZE casework_case')


def measured(client: Client, address: str) -> tuple[int, float]:
    """Statements, and the median of some calls in milliseconds."""
    taken = []
    for _ in range(TIMES):
        begun = perf_counter()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        taken.append((perf_counter() - begun) * 1000)
    return len(queries), median(taken)


@pytest.mark.long
def test_a_worklist_of_100000_cases_needs_no_more_statements_than_a_short_one(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('govhall.kernel.kept.KEPT_SECONDS', 1e9)
    monkeypatch.setattr('govhall.deadlines.calendar.FRESH_SECONDS', 1e9)
    fill(world)
    person = world.person(COUNTY, Role.CLERK)
    Membership.objects.filter(person_id=person.person_id).update(department='TJWJ', section='政务服务股')
    sent, office = signed_in(person), signed_in(world.clerk(COUNTY))
    found = {}
    for name, client in (('department', sent), ('office', office)):
        client.get(at(COUNTY, 'worklist/'))  # what a process reads once
        for view in VIEWS:
            if name == 'department' or 'whose' not in view:
                found[name, view] = measured(client, at(COUNTY, f'worklist/{view}'))
    kept = sent.post(at(COUNTY, 'worklist/'), {'ending': ID_NUMBER[-4:]}).headers['Location']
    found['department', 'ending'] = measured(sent, kept)
    for (name, view), (statements, milliseconds) in found.items():
        print(f'{name:12}{view or "plain":24}{statements:4} statements {milliseconds:8.1f} ms')
    # That somebody looked for a person is written down.
    most = {key: MOST_STATEMENTS + OF_A_SEARCH * (key[1] == 'ending') for key in found}
    assert {key: number for key, (number, _) in found.items() if number > most[key]} == {}

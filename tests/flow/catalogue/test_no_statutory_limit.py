"""无法定时限: guide, case, clock, lists and GraphQL say that no law sets a limit, and only the promise runs."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.extend import extend_case
from govhall.catalogue.models import Matter
from govhall.deadlines.models import Deadline
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, acts, at, text
from tests.builders.state import refused
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, LOGGING, PROVINCE, TOWNSHIP, World
from tests.flow.catalogue.test_list_files import confirm, row_of, taken_out, upload

SCHOOL, SUBSIDY = '512000147000', '512000142000'  # promised in ten days; told on the spot
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
PROMISED = date(2026, 3, 16)
COLUMN = '法定时限（工作日）'
MATTERS = 'query { matters(words: "入学登记") { matters { code statutoryDays promisedDays limits } } }'


def accepted_above(world: World) -> tuple[Desk, Desk, object]:
    """A case handed in at the township, deemed accepted at the county when it arrives: its clock runs since Monday."""
    below, above = Desk.of_chief(world, TOWNSHIP, at=MONDAY), Desk.of_chief(world, COUNTY, at=MONDAY)
    uid = world.receive(TOWNSHIP, SCHOOL, at=MONDAY).uid
    below.send_up(uid)
    return below, above, uid


def test_the_guide_says_so_to_everybody_and_the_village_too(world: World) -> None:
    for page in (
        Client().get(f'/guide/{SCHOOL}/'),
        Client().get(f'/guide/{SCHOOL}/', {'hall': COUNTY}),
        Client().get(f'/guide/{SCHOOL}/', {'hall': TOWNSHIP}),
    ):
        assert ('无法定时限，承诺 10 个工作日' in text(page), '法定 ' in text(page)) == (True, False)
    assert '无法定时限，即时办结' in text(Client().get(f'/guide/{SUBSIDY}/', {'hall': COUNTY}))
    assert '法定 20 个工作日，承诺 10 个工作日' in text(Client().get(f'/guide/{HYGIENE}/', {'hall': COUNTY}))


def test_only_the_promise_runs_in_both_halls_and_no_legal_day_is_watched(world: World) -> None:
    below, above, uid = accepted_above(world)
    case = above.case(uid)  # type: ignore[arg-type]
    assert (case.promised_due, case.statutory_due) == (PROMISED, None)
    assert case.clock is not None
    assert (case.clock.no_statutory_limit, case.clock.statutory_days) == (True, 0)
    kinds = Deadline.objects.filter(case=case.uid, hall=COUNTY).values_list('kind', flat=True)
    assert list(kinds) == ['promised']
    there = below.case(uid)  # type: ignore[arg-type]
    assert (there.promised_due, there.statutory_due) == (PROMISED, None)


def test_the_case_page_says_it_beside_the_promise(world: World, signed_in: SignedIn) -> None:
    _, above, uid = accepted_above(world)
    page = text(signed_in(above.actor).get(at(COUNTY, f'cases/{uid}/')))
    assert '承诺 10 个工作日办结，无法定时限' in page
    other = above.do(accept_case, world.receive(COUNTY, HYGIENE, at=MONDAY).uid)
    assert '无法定时限' not in text(signed_in(above.actor).get(at(COUNTY, f'cases/{other.uid}/')))


def test_article_42_nothing_of_the_law_is_there_to_extend(world: World, signed_in: SignedIn) -> None:
    _, above, uid = accepted_above(world)
    leader = world.head(COUNTY, SCHOOL)
    before = above.case(uid)  # type: ignore[arg-type]
    assert 'extend' not in acts(signed_in(leader).get(at(COUNTY, f'cases/{uid}/')))
    with refused('NOTHING_TO_EXTEND'), hall_context(world.hall(COUNTY)):
        extend_case(uid=before.uid, version=before.version, actor=leader, days=5, reason='材料复杂', at=MONDAY)
    after = above.case(uid)  # type: ignore[arg-type]
    assert (after.version, after.dues) == (before.version, before.dues)


def test_systems_read_it_as_no_number(world: World) -> None:
    system = System.of(world, COUNTY, Role.CLERK)
    found = {one['code']: one for one in system.ask(MATTERS)['matters']['matters']}[SCHOOL]
    assert (found['statutoryDays'], found['promisedDays']) == (None, 10)
    assert found['limits'] == '无法定时限，承诺 10 个工作日'


def test_a_list_takes_it_out_brings_it_in_and_it_holds_in_every_hall(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    rows = taken_out(client, PROVINCE, 'matters')
    column = rows[0].index(COLUMN)
    assert (row_of(rows, SCHOOL)[column], row_of(rows, HYGIENE)[column]) == ('无法定时限', '20')
    row_of(rows, SCHOOL)[column] = '30'
    preview = upload(client, PROVINCE, 'matters', rows)
    assert ('无法定时限' in text(preview), confirm(client, PROVINCE, 'matters', preview).status_code) == (True, 303)
    world.carry()
    assert '法定 30 个工作日' in text(Client().get(f'/guide/{SCHOOL}/', {'hall': COUNTY}))
    row_of(rows, SCHOOL)[column] = '无法定时限'
    confirm(client, PROVINCE, 'matters', upload(client, PROVINCE, 'matters', rows))
    world.carry()
    kept = Matter.objects.get(code=SCHOOL)
    assert (kept.no_statutory_limit, kept.statutory_days, kept.promised_days) == (True, 0, 10)


@pytest.mark.parametrize(
    ('code', 'column', 'value', 'said'),
    [
        (LOGGING, COLUMN, '无法定时限', '行政许可法第四十二条'),
        (SCHOOL, '承诺时限（工作日）', '0', '承诺时限至少 1 个工作日'),
        (SCHOOL, COLUMN, '没有', '填“无法定时限”'),
    ],
)
def test_a_licence_has_its_limit_and_no_limit_still_promises(
    world: World, signed_in: SignedIn, code: str, column: str, value: str, said: str
) -> None:
    client = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    rows = taken_out(client, PROVINCE, 'matters')
    row_of(rows, code)[rows[0].index(column)] = value
    row_of(rows, code)[rows[0].index('环节时限')] = ''
    preview = upload(client, PROVINCE, 'matters', rows)
    assert (preview.status_code, said in text(preview)) == (422, True), text(preview)
    assert 'name="sealed"' not in preview.content.decode()


def test_the_database_itself_refuses_a_licence_without_a_limit(world: World) -> None:
    for code, change in ((LOGGING, {'no_statutory_limit': True, 'statutory_days': 0}), (SCHOOL, {'statutory_days': 5})):
        with pytest.raises(IntegrityError), transaction.atomic():
            Matter.objects.filter(code=code).update(**change)

"""The operator's side: what is said before, what moves besides the cases, and what forbids a merger."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from federation.directory.selectors import entry
from govhall.billing.models import PaymentOrder
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.catalogue.models import Grant
from govhall.kernel.ids import new_uid
from govhall.operations.mergers.execution import merge
from govhall.operations.mergers.plan import MergerPlan, UnreadablePlan, read_plan
from tenants.context import hall_context
from tenants.models import Area, Hall, Membership, Person, Point
from tenants.roles import Role
from tests.builders.desk import Desk, end_grants
from tests.builders.merging import DOCUMENT, EFFECTIVE, OLD, SUCCESSOR, plan_file, plan_of
from tests.builders.state import everything, refused
from tests.builders.world import BIRTH, HYGIENE, World

CLOSED = OLD[0]
NEW = 'TJHB0001'


def plan(**changes: object) -> MergerPlan:
    return msgspec.convert(plan_of(**changes), MergerPlan)


def run(path: Path, what: str) -> str:
    said = StringIO()
    call_command('merge_halls', str(path), what, stdout=said)
    return said.getvalue()


def test_the_preview_says_what_would_happen_and_changes_nothing(world: World, tmp_path: Path) -> None:
    world.receive(CLOSED, BIRTH)
    clerk = Person.objects.get(pk=world.clerk(CLOSED).person_id)
    before = everything()
    said = run(plan_file(tmp_path, people=[{'username': clerk.username}]), '--preview')
    assert everything() == before
    for part in (
        DOCUMENT,
        '铁溪镇便民服务中心',
        '承办',
        '在途',
        '跟办',
        '未发报文',
        '终止的赋权',
        clerk.username,
        '可以执行。',
    ):
        assert part in said


def test_the_command_applies_and_a_second_run_has_nothing_to_do(world: World, tmp_path: Path) -> None:
    world.receive(CLOSED, BIRTH)
    path = plan_file(tmp_path)
    assert f'{CLOSED}：移交 1 件' in run(path, '--apply')
    assert f'{CLOSED}：移交 0 件' in run(path, '--apply')


def test_a_run_that_broke_off_is_taken_up(world: World) -> None:
    for hall in OLD:
        world.receive(hall, BIRTH)

    def pull_the_plug(hall: str, done: int, of: int) -> None:
        if hall == entry(OLD[1]).name:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        merge(plan(), advance=pull_the_plug)
    assert [bool(entry(hall).valid_to) for hall in OLD] == [True, False, False]
    assert merge(plan()) == {OLD[0]: 0, OLD[1]: 1, OLD[2]: 1}


def test_a_matter_with_open_cases_needs_a_grant_at_the_successor(world: World) -> None:
    world.receive(CLOSED, HYGIENE)
    end_grants(SUCCESSOR, HYGIENE, timezone.now())
    with refused('MERGER_BLOCKED'):
        merge(plan())
    end_grants(SUCCESSOR, BIRTH, timezone.now())  # no case is open for this one: near miss
    Grant.objects.filter(hall_code=SUCCESSOR, matter_code=HYGIENE).update(valid_to=None)
    assert merge(plan())[CLOSED] == 1


def test_money_is_settled_before_the_hall_that_asks_for_it_ends(world: World) -> None:
    desk, case = Desk.of_chief(world, CLOSED), world.receive(CLOSED, BIRTH)
    desk.do(accept_case, case.uid)
    with hall_context(world.hall(CLOSED)):
        order = PaymentOrder.objects.create(
            number='TEST01', total=10, issued_at=timezone.now(), issued_by=desk.actor.person_id, issued_name='王办事'
        )
        with refused('MERGER_BLOCKED'):
            merge(plan())
        PaymentOrder.objects.filter(pk=order.pk).update(void_at=timezone.now())
    assert merge(plan())[CLOSED] == 1


def test_before_the_day_nothing_is_done(world: World) -> None:
    tomorrow = date.fromordinal(timezone.localdate().toordinal() + 1)
    with refused('MERGER_BLOCKED'):
        merge(plan(effective=tomorrow.isoformat()))
    assert merge(plan(effective=timezone.localdate().isoformat()))[CLOSED] == 0


@pytest.mark.parametrize(
    'wrong',
    [
        {'closed': ['ZZZZ0001']},
        {'successor': 'ZZZZ0001'},
        {'people': [{'username': 'nobody'}]},
        {'areas_closed': [{'code': '511921999000', 'successors': []}]},
        {'points': [{'hall': CLOSED, 'code': '000000000000'}]},
    ],
)
def test_a_plan_that_names_what_is_not_there_is_refused(world: World, wrong: dict[str, object]) -> None:
    with refused('MERGER_BLOCKED'):
        merge(plan(**wrong))


def test_a_hall_is_merged_once_and_into_an_open_one(world: World) -> None:
    merge(plan(closed=[CLOSED]))
    with refused('MERGER_BLOCKED'):
        merge(plan(closed=[CLOSED], successor=OLD[1]))
    with refused('MERGER_BLOCKED'):
        merge(plan(closed=[OLD[1]], successor=CLOSED))


@pytest.mark.parametrize(
    'wrong',
    [{'closed': []}, {'document': ' '}, {'closed': [CLOSED, CLOSED]}, {'successor': CLOSED}, {'halls': []}],
)
def test_a_plan_that_contradicts_itself_is_not_read(db: None, tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(UnreadablePlan):
        read_plan(plan_file(tmp_path, **wrong))
    with pytest.raises(CommandError):
        run(plan_file(tmp_path, **wrong), '--preview')


def test_directory_and_register_name_the_successor(world: World) -> None:
    was = entry(CLOSED).version
    opened = {'code': '511921199000', 'name': '河坝镇', 'level': 'township', 'parent': '511921000000'}
    merge(plan(areas_opened=[opened]))
    world.carry()
    closed = entry(CLOSED)
    assert (closed.valid_to, closed.successor, closed.version) == (EFFECTIVE, SUCCESSOR, was + 1)
    assert Hall.objects.get(code=CLOSED).closed_on == EFFECTIVE
    assert not Grant.objects.live(timezone.now()).filter(hall_code=CLOSED).exists()
    new = Area.objects.get(code='511921199000')
    assert (new.valid_from, new.valid_to, new.name) == (EFFECTIVE, None, '河坝镇')
    merge(plan(areas_opened=[opened]))
    assert Area.objects.filter(code='511921199000').count() == 1


def test_an_area_row_is_closed_with_its_successors(world: World) -> None:
    merge(plan())
    closed = Area.objects.get(code='511921111000')
    assert (closed.valid_to, closed.successor_codes) == (EFFECTIVE, ['511921113000'])


def test_points_go_on_with_numbers_of_their_own(world: World) -> None:
    old = list(Point.objects.filter(hall__code=CLOSED).order_by('code')[:2])
    moving = [{'hall': CLOSED, 'code': old[0].code, 'new_code': '511921113299'}]
    before = set(Point.objects.filter(hall__code=SUCCESSOR).values_list('block', flat=True))
    merge(plan(points=moving))
    new = Point.objects.get(hall__code=SUCCESSOR, code='511921113299')
    assert (new.name, new.active) == (old[0].name, True)
    assert new.block not in before
    assert [Point.objects.get(pk=one.pk).active for one in old] == [False, True]
    case = world.receive(SUCCESSOR, BIRTH, point=new.code)
    assert case.number.startswith(SUCCESSOR)


def test_people_go_on_in_their_roles_or_new_ones_and_letters_do_not_move(world: World) -> None:
    stays, changes, leaves = world.chief(CLOSED), world.clerk(CLOSED), world.clerk(CLOSED)
    reads = world.person(CLOSED, Role.SUPERVISOR)
    names = {one.person_id: Person.objects.get(pk=one.person_id).username for one in (stays, changes)}
    case = world.receive(CLOSED, BIRTH)
    merge(
        plan(people=[{'username': names[stays.person_id]}, {'username': names[changes.person_id], 'roles': ['chief']}])
    )
    world.carry()
    live = Membership.objects.live(timezone.now())
    placed = {one.person_id: (one.hall.code, set(one.roles)) for one in live.select_related('hall')}
    assert placed[stays.person_id] == (SUCCESSOR, {Role.CHIEF, Role.CLERK})
    assert placed[changes.person_id] == (SUCCESSOR, {Role.CHIEF})
    assert leaves.person_id not in placed
    assert placed[reads.person_id] == (CLOSED, {Role.SUPERVISOR})
    moved = Desk(world, SUCCESSOR, stays._replace(hall=SUCCESSOR))
    moved.do(accept_case, case.uid)
    with refused('NO_AUTHORISATION'):
        moved.do(decide_case, case.uid, approve=True)


def test_a_new_township_is_set_up_first(world: World) -> None:
    new = {
        'code': NEW, 'slug': 'tj-heba', 'name': '通江县河坝镇便民服务中心', 'short_name': '河坝镇', 'kind': 'township',
        'area_code': '511921199000', 'parent_code': 'TJXZ0001', 'cell': entry(CLOSED).cell, 'version': 1,
    }  # fmt: skip
    for grant in Grant.objects.filter(hall_code=CLOSED):
        grant.pk, grant.hall_code = new_uid(), NEW
        grant.save(force_insert=True)
    case = world.receive(CLOSED, BIRTH)
    merge(plan(closed=[CLOSED], successor=NEW, new_hall=new))
    world.carry()
    assert world.case(NEW, case.uid).holder == NEW
    connection.set_schema_to_public()  # type: ignore[attr-defined]


def test_the_plan_in_the_handbook_can_be_read(tmp_path: Path) -> None:
    page = Path(__file__).resolve().parents[4] / 'platform/docs/handbook/operate.md'
    handbook = page.read_text(encoding='utf-8')
    example = handbook.partition('## Merging townships')[2].partition('```json\n')[2].partition('```')[0]
    path = tmp_path / 'plan.json'
    path.write_text(example, encoding='utf-8')
    assert read_plan(path).successor == json.loads(example)['successor']

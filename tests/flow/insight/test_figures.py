"""Who sees which figures, and that their parts add up."""

from datetime import timedelta

import msgspec
import pytest

from govhall.casework import events
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.catalogue.models import Matter
from govhall.insight.refusals import BadPeriod, NotAllowed, OutOfScope
from govhall.insight.selectors import Figures, figures
from tenants.access import Actor
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.world import BIRTH, COUNTY, HYGIENE, OTHER_TOWNSHIP, PROVINCE, TOWNSHIP, World
from tests.flow.insight.facts import DAY, fact, tell

CITY = 'BZSZ0001'


def seen(hall: str, *, area: str | None = None, role: Role = Role.LEADER) -> Figures:
    return figures(viewer=Actor(1, '刘领导', hall, frozenset({role})), area=area, since=DAY, until=DAY)


@pytest.mark.parametrize('role', [Role.CLERK, Role.AGENT, Role.REVIEWER, Role.CHIEF, Role.APPROVER])
def test_only_those_who_answer_for_the_hall_see_figures(world: World, role: Role) -> None:
    with pytest.raises(NotAllowed):
        seen(COUNTY, role=role)


def test_a_leader_sees_the_own_area_and_what_lies_below(world: World) -> None:
    tell([fact(world), fact(world, OTHER_TOWNSHIP)])
    assert seen(COUNTY).totals.received == 1
    assert seen(CITY, area=world.hall(TOWNSHIP).area_code).totals.received == 1


@pytest.mark.parametrize('hall', [OTHER_TOWNSHIP, CITY, PROVINCE])
def test_beside_and_above_are_out_of_scope(world: World, hall: str) -> None:
    with pytest.raises(OutOfScope):
        seen(COUNTY, area=world.hall(hall).area_code)


@pytest.mark.parametrize('area', ['999999000000', "51' OR 1=1 --", '51'])
def test_an_area_that_does_not_exist_is_out_of_scope(world: World, area: str) -> None:
    with pytest.raises(OutOfScope):
        seen(PROVINCE, area=area)


@pytest.mark.parametrize('days', [-1, 366])
def test_a_period_runs_forward_and_no_longer_than_a_year(world: World, days: int) -> None:
    leader = Actor(1, '刘领导', COUNTY, frozenset({Role.LEADER}))
    with pytest.raises(BadPeriod):
        figures(viewer=leader, area=None, since=DAY, until=DAY + timedelta(days))


def test_areas_below_and_the_own_level_add_up_to_the_total(world: World) -> None:
    tell([fact(world), fact(world), fact(world, COUNTY), fact(world, OTHER_TOWNSHIP)])
    shown = seen(COUNTY)
    rows = {row.area.name: row.counts.received for row in shown.areas if row.counts.received}
    assert sum(rows.values()) == 2
    assert shown.own.received == 1
    assert shown.totals.received == 3


def test_matters_bear_their_names_and_the_most_frequent_comes_first(world: World) -> None:
    tell([fact(world, matter='A-REPEALED'), fact(world, matter=BIRTH), fact(world, matter=BIRTH)])
    known = Matter.objects.get(code=BIRTH).name
    assert [(row.name, row.counts.received) for row in seen(COUNTY).matters] == [(known, 2), ('A-REPEALED', 1)]


def test_a_day_outside_the_period_is_not_counted(world: World) -> None:
    tell([fact(world), fact(world, received_on=DAY - timedelta(1))])
    assert [(row.day, row.counts.received) for row in seen(COUNTY).days] == [(DAY, 1)]


def test_only_halls_in_scope_are_listed(world: World) -> None:
    listed = {hall.code: hall.branch for hall in seen(COUNTY).halls}
    assert OTHER_TOWNSHIP not in listed
    assert listed[COUNTY] == ''
    assert listed[TOWNSHIP] == world.hall(TOWNSHIP).area_code


def test_a_case_decided_on_the_spot_is_seen_once_by_county_and_province(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        decided = decide_on_the_spot(uid=case.uid, version=case.version, actor=world.chief(TOWNSHIP))
    assert decided.outcome is not None
    world.carry()
    today = decided.outcome.at.date()
    for hall in (COUNTY, PROVINCE):
        leader = Actor(1, '刘领导', hall, frozenset({Role.LEADER}))
        shown = figures(viewer=leader, area=None, since=today, until=today + timedelta(1))
        totals = shown.totals
        assert (totals.received, totals.decided, totals.decided_on_the_spot, totals.decided_township) == (1, 1, 1, 1)


YESTERDAY, TOMORROW = DAY - timedelta(1), DAY + timedelta(1)


def test_terminated_cases_are_counted(world: World) -> None:
    tell([fact(world, closed_on=DAY, outcome='terminated'), fact(world, closed_on=DAY, outcome='withdrawn')])
    counts = seen(PROVINCE).totals
    assert (counts.received, counts.terminated, counts.withdrawn, counts.decided) == (2, 1, 1, 0)


def test_article_42_a_case_that_is_open_past_its_day_is_counted_while_it_is_open(world: World) -> None:
    late = fact(world, due_on=YESTERDAY)
    tell([late, fact(world, due_on=DAY), fact(world, hall=OTHER_TOWNSHIP, due_on=YESTERDAY)])
    shown = seen(PROVINCE)
    assert shown.totals.overdue == 2
    assert sum(row.counts.overdue for row in shown.areas) == 2
    assert [row.counts.overdue for row in shown.matters] == [2]
    assert {row.level: row.counts.overdue for row in shown.levels} == {'township': 2}
    assert seen(COUNTY).totals.overdue == 1
    assert seen(COUNTY).own.overdue == 0
    tell([msgspec.structs.replace(late, version=2, due_on=None, forwarded_on=DAY)])  # another hall holds it now
    assert seen(COUNTY).totals.overdue == 0


@pytest.mark.parametrize(
    'ended',
    [
        {'decided_on': DAY, 'closed_on': DAY, 'outcome': 'approved', 'on_time': False, 'due_on': YESTERDAY},
        {'decided_on': DAY, 'closed_on': DAY, 'outcome': 'approved', 'on_time': True, 'due_on': DAY},
        {'closed_on': DAY, 'outcome': 'terminated'},
        {'due_on': DAY},
        {'due_on': TOMORROW},
    ],
)
def test_article_42_near_miss_what_is_closed_or_on_its_last_day_is_not(world: World, ended: dict[str, object]) -> None:
    tell([fact(world, **ended)])
    assert seen(COUNTY).totals.overdue == 0


def test_what_was_open_and_overdue_on_a_day_gone_by_still_counts_on_that_day(world: World) -> None:
    done = {'decided_on': TOMORROW, 'closed_on': TOMORROW, 'outcome': 'approved', 'on_time': False}
    tell([fact(world, due_on=YESTERDAY, **done)])
    assert seen(COUNTY).totals.overdue == 1


def test_an_open_case_tells_its_day_and_one_that_went_on_tells_none(world: World) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    assert events.fact(case, world.hall(TOWNSHIP)).due_on == case.intake_due
    with hall_context(world.hall(TOWNSHIP)):
        sent = forward_case(uid=case.uid, version=case.version, actor=world.clerk(TOWNSHIP))
    assert events.fact(sent, world.hall(TOWNSHIP)).due_on is None

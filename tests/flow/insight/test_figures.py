"""Who sees which figures, and that their parts add up."""

from datetime import timedelta

import pytest

from govhall.casework.services.decision import decide_on_the_spot
from govhall.catalogue.models import Matter
from govhall.insight.refusals import BadPeriod, NotAllowed, OutOfScope
from govhall.insight.selectors import Figures, figures
from tenants.access import Actor
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.world import BIRTH, COUNTY, OTHER_TOWNSHIP, PROVINCE, TOWNSHIP, World
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

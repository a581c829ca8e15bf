"""Figures over a merger and a split: as it was, and as it is now, with the same totals (撤乡并镇)."""

import msgspec
from django.utils import timezone

from govhall.insight.counts import CaseCounts
from govhall.insight.selectors import Figures, figures
from govhall.operations.mergers.execution import merge
from govhall.operations.mergers.plan import MergerPlan
from tenants.access import Actor
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.merging import plan_of
from tests.builders.screen import SignedIn, text
from tests.builders.splitting import EAST, LEAD, OTHER, SPLIT, WEST, as_plan, user
from tests.builders.system import System
from tests.builders.world import BIRTH, COUNTY, World


def seen(*, as_it_was: bool = False) -> Figures:
    today = timezone.localdate()
    viewer = Actor(1, '刘领导', COUNTY, frozenset({Role.LEADER}))
    return figures(viewer=viewer, area=None, since=today, until=today, as_it_was=as_it_was)


def received(found: Figures) -> dict[str, int]:
    return {row.area.name: row.counts.received for row in found.areas if row.counts.received}


def added_up(found: Figures) -> CaseCounts:
    whole = found.own
    for row in found.areas:
        whole = whole.plus(row.counts)
    return whole


def name(world: World, hall: str) -> str:
    return world.hall(hall).short_name


def test_a_split_township_counts_by_village_now_and_for_itself_as_it_was(world: World, signed_in: SignedIn) -> None:
    keeper = Desk.of_chief(world, SPLIT)
    for village, count in ((EAST, 2), (WEST, 3)):
        for _ in range(count):
            world.receive(SPLIT, BIRTH, point=village)
    world.receive(SPLIT, BIRTH)  # of no known village
    world.receive(OTHER, BIRTH)
    world.carry()
    before = seen()
    assert received(before) == {name(world, SPLIT): 6, name(world, OTHER): 1}
    merge(as_plan(user(keeper.actor.person_id)))
    world.carry()
    now, was = seen(), seen(as_it_was=True)
    assert received(now) == {name(world, LEAD): 3, name(world, OTHER): 4}
    assert received(was) == {f'{name(world, SPLIT)}（已撤并）': 6, name(world, OTHER): 1}
    assert before.totals == now.totals == was.totals == added_up(now) == added_up(was)
    leader = signed_in(world.person(COUNTY, Role.LEADER))
    page = text(leader.get('/h/tongjiang/figures/'))
    assert '按当时的区划' in page and '已撤并' not in page
    assert f'{name(world, SPLIT)}（已撤并）' in text(leader.get('/h/tongjiang/figures/?areas=was'))


def test_a_merged_township_counts_for_its_successor_and_systems_ask_both(world: World) -> None:
    world.receive(SPLIT, BIRTH)
    merge(msgspec.convert(plan_of(closed=[SPLIT]), MergerPlan))
    world.carry()
    assert received(seen()) == {name(world, LEAD): 1}
    asked = '{ figures(asItWas: %s) { areas { area { name } counts { received } } } }'
    rows = System.of(world, COUNTY, Role.LEADER).post(asked % 'true').json()['data']['figures']['areas']
    assert [row['area']['name'] for row in rows if row['counts']['received']] == [f'{name(world, SPLIT)}（已撤并）']


def test_a_county_whose_townships_all_stand_offers_no_choice(world: World, signed_in: SignedIn) -> None:
    assert '按当时的区划' not in text(signed_in(world.person(COUNTY, Role.LEADER)).get('/h/tongjiang/figures/'))

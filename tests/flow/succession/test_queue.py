"""待定承接: who sees the cases that wait for their successor, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govhall.operations.mergers.execution import merge
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, at, text
from tests.builders.splitting import SPLIT, as_plan, user
from tests.builders.world import BIRTH, TOWNSHIP, World


def split(world: World, *cases: int) -> tuple[Desk, list[str]]:
    keeper = Desk.of_chief(world, SPLIT)
    uids = [str(world.receive(SPLIT, BIRTH).uid) for _ in range(*cases)]
    merge(as_plan(user(keeper.actor.person_id)))
    world.carry()
    return keeper, uids


def test_an_open_hall_has_no_such_page_and_no_entry_for_it(world: World, signed_in: SignedIn) -> None:
    screen = signed_in(world.chief(TOWNSHIP))
    assert screen.get(at(TOWNSHIP, 'successors/')).status_code == 404
    assert '待定承接' not in text(screen.get(at(TOWNSHIP, 'worklist/')))


def test_it_is_closed_to_supervision_and_to_strangers(world: World, signed_in: SignedIn) -> None:
    reads = world.person(SPLIT, Role.SUPERVISOR)
    split(world, 1)
    assert signed_in(reads).get(at(SPLIT, 'successors/')).status_code == 403
    assert signed_in(world.chief(TOWNSHIP)).get(at(SPLIT, 'successors/')).status_code == 404


@pytest.mark.parametrize('count', [2, 12])
def test_it_costs_the_same_however_many_wait(world: World, signed_in: SignedIn, count: int) -> None:
    keeper, _ = split(world, count)
    screen = signed_in(keeper.actor)
    screen.get(at(SPLIT, 'successors/'))
    with CaptureQueriesContext(
        connection,
    ) as sent:
        page = screen.get(at(SPLIT, 'successors/'))
    assert f'还有 {count} 件' in text(page)
    assert len(sent) <= 22

"""Whatever is said, read, lost and said again around a move, and in whatever order: both ends tell one story."""

from random import Random
from uuid import UUID

import pytest

from tests.builders.cells import LOWER, NAMES
from tests.builders.moving import NEW, OLD, MovingCells
from tests.builders.restored import receive, withdraw
from tests.builders.world import COUNTY, PROVINCE, TOWNSHIP

NEIGHBOURS = {TOWNSHIP: (COUNTY,), COUNTY: (TOWNSHIP, PROVINCE), PROVINCE: (COUNTY,)}
STEPS = 30


def wander(cells: MovingCells, cases: list[UUID], dice: Random) -> None:
    """One thing that happens somewhere: a token goes on, a cell reads, tells how far it is, or says again."""
    what = dice.random()
    if what < 0.4:
        case = dice.choice(cases)
        holders = [hall for hall in cells.holders(case) if cells.is_open(hall)]
        if holders:
            cells.pass_on(holders[0], case, dice.choice(NEIGHBOURS[holders[0]]))
    elif what < 0.8:
        cells.take_in(dice.choice(NAMES), dice.choice(NAMES))
    elif what < 0.9:
        cells.receipts(dice.choice(NAMES))
    else:
        cells.say_again(dice.choice(NAMES))


def move_on(cells: MovingCells, turn: int, dice: Random) -> None:
    """The operators' next step: pack, sometimes after thinking better of it; take; let all cells read."""
    if turn == 0:
        cells.leave()
        if dice.random() < 0.3:
            cells.keep()
            cells.leave()
    elif turn == 1:
        cells.take()
    else:
        for cell in dice.sample(NAMES, len(NAMES)):
            cells.take_in(cell)


def history_after(cells: MovingCells, seed: int) -> None:
    """Cases wander while the county moves at three moments that the dice choose; then each is ended where it is."""
    dice = Random(seed)  # noqa: S311 - a history that can be told again
    cases = [receive(cells, cell) for cell in (LOWER, OLD) for _ in range(2)]
    moments = sorted(dice.sample(range(STEPS), 3))
    for step in range(STEPS):
        wander(cells, cases, dice)
        if step in moments:
            move_on(cells, moments.index(step), dice)
    for _ in range(3):
        cells.catch_up()
    assert (cells.standing(OLD), cells.standing(NEW)) == ([('gone', 'gone', NEW)], [('', 'opened', NEW)])
    assert [len(cells.holders(case)) for case in cases] == [1] * len(cases)
    for case in cases:
        cells.act_at(cells.holders(case)[0], case, withdraw)
    cells.catch_up()
    assert cells.histories() == {}
    assert [cells.holders(case) for case in cases] == [[]] * len(cases)


def test_both_ends_of_every_stream_tell_one_story(apart: MovingCells) -> None:
    history_after(apart, seed=1)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize('seed', range(2, 14))
def test_both_ends_tell_one_story_in_many_orders(apart: MovingCells, seed: int) -> None:
    history_after(apart, seed)

"""A cell is put back to a backup around a move: the hall is served by one cell, and what it did there is not lost."""

import pytest
from django.db import ProgrammingError
from django.utils import timezone

from federation.repair.models import PeerBarrier
from federation.repair.restored_cell import HallsLacking, declare_restored
from govhall.operations.moves.new_cell import CannotTake
from govhall.operations.moves.old_cell import MoveBlocked, NotItsTurn
from tests.builders.cells import LOWER
from tests.builders.moving import NEW, OLD, ROOT, MovingCells
from tests.builders.restored import open_things, receive, withdraw
from tests.builders.world import COUNTY, PROVINCE, TOWNSHIP
from tests.flow.operations.moves.test_commands import say

OPENED = f"""
SELECT owner FROM fed_incarnation WHERE owner = '{COUNTY}' UNION ALL
SELECT hall FROM fed_fence WHERE hall = '{COUNTY}' UNION ALL SELECT hall FROM fed_facts_due WHERE hall = '{COUNTY}'
"""


def ends(cells: MovingCells, table: str, cell: str) -> list[tuple[object, ...]]:
    """How far the streams from the county's hall to the province's have come, at their one end or the other."""
    reached, whose = ('next_seq - 1', 'recipient') if table.endswith('fed_stream') else ('last_seq', 'sender')
    other = PROVINCE if whose == 'recipient' else COUNTY
    return cells.rows(cell, f"SELECT subject, {reached}, tip FROM {table} WHERE {whose} = '{other}' ORDER BY 1")


def put_back(cells: MovingCells, cell: str) -> None:
    """The backup is back, and the operator says so."""
    cells.restore(cell)
    cells.read_directory(cell)
    with cells.inside(cell):
        declare_restored()
    cells.send(cell)


def test_the_old_cell_put_back_to_before_the_move_neither_opens_the_hall_nor_speaks_for_it(apart: MovingCells) -> None:
    case = receive(apart, LOWER)
    apart.pass_on(TOWNSHIP, case, COUNTY)
    apart.settle()
    apart.back_up(OLD)
    apart.move()
    apart.act_at(COUNTY, case, withdraw)
    apart.catch_up()
    put_back(apart, OLD)
    assert apart.standing(OLD) == [('gone', None, NEW)]
    assert apart.rows(OLD, OPENED) == []
    with pytest.raises(ProgrammingError):
        apart.act(OLD, case, withdraw)
    assert '--finish' in say(apart, OLD, 'move_hall', COUNTY, '--status')
    apart.settle()
    apart.catch_up()
    assert (open_things(apart), apart.histories(), apart.standing(NEW)) == ([], {}, [('', 'opened', NEW)])
    apart.finish(OLD)


def test_the_new_cell_put_back_to_before_the_move_takes_the_hall_again_and_hears_what_it_did(
    apart: MovingCells,
) -> None:
    gone, here = receive(apart, OLD), receive(apart, OLD)
    apart.settle()
    apart.back_up(NEW)
    apart.move()
    apart.pass_on(COUNTY, gone, PROVINCE)
    apart.take_in(ROOT)
    apart.restore(NEW)
    apart.read_directory(NEW)
    with apart.inside(NEW), pytest.raises(HallsLacking, match=COUNTY):
        declare_restored()
    assert apart.standing(NEW) == [(None, None, NEW)]
    assert apart.rows(NEW, 'SELECT hall FROM fed_fence UNION ALL SELECT cell FROM fed_answer') == []
    apart.take()
    assert apart.standing(NEW) == [('arriving', 'taken', NEW)]  # not before it is fenced
    with apart.inside(NEW):
        declare_restored()
    apart.send(NEW)
    assert apart.standing(NEW) == [('', 'opened', NEW)]
    assert apart.rows(NEW, f"SELECT hall FROM fed_fence WHERE hall = '{COUNTY}'") == [(COUNTY,)]
    apart.settle()
    apart.catch_up()
    assert open_things(apart) == []
    assert ends(apart, f'h_{COUNTY.lower()}.fed_stream', NEW) == ends(apart, 'fed_cursor', ROOT) != []
    assert (apart.holders(gone), apart.holders(here)) == ([PROVINCE], [COUNTY])
    assert apart.standing(OLD) == [('gone', 'gone', NEW)]


def test_a_hall_is_not_given_away_while_a_restored_cell_waits_to_hear_of_its_cases(apart: MovingCells) -> None:
    case = receive(apart, OLD)
    apart.settle()
    apart.back_up(ROOT)
    apart.pass_on(COUNTY, case, PROVINCE)
    apart.settle()
    apart.leave()
    put_back(apart, ROOT)
    apart.take_in(OLD)
    apart.take()
    apart.settle()
    assert apart.standing(OLD) == [('leaving', 'packed', OLD)]
    assert open_things(apart) == [ROOT]
    assert '--cancel' in say(apart, OLD, 'move_hall', COUNTY, '--status')
    with pytest.raises(MoveBlocked, match='--cancel'):
        apart.leave()
    apart.keep()
    apart.settle()
    apart.catch_up()
    assert (open_things(apart), apart.holders(case)) == ([], [PROVINCE])
    apart.discard()
    apart.leave()
    apart.take(same_people=True)
    apart.settle()
    assert apart.standing(NEW) == [('', 'opened', NEW)]


def test_what_was_only_prepared_when_the_backup_was_made_is_given_to_nobody(apart: MovingCells) -> None:
    case = receive(apart, OLD)
    apart.settle()
    apart.leave()
    apart.back_up(OLD)
    apart.keep()
    apart.pass_on(COUNTY, case, PROVINCE)
    apart.take_in(ROOT)
    put_back(apart, OLD)
    assert apart.standing(OLD) == [('', None, OLD)]
    apart.take()
    apart.settle()
    apart.catch_up()
    assert (apart.standing(OLD), apart.standing(NEW)) == ([('', None, OLD)], [('arriving', 'kept', OLD)])
    assert (open_things(apart), apart.holders(case)) == ([], [PROVINCE])


def test_the_directory_decides_when_the_old_cell_has_forgotten_that_it_gave_the_hall_away(apart: MovingCells) -> None:
    receive(apart, OLD)
    apart.settle()
    apart.back_up(OLD)
    apart.leave()
    apart.take()
    apart.take_in(OLD)  # gives it away, and the root has not read that yet
    put_back(apart, OLD)
    apart.take_in(OLD)  # reads again that it was taken, and knows of no move
    apart.take_in(NEW, OLD)
    assert apart.standing(NEW) == [('arriving', 'kept', OLD)]
    apart.settle()
    assert (apart.standing(OLD), apart.standing(NEW)) == ([('gone', None, NEW)], [('', 'opened', NEW)])
    with pytest.raises(NotItsTurn):
        apart.keep()
    apart.settle()
    assert open_things(apart) == []


def test_no_hall_leaves_or_is_taken_while_a_restore_is_being_mended(apart: MovingCells) -> None:
    receive(apart, OLD)
    with apart.inside(OLD):
        asked = PeerBarrier.objects.create(cell=ROOT, epoch=1, since=timezone.now())
    with pytest.raises(MoveBlocked, match='restored --status'):
        apart.leave()
    assert apart.standing(OLD) == [('', None, OLD)]
    with apart.inside(OLD):
        asked.delete()
    apart.leave()
    with apart.inside(NEW):
        declare_restored()
    with pytest.raises(CannotTake, match='restored --status'):
        apart.take()
    assert apart.standing(NEW) == [(None, None, OLD)]

"""The two commands as their operators type them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.builders.moving import NEW, OLD, MovingCells
from tests.builders.restored import receive
from tests.builders.world import COUNTY


def say(cells: MovingCells, cell: str, *typed: object) -> str:
    """What a command answers in a cell, whose relay runs; a refusal with its sentence."""
    out = StringIO()
    cells.send(cell)
    try:
        with cells.inside(cell):
            call_command(*map(str, typed), stdout=out)
    except CommandError as refusal:
        return f'refused: {refusal}'
    cells.send(cell)
    return out.getvalue()


def test_a_hall_is_moved_by_four_commands_that_say_what_comes_next(apart: MovingCells) -> None:
    receive(apart, OLD)
    file = apart.package
    assert say(apart, OLD, 'move_hall', COUNTY, '--preview').startswith('refused: 用 --to')
    assert '可以迁移' in say(apart, OLD, 'move_hall', COUNTY, '--to', NEW, '--preview')
    assert '还不能迁移' in say(apart, OLD, 'move_hall', COUNTY, '--to', OLD, '--preview')
    assert '没有迁移' in say(apart, OLD, 'move_hall', COUNTY, '--status')
    assert 'take_hall' in say(apart, OLD, 'move_hall', COUNTY, '--to', NEW, '--file', file)
    assert '可以收下' in say(apart, NEW, 'take_hall', file, '--preview')
    assert 'refused: 现在' not in say(apart, NEW, 'take_hall', file)
    assert '已收下' in say(apart, NEW, 'take_hall', file)
    assert say(apart, NEW, 'take_hall', '--discard', COUNTY).startswith('refused')
    assert say(apart, NEW, 'take_hall').startswith('refused')
    assert say(apart, OLD, 'move_hall', COUNTY, '--finish').startswith('refused')
    apart.settle()
    assert '已在新节点办理' in say(apart, OLD, 'move_hall', COUNTY, '--status')
    assert say(apart, OLD, 'move_hall', COUNTY, '--cancel').startswith('refused')
    assert '已清理' in say(apart, OLD, 'move_hall', COUNTY, '--finish')
    assert '已在本节点办理' in say(apart, NEW, 'move_hall', COUNTY, '--status')


@pytest.mark.parametrize('act', ['--status', '--cancel', '--finish'])
def test_a_hall_that_is_not_of_this_cell_is_refused(act: str, world: object) -> None:
    with pytest.raises(CommandError, match='本节点没有大厅'):
        call_command('move_hall', 'XX000000', act)

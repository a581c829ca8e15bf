"""What the operator of a restored cell does and sees, and what others may say to it."""

from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from federation.acks.backup_check import check_backup
from federation.acks.cell_messages import send_to_cells
from federation.acks.rollback_guard import OlderBackup, guard_state, set_suspected
from federation.contracts.transport import Barred, Held, Reach
from federation.link.port import LinkDown
from federation.repair.fences import fenced_since
from federation.repair.models import CellAnswer
from federation.repair.status import repair_status
from govhall.casework.services.change import HallFenced
from govhall.kernel.ids import new_uid
from tests.builders.cells import HALLS, LOWER, MIDDLE, UPPER, Between, Cells
from tests.builders.restored import receive, restore, withdraw


def run(cells: Cells, *words: str) -> str:
    """What `govhall restored` says in the township's cell."""
    out = StringIO()
    with (
        cells.inside(LOWER),
        patch('federation.intake.management.commands.restored.read_directory', lambda: cells.read_directory(LOWER)),
    ):
        call_command('restored', *words, stdout=out)
    return out.getvalue()


def test_it_does_not_begin_while_nobody_knows_whether_a_hall_has_moved_since(cells: Cells) -> None:
    away = LinkDown('away')
    with (
        cells.inside(LOWER),
        patch('federation.intake.management.commands.restored.read_directory', side_effect=away),
        pytest.raises(CommandError, match='--unread --reason'),
    ):
        call_command('restored')
    with pytest.raises(CommandError, match='reason'):
        run(cells, '--unread')
    with cells.inside(LOWER):
        assert (guard_state(), CellAnswer.objects.count()) == ('', 0)
    assert '--status' in run(cells, '--unread', '--reason', '试')


def look_at_receipts(cells: Cells) -> None:
    """What relay and intake do before they begin."""
    with cells.inside(LOWER):
        check_backup(Between(cells.log, LOWER).reopen())


def test_relay_and_intake_refuse_the_backup_and_the_command_lets_them_go_on(cells: Cells) -> None:
    case = receive(cells)
    cells.back_up(LOWER)
    cells.hand_over(LOWER, case, MIDDLE)
    cells.settle()
    cells.receipts(MIDDLE)
    cells.restore(LOWER)
    with pytest.raises(OlderBackup):
        look_at_receipts(cells)
    with pytest.raises(CommandError, match='reason'):
        run(cells, '--dismiss')
    with pytest.raises(HallFenced):  # the web decides nothing on it, either
        cells.act(LOWER, case, withdraw)
    assert '--status' in run(cells)
    look_at_receipts(cells)
    cells.send(LOWER)
    shown = run(cells, '--status')
    assert HALLS[LOWER] in shown
    assert 'something is open' in shown
    cells.settle()
    assert cells.deciders(case) == [MIDDLE]
    assert 'nothing is open' in run(cells, '--status')
    look_at_receipts(cells)


def test_a_false_suspicion_is_dismissed_with_a_reason(cells: Cells) -> None:
    with cells.inside(LOWER):
        with pytest.raises(CommandError, match='not suspected'):
            call_command('restored', dismiss=True, reason='试')
        set_suspected('ZZBB0001 has message 2')
        call_command('restored', dismiss=True, reason='试', stdout=StringIO())
        assert guard_state() == ''


def test_a_cell_that_will_not_answer_is_gone_on_without_only_with_a_reason(cells: Cells) -> None:
    cells.back_up(LOWER)
    restore(cells, LOWER)
    with cells.inside(LOWER):
        with pytest.raises(CommandError, match='second time'):
            call_command('restored', without=UPPER)
        with pytest.raises(CommandError, match='nothing is awaited'):
            call_command('restored', without='nowhere', reason='试')
        call_command('restored', without=UPPER, reason='试', stdout=StringIO())
    cells.take_in(MIDDLE)
    for _ in range(3):
        cells.take_in(LOWER)
    with cells.inside(LOWER):
        assert fenced_since(HALLS[LOWER]) is None
        assert repair_status().excused == [UPPER]


def test_a_cell_answers_for_itself_and_its_own_halls_only(cells: Cells) -> None:
    cells.back_up(LOWER)
    restore(cells, LOWER)
    with cells.inside(LOWER):
        epoch = status_epoch()
    wrong = [
        Held(cell=UPPER, epoch=epoch, is_last=True),
        Barred(cell=UPPER, epoch=epoch),
        Held(cell=MIDDLE, epoch=epoch, reached=[reach(HALLS[LOWER], HALLS[UPPER])], is_last=True),
    ]
    with cells.inside(MIDDLE):
        send_to_cells([(LOWER, message) for message in wrong])
    cells.send(MIDDLE)
    cells.take_in(LOWER, MIDDLE)
    assert cells.rows(LOWER, 'SELECT count(*) FROM fed_quarantine') == [(3,)]
    assert cells.rows(LOWER, 'SELECT count(*) FROM fed_answer WHERE held_at IS NOT NULL OR barred_at IS NOT NULL') == [
        (0,)
    ]


def test_an_answer_about_a_hall_that_came_after_the_backup_holds_nothing_up(cells: Cells) -> None:
    cells.back_up(LOWER)
    restore(cells, LOWER)
    with cells.inside(LOWER):
        epoch = status_epoch()
    with cells.inside(MIDDLE):
        send_to_cells(
            [(LOWER, Held(cell=MIDDLE, epoch=epoch, reached=[reach('ZZZZ0009', HALLS[MIDDLE])], is_last=True))]
        )
    cells.send(MIDDLE)
    cells.take_in(LOWER, MIDDLE)
    assert cells.rows(LOWER, 'SELECT count(*) FROM fed_quarantine') == [(0,)]
    told = cells.rows(LOWER, f"SELECT held_at IS NOT NULL FROM fed_answer WHERE cell = '{MIDDLE}'")
    assert told == [(True,)]


def status_epoch() -> int:
    return CellAnswer.objects.values_list('epoch', flat=True)[0]


def reach(sender: str, recipient: str) -> Reach:
    return Reach(subject=new_uid(), sender=sender, recipient=recipient, sequence=9, tip='f' * 64)

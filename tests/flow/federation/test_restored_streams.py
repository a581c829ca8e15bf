"""A cell is put back to a backup: nothing is said at a place that is taken, and nothing is lost silently.

Minimal histories for the rules of epochs; each rule is also taken away, and its history must then go wrong.
"""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from federation.acks import process
from federation.link.topics import Lane
from federation.repair import restored_cell
from federation.repair.restored_cell import declare_restored
from federation.repair.status import repair_status
from tests.builders.cells import HALLS, LOWER, MIDDLE, NAMES, Cells
from tests.builders.restored import ask, open_things, receive, restore


def flags_after(cells: Cells, times: int, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A township restored so many times from one backup goes on without the county's answer; the flags it gets."""
    case = receive(cells)
    cells.hand_over(LOWER, case, MIDDLE)
    cells.settle()
    cells.back_up(LOWER)
    ask(cells, case)
    ask(cells, case)
    cells.take_in(MIDDLE)
    found: list[object] = []
    for hours in range(times):
        later = restored_cell.FIRST_MOMENT - timedelta(hours=hours)
        with monkeypatch.context() as patch:
            patch.setattr(restored_cell, 'FIRST_MOMENT', later)
            restore(cells, LOWER)
        with cells.inside(LOWER):
            for cell in NAMES:
                call_command('restored', without=cell, reason='试', stdout=StringIO())
        cells.take_in(LOWER, lanes=[Lane.DIRECTORY])
        ask(cells, case)
        cells.take_in(MIDDLE, LOWER, lanes=[Lane.INBOX])
        found.append(cells.rows(MIDDLE, f"SELECT state FROM fed_cursor WHERE sender = '{HALLS[LOWER]}'")[0][0])
        with cells.inside(MIDDLE), connection.cursor() as cursor:  # an operator has looked at it
            cursor.execute(
                "UPDATE fed_cursor SET state = 'ok', epoch = GREATEST(epoch, conflict_epoch), conflict_epoch = 0"
            )
    return found


def test_a_contradiction_is_flagged_at_the_first_message_after_each_restore(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert flags_after(cells, 2, monkeypatch) == ['conflict', 'conflict']


def test_without_an_epoch_it_would_be_silent(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    same = 'SELECT unnest(%s::text[]), LEAST(1, %s)'
    monkeypatch.setattr(restored_cell, 'OPEN_EPOCHS', as_if(same, 'held.epoch'))
    assert flags_after(cells, 1, monkeypatch) == ['ok']


def test_an_epoch_counted_from_the_backup_would_be_silent_the_second_time(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = 'SELECT unnest(%s::text[]), LEAST(2, %s)'
    monkeypatch.setattr(restored_cell, 'OPEN_EPOCHS', as_if(following, 'held.epoch + 1'))
    assert flags_after(cells, 2, monkeypatch) == ['conflict', 'ok']


def as_if(first: str, later: str) -> str:
    """The statement that opens epochs, counting otherwise."""
    return (
        f'INSERT INTO fed_incarnation AS held (owner, epoch) {first} '
        f'ON CONFLICT (owner) DO UPDATE SET epoch = {later} RETURNING owner, epoch'
    )


def applied_after_the_receiver_lost_its_memory_and_its_topic(cells: Cells) -> object:
    case = receive(cells)
    cells.back_up(MIDDLE)
    cells.hand_over(LOWER, case, MIDDLE)
    cells.take_in(MIDDLE)
    cells.receipts(MIDDLE)
    cells.take_in(LOWER)
    restore(cells, MIDDLE)
    cells.log[f'govhall.{MIDDLE}.inbox', NAMES.index(LOWER)] = []
    cells.settle()
    cells.receipts(MIDDLE, as_of=datetime.now(UTC) + timedelta(minutes=5))
    cells.take_in(LOWER)
    cells.say_again(LOWER)
    cells.settle()
    return (cells.case(MIDDLE, case), cells.streams(), open_things(cells))


def test_a_restored_receiver_is_told_again_what_its_topic_has_lost(cells: Cells) -> None:
    case, streams, still_open = applied_after_the_receiver_lost_its_memory_and_its_topic(cells)  # type: ignore[misc]
    assert case.custody == 'held'
    assert (streams, still_open) == ({}, [])


def test_without_the_epoch_in_receipts_it_would_be_told_nothing(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, 'VOID', 'SELECT %s')
    case, *_ = applied_after_the_receiver_lost_its_memory_and_its_topic(cells)  # type: ignore[misc]
    assert case is None


def test_what_was_done_before_the_operator_knew_is_flagged_and_said_again(cells: Cells) -> None:
    """The web ran on with the old backup: at one place of the stream two things were said."""
    case = receive(cells)
    cells.hand_over(LOWER, case, MIDDLE)
    cells.settle()
    cells.back_up(LOWER)
    ask(cells, case)
    cells.settle()
    cells.restore(LOWER)
    ask(cells, case)  # nobody has noticed yet
    with cells.inside(LOWER):
        declare_restored()
    cells.send(LOWER)
    cells.settle()
    with cells.inside(LOWER):
        assert [one.why for one in repair_status().flagged] == ['contradicted']
        out = StringIO()
        call_command('restored', reconcile=True, stdout=out)
        assert '1 messages' in out.getvalue()
    cells.settle()
    requests = f'SELECT count(*) FROM h_{HALLS[MIDDLE].lower()}.casework_request'
    assert cells.rows(MIDDLE, requests) == [(2,)]
    assert (cells.streams(), open_things(cells)) == ({}, [])

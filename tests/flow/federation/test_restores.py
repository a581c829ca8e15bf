"""A cell is put back to yesterday's backup: it asks its neighbours, and nothing is decided twice or lost.

Minimal histories for the rules of the design; each rule is also taken away, and its history must then go wrong.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from deploy.local.cells import Cell
from federation.contracts.case import Requested
from federation.contracts.transport import Barred, Held, Reach
from federation.intake import mending
from federation.link.topics import Lane
from federation.receipts import hearing
from federation.receipts.checkup import check_up
from federation.receipts.guarding import OlderBackup, state, suspect
from federation.repair import restoring
from federation.repair.fences import fenced_since
from federation.repair.models import Answer
from federation.repair.restoring import declare_restored
from federation.repair.status import status
from federation.repair.telling import tell
from govhall.casework import restores
from govhall.casework.services.change import Change, HallFenced
from govhall.casework.services.conclusion import conclude
from govhall.casework.services.custody import hand_over
from govhall.casework.services.requests import note_request
from govhall.casework.services.takeover import NoGrantHere
from govhall.kernel.ids import new_uid
from tests.builders import cells as builder
from tests.builders.cells import HALLS, LOWER, MIDDLE, NAMES, UPPER, Between, Cells
from tests.builders.world import HYGIENE, World

BESIDE = (Lane.RECEIPTS, Lane.FACTS)  # all but what halls tell each other


@pytest.fixture
def cells(
    cell: Cell, committed_world: str, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cells]:
    monkeypatch.setattr(mending, 'LOOK_SECONDS', 0.0)
    with django_db_blocker.unblock():
        made = Cells(cell, committed_world)
        made.drop()
        made.make()
        yield made
        made.drop()


def receive(cells: Cells, cell: str = LOWER) -> UUID:
    """A case handed in at the counter of the cell's hall."""
    with cells.inside(cell):
        return World().receive(HALLS[cell], HYGIENE).uid


def restore(cells: Cells, cell: str) -> None:
    """The backup is back, and the operator says so."""
    cells.restore(cell)
    with cells.inside(cell):
        declare_restored()
    cells.send(cell)


def withdraw(change: Change) -> None:
    conclude(change, 'withdrawn', reliance=None, reason='试')


def open_things(cells: Cells) -> list[str]:
    """The cells in which something of a restore is left."""
    found = []
    for cell in NAMES:
        with cells.inside(cell):
            found += [cell] if status().is_open else []
    return found


def county_forgets_the_case(cells: Cells) -> UUID:
    """`restored_county` of the rule book: before the county ever saw the case, which is now at the province."""
    cells.back_up(MIDDLE)
    case = receive(cells)
    cells.hand_over(LOWER, case, MIDDLE)
    cells.take_in(MIDDLE, LOWER)
    cells.hand_over(MIDDLE, case, UPPER)
    cells.take_in(UPPER, MIDDLE)
    cells.take_in(LOWER, MIDDLE)
    restore(cells, MIDDLE)
    return case


def test_the_county_that_forgot_a_case_hears_where_it_went(cells: Cells) -> None:
    case = county_forgets_the_case(cells)
    assert (cells.case(MIDDLE, case), cells.deciders(case)) == (None, [UPPER])
    cells.settle()
    assert cells.deciders(case) == [UPPER]
    adopted = cells.case(MIDDLE, case)
    assert adopted is not None
    assert (adopted.custody, adopted.towards, adopted.hop, adopted.below) == ('watching', HALLS[UPPER], 2, HALLS[LOWER])
    assert (cells.streams(), open_things(cells)) == ({}, [])
    cells.act(UPPER, case, withdraw)  # and its outcome finds the way down through the restored hall
    cells.settle()
    assert {one.outcome_data['kind'] for cell in NAMES if (one := cells.case(cell, case))} == {'withdrawn'}


def deciders_when_the_old_token_comes_first(cells: Cells) -> list[str]:
    """The township's old token is read again before the province has told."""
    case = county_forgets_the_case(cells)
    for cell in (UPPER, LOWER):
        cells.take_in(cell, lanes=BESIDE)
    for _ in range(2):  # it hears itself, too
        cells.listen(MIDDLE)
    with cells.inside(MIDDLE):
        assert state() == ''
    cells.take_in(MIDDLE, LOWER)
    assert cells.case(MIDDLE, case) is not None
    return cells.deciders(case)


def test_an_old_token_read_again_makes_nobody_decide(cells: Cells) -> None:
    assert deciders_when_the_old_token_comes_first(cells) == [UPPER]


def test_without_the_fence_two_could_decide(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('govhall.casework.services.change.fenced_since', lambda hall: None)
    monkeypatch.setattr('govhall.casework.handlers.fenced_since', lambda hall: None)
    monkeypatch.setattr(builder, 'fenced_since', lambda hall: None)
    assert deciders_when_the_old_token_comes_first(cells) == [MIDDLE, UPPER]


def deciders_while_a_token_was_on_its_way(cells: Cells) -> list[str]:
    """The county had the case when it was backed up, and sent it on; the province has not read that yet."""
    case = receive(cells)
    cells.hand_over(LOWER, case, MIDDLE)
    cells.settle()
    cells.back_up(MIDDLE)
    cells.hand_over(MIDDLE, case, UPPER)
    restore(cells, MIDDLE)
    cells.take_in(UPPER, lanes=[Lane.RECEIPTS])  # the barrier overtakes the token: another topic
    for cell in (LOWER, MIDDLE, MIDDLE, LOWER, MIDDLE):
        cells.take_in(cell)
    before = cells.deciders(case)
    cells.settle()
    return before + cells.deciders(case)


def test_a_token_that_was_on_its_way_is_waited_for(cells: Cells) -> None:
    assert deciders_while_a_token_was_on_its_way(cells) == [UPPER]


def test_without_the_barrier_the_token_would_be_missed(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Between, 'caught_up', lambda self: True)
    assert MIDDLE in deciders_while_a_token_was_on_its_way(cells)


def deciders_after_a_forgotten_hand_over(cells: Cells) -> list[str]:
    case = receive(cells)
    cells.hand_over(LOWER, case, MIDDLE)
    cells.settle()
    cells.back_up(MIDDLE)
    cells.hand_over(MIDDLE, case, UPPER)
    cells.settle()
    restore(cells, MIDDLE)
    cells.settle()
    return cells.deciders(case)


def test_a_later_token_is_believed(cells: Cells) -> None:
    assert deciders_after_a_forgotten_hand_over(cells) == [UPPER]
    assert (cells.streams(), open_things(cells)) == ({}, [])


def test_without_believing_tips_two_could_decide(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restores, '_believe', lambda case, tip, sender: None)
    assert deciders_after_a_forgotten_hand_over(cells) == [MIDDLE, UPPER]


def test_a_township_that_forgot_its_case_and_its_outcome_has_both_again(cells: Cells) -> None:
    cells.back_up(LOWER)
    case = receive(cells)
    number = cells.case(LOWER, case).number  # type: ignore[union-attr]
    cells.hand_over(LOWER, case, MIDDLE)
    cells.settle()
    cells.act(MIDDLE, case, withdraw)
    cells.settle()
    restore(cells, LOWER)
    with cells.inside(LOWER), pytest.raises(HallFenced):
        raise_if_fenced()
    again = receive(cells)  # the counter goes on
    assert cells.case(LOWER, again).number != number  # type: ignore[union-attr]
    cells.hand_over(LOWER, again, MIDDLE)
    cells.settle()
    found = cells.case(LOWER, case)
    assert found is not None
    assert (found.number, found.custody, found.outcome_data['kind']) == (number, 'watching', 'withdrawn')
    assert cells.deciders(again) == [MIDDLE]
    assert (cells.streams(), open_things(cells)) == ({}, [])


def raise_if_fenced() -> None:
    if fenced_since(HALLS[LOWER]):
        raise HallFenced


def test_an_act_on_a_case_from_before_is_refused_until_all_have_told(cells: Cells) -> None:
    case = receive(cells)
    cells.back_up(LOWER)
    restore(cells, LOWER)
    before = cells.case(LOWER, case).version  # type: ignore[union-attr]
    with pytest.raises(HallFenced, match='核对'):
        cells.act(LOWER, case, withdraw)
    assert cells.case(LOWER, case).version == before  # type: ignore[union-attr]
    cells.settle()
    cells.act(LOWER, case, withdraw)
    assert cells.case(LOWER, case).outcome_data['kind'] == 'withdrawn'  # type: ignore[union-attr]


def test_a_request_waits_until_the_hall_knows_where_the_token_is(cells: Cells) -> None:
    case = receive(cells)
    cells.hand_over(LOWER, case, MIDDLE)
    cells.settle()
    cells.back_up(MIDDLE)
    cells.hand_over(MIDDLE, case, UPPER)
    cells.settle()
    cells.restore(MIDDLE)
    ask(cells, case)
    with cells.inside(MIDDLE):
        declare_restored()
    cells.send(MIDDLE)
    for cell in (LOWER, UPPER):
        cells.take_in(cell, lanes=BESIDE)
    for _ in range(2):
        cells.listen(MIDDLE)
    cells.take_in(MIDDLE, LOWER)
    assert cells.rows(MIDDLE, 'SELECT count(*) FROM fed_postponed') == [(1,)]
    assert cells.case(MIDDLE, case).outcome_data is None  # type: ignore[union-attr]
    cells.settle()
    assert cells.rows(MIDDLE, 'SELECT count(*) FROM fed_postponed') == [(0,)]
    assert cells.case(UPPER, case).outcome_data['hall'] == HALLS[UPPER]  # type: ignore[union-attr]
    assert (cells.streams(), open_things(cells)) == ({}, [])


def test_a_fenced_hall_refuses_a_token_only_when_it_may(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    """Handing an old token back would give it to two halls; so it is kept until the hall knows that it is new."""
    monkeypatch.setattr('govhall.casework.handlers.refusal_of', lambda message, hall, at: NoGrantHere(hall='试'))
    case = receive(cells)
    cells.back_up(MIDDLE)
    restore(cells, MIDDLE)
    cells.act(LOWER, case, lambda change: hand_over(change, HALLS[MIDDLE], kind='transfer', reason='试'))
    for cell in (LOWER, UPPER):
        cells.take_in(cell, lanes=BESIDE)
    for _ in range(2):
        cells.listen(MIDDLE)
    cells.take_in(MIDDLE, LOWER)
    held = cells.case(MIDDLE, case)
    assert held is not None
    assert (held.custody, cells.deciders(case)) == ('held', [])
    cells.settle()
    assert cells.deciders(case) == [LOWER]
    assert cells.case(LOWER, case).road[-1].kind == 'refusal'  # type: ignore[union-attr]
    assert (cells.streams(), open_things(cells)) == ({}, [])


def test_two_cells_restored_at_once_do_not_wait_for_each_other(cells: Cells) -> None:
    cells.back_up(LOWER)
    cells.back_up(MIDDLE)
    case = receive(cells)
    cells.hand_over(LOWER, case, MIDDLE)
    cells.settle()
    cells.hand_over(MIDDLE, case, UPPER)
    cells.settle()
    restore(cells, LOWER)
    restore(cells, MIDDLE)
    cells.settle()
    assert cells.deciders(case) == [UPPER]
    assert (cells.streams(), open_things(cells)) == ({}, [])


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
        later = restoring.FIRST_MOMENT - timedelta(hours=hours)
        with monkeypatch.context() as patch:
            patch.setattr(restoring, 'FIRST_MOMENT', later)
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


def ask(cells: Cells, case: UUID) -> None:
    """The township says something about the case."""
    asked = Requested(request=new_uid(), kind='withdraw', asked_by=HALLS[LOWER], asked_at=restoring.timezone.now())

    def send(change: Change) -> None:
        note_request(change, asked, came_from='')
        change.send(HALLS[MIDDLE], asked)

    cells.act(LOWER, case, send)


def test_a_contradiction_is_flagged_at_the_first_message_after_each_restore(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert flags_after(cells, 2, monkeypatch) == ['conflict', 'conflict']


def test_without_an_epoch_it_would_be_silent(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    same = 'SELECT unnest(%s::text[]), LEAST(1, %s)'
    monkeypatch.setattr(restoring, 'OPEN_EPOCHS', as_if(same, 'held.epoch'))
    assert flags_after(cells, 1, monkeypatch) == ['ok']


def test_an_epoch_counted_from_the_backup_would_be_silent_the_second_time(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = 'SELECT unnest(%s::text[]), LEAST(2, %s)'
    monkeypatch.setattr(restoring, 'OPEN_EPOCHS', as_if(following, 'held.epoch + 1'))
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
    monkeypatch.setattr(hearing, 'VOID', 'SELECT %s')
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
        assert [one.why for one in status().flagged] == ['contradicted']
        out = StringIO()
        call_command('restored', reconcile=True, stdout=out)
        assert '1 messages' in out.getvalue()
    cells.settle()
    requests = f'SELECT count(*) FROM h_{HALLS[MIDDLE].lower()}.casework_request'
    assert cells.rows(MIDDLE, requests) == [(2,)]
    assert (cells.streams(), open_things(cells)) == ({}, [])


def run(cells: Cells, *words: str) -> str:
    """What `govhall restored` says in the township's cell."""
    out = StringIO()
    with cells.inside(LOWER):
        call_command('restored', *words, stdout=out)
    return out.getvalue()


def look_at_receipts(cells: Cells) -> None:
    """What relay and intake do before they begin."""
    with cells.inside(LOWER):
        check_up(Between(cells.log, LOWER).reopen())


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
        suspect('ZZBB0001 has message 2')
        call_command('restored', dismiss=True, reason='试', stdout=StringIO())
        assert state() == ''


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
        assert status().excused == [UPPER]


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
        tell([(LOWER, message) for message in wrong])
    cells.send(MIDDLE)
    cells.take_in(LOWER, MIDDLE)
    assert cells.rows(LOWER, 'SELECT count(*) FROM fed_quarantine') == [(3,)]
    assert cells.rows(LOWER, 'SELECT count(*) FROM fed_answer WHERE held_at IS NOT NULL OR barred_at IS NOT NULL') == [
        (0,)
    ]


def status_epoch() -> int:
    return Answer.objects.values_list('epoch', flat=True)[0]


def reach(sender: str, recipient: str) -> Reach:
    return Reach(subject=new_uid(), sender=sender, recipient=recipient, sequence=9, tip='f' * 64)

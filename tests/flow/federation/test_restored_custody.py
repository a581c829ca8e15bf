"""A cell is put back to a backup: it asks its neighbours, and no case has two deciders or two outcomes.

Minimal histories for the rules of custody; each rule is also taken away, and its history must then go wrong.
"""

from uuid import UUID

import pytest

from federation.acks.rollback_guard import guard_state
from federation.link.topics import Lane
from federation.repair.fences import fenced_since
from federation.repair.restored_cell import declare_restored
from govhall.casework import restores
from govhall.casework.services.change import HallFenced
from govhall.casework.services.custody import hand_over
from govhall.casework.services.takeover import NoGrantHere
from tests.builders import cells as builder
from tests.builders.cells import HALLS, LOWER, MIDDLE, NAMES, UPPER, Between, Cells
from tests.builders.restored import BESIDE, ask, open_things, receive, restore, withdraw


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
        assert guard_state() == ''
    cells.take_in(MIDDLE, LOWER)
    assert cells.case(MIDDLE, case) is not None
    return cells.deciders(case)


def test_an_old_token_read_again_makes_nobody_decide(cells: Cells) -> None:
    assert deciders_when_the_old_token_comes_first(cells) == [UPPER]


def test_without_the_fence_two_could_decide(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('govhall.casework.services.change.fenced_since', lambda hall: None)
    monkeypatch.setattr('govhall.casework.handlers.fenced_since', lambda hall: None)
    monkeypatch.setattr('govhall.casework.services.case_batch.fenced_since', lambda hall: None)
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
    monkeypatch.setattr(
        'govhall.casework.handlers.refusal_of',
        lambda message, **_: NoGrantHere(hall='试') if message.kind == 'transfer' else None,
    )
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

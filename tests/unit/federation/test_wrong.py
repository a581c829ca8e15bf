"""Each thing that can be wrong has a code, and only then."""

from datetime import UTC, datetime, timedelta

import pytest

from federation.watch.models import Heartbeat
from federation.watch.rules import LIMITS, problems
from govhall.operations.message_monitor.words import OTHER, REASONS, TROUBLES, code_of, explain, type_name

NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)


def beats(*, age: float = 5, **state: object) -> list[Heartbeat]:
    at = NOW - timedelta(seconds=age)
    return [Heartbeat(process=kind, kind=kind, at=at, state=state) for kind in ('relay', 'intake')]


def test_nothing_is_wrong_when_both_live_and_nothing_stands() -> None:
    assert problems({'outbox_rows': 5.0, 'outbox_oldest_seconds': 2.0}, beats(breaker=None, stalled=False), NOW) == []


def test_who_is_silent_for_a_minute_is_named() -> None:
    assert problems({}, beats(age=61), NOW) == ['relay_silent', 'intake_silent']
    assert problems({}, beats()[:1], NOW) == ['intake_silent']


@pytest.mark.parametrize(
    ('state', 'code'),
    [
        ({'breaker': {'reason': 'x'}}, 'breaker_open'),
        ({'stalled': True}, 'partition_stalled'),
        ({'line': False}, 'line_down'),
        ({'relay_rows_out_of_order': 1}, 'order_broken'),
    ],
)
def test_what_a_process_says_of_itself_has_a_code(state: dict[str, object], code: str) -> None:
    assert problems({}, beats(**state), NOW) == [code]


@pytest.mark.parametrize('code', LIMITS)
def test_what_is_over_its_limit_has_a_code_and_what_is_at_it_has_none(code: str) -> None:
    name, limit = LIMITS[code]
    assert problems({name: limit}, beats(), NOW) == []
    assert problems({name: limit + 1}, beats(), NOW) == [code]


def test_every_code_has_words() -> None:
    codes = {*LIMITS, 'relay_silent', 'intake_silent', 'breaker_open', 'partition_stalled', 'order_broken', 'line_down'}
    codes |= {
        'chains_broken',
        'clock_wrong',
        'disk_low',
        'forms_set_aside',
        'items_aside',
        'online_filling',
        'valkey_away',
    }
    assert set(TROUBLES) == codes


def test_reasons_are_told_apart_and_the_unknown_keeps_its_code() -> None:
    assert len({explain(start) for start, *_ in REASONS}) == len(REASONS)
    assert explain('UnknownMessage at runs.py:21')[0] == '对方程序比本机新'
    assert explain('sender: hall_not_in_directory')[0] == '发件大厅不在目录里'
    assert (explain('KeyError at x.py:3'), code_of('KeyError at x.py:3')) == (OTHER, 'KeyError at x.py:3')
    assert code_of('gap') == ''


def test_a_type_is_never_shown_as_it_was_written() -> None:
    assert [type_name(one) for one in ('case.answered.v1', 'case.future.v9', '')] == ['答复', '新种类', '看不出']

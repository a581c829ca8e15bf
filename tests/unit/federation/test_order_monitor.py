"""The watch over the sender's order counts what is right and what is not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from federation.relay import order_monitor
from federation.relay.order_monitor import COUNTERS, OrderMonitor, RelayCounter
from federation.relay.rows import DueRow

CASE = uuid4()
HELD = {0: 1}
JUDGED = (order_monitor.IN_ORDER, order_monitor.RESENT, order_monitor.UNKNOWN, order_monitor.OUT_OF_ORDER)


@pytest.fixture(autouse=True)
def counters() -> Iterator[None]:
    """Counters of the process, at 0 for the test."""
    before = {name: counter.value for name, counter in COUNTERS.items()}
    for counter in COUNTERS.values():
        counter.value = 0
    yield
    for name, value in before.items():
        COUNTERS[name].value = value


def row(sequence: int, *, case: UUID = CASE, epoch: int = 1) -> DueRow:
    places = (case, epoch, sequence, 0, '', '{}', b'', datetime(2026, 11, 2, tzinfo=UTC), 0)
    return DueRow(sequence, uuid4(), 'topic', 'key', 'type', 'A', 'B', *places)


def send(watch: OrderMonitor, *sequences: int, taken: int | None = None, fence: int = 1) -> None:
    """One chunk of the stream, of which the first `taken` are acknowledged."""
    chunk = [row(sequence) for sequence in sequences]
    watch.about_to_send(chunk, {0: fence})
    watch.sent(chunk, chunk[:taken], {0: fence})


def judged() -> list[int]:
    return [counter.value for counter in JUDGED]


def test_rows_behind_acknowledged_ones_are_in_order() -> None:
    watch = OrderMonitor()
    send(watch, 1, 2)
    send(watch, 3)
    assert judged() == [3, 0, 0, 0]


def test_a_row_behind_one_that_was_not_acknowledged_breaks_the_order() -> None:
    watch = OrderMonitor()
    send(watch, 1, 2, taken=1)
    send(watch, 3)
    assert judged() == [2, 0, 0, 1]


def test_a_row_behind_a_first_one_that_was_not_acknowledged_breaks_the_order() -> None:
    watch = OrderMonitor()
    send(watch, 1, taken=0)
    send(watch, 2)
    assert judged() == [1, 0, 0, 1]


def test_a_row_before_its_predecessor_in_the_same_chunk_breaks_the_order() -> None:
    send(OrderMonitor(), 1, 3, 2)
    assert judged() == [1, 1, 0, 1]


def test_rows_tried_again_after_they_failed_are_in_order() -> None:
    watch = OrderMonitor()
    send(watch, 1, 2, taken=1)
    send(watch, 2, 3)
    assert judged() == [4, 0, 0, 0]


def test_rows_sent_again_after_they_were_acknowledged_are_counted_apart() -> None:
    watch = OrderMonitor()
    send(watch, 1, 2)
    send(watch, 1, 2, 3)
    assert judged() == [3, 2, 0, 0]


def test_a_stream_that_another_relay_may_have_sent_meanwhile_is_not_judged() -> None:
    watch = OrderMonitor()
    send(watch, 5)
    send(watch, 6, fence=1)
    send(watch, 9, fence=2)
    assert judged() == [1, 0, 2, 0]


def test_a_new_epoch_is_a_new_count() -> None:
    watch = OrderMonitor()
    send(watch, 1, 2, 3)
    watch.about_to_send([row(2, epoch=2)], HELD)
    assert judged() == [3, 0, 1, 0]


def test_what_belongs_to_no_stream_is_sent_and_not_judged() -> None:
    send(OrderMonitor(), 0, 0)
    assert judged() == [0, 0, 0, 0]
    assert order_monitor.SENT.value == 2


def test_only_so_many_streams_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_monitor, 'MOST_STREAMS', 1)
    watch = OrderMonitor()
    send(watch, 1)
    other = [row(1, case=uuid4())]
    watch.sent(other, other, HELD)
    send(watch, 2)
    assert judged() == [1, 0, 1, 0]


def test_what_must_stay_zero_says_so_and_all_else_has_a_meaning() -> None:
    zero: list[RelayCounter] = [counter for counter in COUNTERS.values() if counter.must_stay_zero]
    assert zero == [order_monitor.OUT_OF_ORDER]
    assert all(counter.meaning for counter in COUNTERS.values())

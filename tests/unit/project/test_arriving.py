"""How much of a request has come, and how long it may take."""

import pytest

from govhall.project.incoming_request import (
    BODY_SECONDS,
    HEAD_BYTES,
    HEAD_SECONDS,
    SLOWEST,
    ArrivingRequest,
    RequestStep,
)


def new() -> ArrivingRequest:
    return ArrivingRequest(100.0, patience=5.0, most=1000)


@pytest.mark.parametrize('size', [1, 2, 3, 7, 100])
def test_a_request_is_whole_with_its_last_byte_however_it_is_cut(size: int) -> None:
    said = b'POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcde'
    one = new()
    steps = [one.take(said[at : at + size], 101.0) for at in range(0, len(said), size)]
    assert set(steps[:-1]) <= {RequestStep.WAIT}
    assert steps[-1] is RequestStep.WHOLE
    assert one.split() == (said, b'')


def test_time_runs_from_nothing_to_head_to_body() -> None:
    one = new()
    assert one.until() == 105.0
    one.take(b'POST / HTTP/1.1\r\n', 103.0)
    assert one.until() == 103.0 + HEAD_SECONDS
    one.take(b'Content-Length: 1000\r\n\r\n', 104.0)
    for now in (110.0, 120.0):
        one.take(b'x', now)  # a byte now and then wins no time
    assert one.until() == pytest.approx(104.0 + BODY_SECONDS + one.length / SLOWEST)


def test_what_is_too_long_goes_in_with_its_head_alone() -> None:
    one = new()
    assert one.take(b'POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\nabc', 101.0) is RequestStep.TOO_LONG
    assert one.split() == (b'POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n', b'abc')


def test_a_head_without_end_is_given_up() -> None:
    one = new()
    assert one.take(b'x' * HEAD_BYTES, 101.0) is RequestStep.WAIT
    assert one.take(b'x', 101.0) is RequestStep.HEAD_TOO_LONG


def test_who_holds_much_for_long_weighs_most() -> None:
    fast, slow = new(), new()
    fast.take(b'x' * 900, 109.0)
    slow.take(b'x' * 500, 100.0)
    assert slow.weight(110.0) > fast.weight(110.0)

"""Relay and intake: one of each a cell, alive through faults, and gone when told so."""

import os
import signal
from collections.abc import Iterator

import pytest
from django.db import OperationalError

from federation.link.process_loop import AdvisoryLock, ProcessLoop
from govhall.kernel.errors import Broken, Later


@pytest.fixture(autouse=True)
def signals(db: None) -> Iterator[None]:
    """The test session gets its own handlers back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def stop() -> float:
    os.kill(os.getpid(), signal.SIGTERM)
    return 0.0


def test_second_of_its_kind_waits_for_its_turn() -> None:
    first, second, of_another_kind = AdvisoryLock('trial'), AdvisoryLock('trial'), AdvisoryLock('other')
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    assert of_another_kind.acquire()
    first.release()
    assert second.acquire()
    second.release()
    of_another_kind.release()


def test_step_under_way_is_finished_before_it_stops() -> None:
    done: list[str] = []

    def step() -> float:
        stop()
        done.append('finished')
        return 0.0

    ProcessLoop('trial').run(step)
    assert done == ['finished']


@pytest.mark.parametrize('fault', [OperationalError('gone'), Later()])
def test_fault_that_passes_is_waited_for(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        'federation.link.process_loop.connection.close', lambda: None
    )  # it holds the test's transaction
    steps = iter([fault, fault, None])

    def step() -> float:
        found = next(steps)
        if found is not None:
            raise found
        return stop()

    ProcessLoop('trial').run(step)
    assert next(steps, 'all taken') == 'all taken'


def test_bug_ends_the_process() -> None:
    def step() -> float:
        raise Broken('a bug')

    with pytest.raises(Broken):
        ProcessLoop('trial').run(step)

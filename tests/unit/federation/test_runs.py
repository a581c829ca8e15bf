"""Which messages a handler is given together."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from federation.contracts.base import Message, UnknownMessage, message
from federation.contracts.envelope import Envelope
from federation.inbox.parcels import Delivery, Parcel
from federation.inbox.registry import handles, handles_many
from federation.inbox.runs import Run
from govhall.kernel.chain import GENESIS

calls: list[list[str]] = []


@message('trial.opened.v1')
class Opened(Message, frozen=True, kw_only=True):
    """Taken together with what follows."""


@message('trial.closed.v1')
class Closed(Message, frozen=True, kw_only=True):
    """Taken together with what comes before."""


@message('trial.alone.v1')
class Alone(Message, frozen=True, kw_only=True):
    """Taken alone."""


@handles_many(Opened, Closed)
def together(batch: Sequence[tuple[Message, Delivery]]) -> None:
    """Both kinds in one call."""
    calls.append([f'{said.type_name.split(".")[1]} {delivery.sequence}' for said, delivery in batch])


@handles(Alone)
def alone(said: Alone, delivery: Delivery) -> None:
    """One in a call."""
    calls.append([f'alone {delivery.sequence}'])


@pytest.fixture(autouse=True)
def nothing_called() -> Iterator[None]:
    """Each test begins with no calls."""
    calls.clear()
    yield
    calls.clear()


def parcel(sequence: int, said: Message | None) -> Parcel:
    """A message at a place of its stream."""
    envelope = Envelope(
        id=UUID(int=sequence),
        type='trial.any.v1',
        source='A',
        recipient='B',
        subject=UUID(int=1),
        sequence=sequence,
        previous=GENESIS,
        time=datetime(2026, 9, 1, tzinfo=UTC),
    )
    return Parcel('topic', 0, sequence, b'', [], envelope, b'', said)


def test_what_follows_each_other_is_one_call_for_each_handler_and_in_order() -> None:
    run = Run()
    for sequence, said in enumerate([Opened(), Closed(), Alone(), Alone(), Closed(), Opened()], start=1):
        run.add(parcel(sequence, said))
    assert calls == [['opened 1', 'closed 2'], ['alone 3'], ['alone 4']]  # before what comes after them
    run.apply()
    run.apply()
    assert calls[3:] == [['closed 5', 'opened 6']]


def test_type_of_a_newer_release_fails_the_run() -> None:
    with pytest.raises(UnknownMessage):
        Run().add(parcel(1, None))

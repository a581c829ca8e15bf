"""Which messages a handler is given together."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from federation.contracts.base import Message, UnknownMessage, message
from federation.contracts.envelope import Envelope
from federation.inbox.handler_batch import HandlerBatch
from federation.inbox.messages import InboundMessage, MessageContext
from federation.inbox.registry import handles, handles_many
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
def together(batch: Sequence[tuple[Message, MessageContext]]) -> None:
    """Both kinds in one call."""
    calls.append([f'{said.type_name.split(".")[1]} {context.sequence}' for said, context in batch])


@handles(Alone)
def alone(said: Alone, context: MessageContext) -> None:
    """One in a call."""
    calls.append([f'alone {context.sequence}'])


@pytest.fixture(autouse=True)
def nothing_called() -> Iterator[None]:
    """Each test begins with no calls."""
    calls.clear()
    yield
    calls.clear()


def inbound(sequence: int, said: Message | None) -> InboundMessage:
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
    return InboundMessage('topic', 0, sequence, b'', [], envelope, b'', said)


def test_what_follows_each_other_is_one_call_for_each_handler_and_in_order() -> None:
    batch = HandlerBatch()
    for sequence, said in enumerate([Opened(), Closed(), Alone(), Alone(), Closed(), Opened()], start=1):
        batch.add(inbound(sequence, said))
    assert calls == [['opened 1', 'closed 2'], ['alone 3'], ['alone 4']]  # before what comes after them
    batch.apply()
    batch.apply()
    assert calls[3:] == [['closed 5', 'opened 6']]


def test_type_of_a_newer_release_fails_the_batch() -> None:
    with pytest.raises(UnknownMessage):
        HandlerBatch().add(inbound(1, None))

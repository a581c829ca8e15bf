"""Small parts: resting, the registry, topics, the unsigned suite, fault reasons, buckets, the right to run."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from federation.contracts.base import Message, message
from federation.inbox.messages import MessageContext
from federation.inbox.registry import NoHandler, entry_handler_of, facts_handler_of, handler_of, handles
from federation.intake.faults import reason_of
from federation.link.backoff import Backoff
from federation.link.topics import Lane, cell_topic, shared_topic, topics_read_by
from federation.outbox.rows import BUCKETS, bucket_of
from govhall.kernel.errors import Refused


@message('trial.whispered.v1')
class Whispered(Message, frozen=True, kw_only=True):
    """Nobody handles it at first."""


class Denied(Refused):
    """A refusal with a code."""

    code = 'DENIED'


def test_second_handler_of_a_type_is_refused() -> None:
    for find in (handler_of, facts_handler_of, entry_handler_of):
        with pytest.raises(NoHandler):
            find(Whispered)
    heard: list[Message] = []
    handles(Whispered)(lambda said, delivery: heard.append(said))
    delivery = MessageContext('A', 'B', UUID(int=1), 1, datetime(2026, 9, 1, tzinfo=UTC), UUID(int=2))
    handler_of(Whispered)([(Whispered(), delivery), (Whispered(), delivery)])
    assert heard == [Whispered(), Whispered()]
    with pytest.raises(ValueError, match='has a handler already'):
        handles(Whispered)(lambda said, delivery: None)


def test_rest_grows_up_to_the_longest_and_ends_with_success() -> None:
    now = [0.0]
    backoff: Backoff[str] = Backoff(1, 3, lambda: now[0])
    assert backoff.back_off('a')
    assert backoff.delayed() == ['a']
    now[0] = 1.0
    assert backoff.delayed() == []
    assert not backoff.back_off('a')
    now[0] = 2.9
    assert backoff.delayed() == ['a']
    now[0] = 3.0
    backoff.back_off('a')
    now[0] = 5.9
    assert backoff.delayed() == ['a']
    assert backoff.clear('a')
    assert not backoff.clear('a')


def test_topics_belong_to_the_receiving_cell() -> None:
    assert cell_topic('bazhong', Lane.INBOX) == 'govhall.bazhong.inbox'
    assert shared_topic(Lane.CATALOGUE) == 'govhall.catalogue'
    assert {topic.name: (topic.partitions, topic.compacted) for topic in topics_read_by('bazhong')} == {
        'govhall.bazhong.inbox': (12, False),
        'govhall.bazhong.bulk': (6, False),
        'govhall.bazhong.facts': (6, False),
        'govhall.bazhong.receipts': (3, False),
        'govhall.directory': (1, True),
        'govhall.catalogue': (1, True),
    }


def test_reason_names_the_place_and_repeats_nothing_of_the_message() -> None:
    with pytest.raises(KeyError) as caught:
        {}['张小明']
    assert reason_of(caught.value).startswith('KeyError at test_pieces.py:')
    assert '张小明' not in reason_of(caught.value)
    assert reason_of(Denied()) == 'Denied DENIED'


def test_bucket_of_a_stream_never_changes() -> None:
    case = UUID('01932f3c-0000-7000-8000-000000000001')
    assert bucket_of(case, 'TJNS0001', 'TJXZ0001') == 27
    assert {bucket_of(UUID(int=number), 'A', 'B') for number in range(2000)} == set(range(BUCKETS))

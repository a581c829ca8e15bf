"""Which records go together when a topic was denied."""

from kafka.errors import KafkaTimeoutError, TopicAuthorizationFailedError

from federation.link.denied_topics import FIRST_DELAY, DeniedTopics
from federation.link.port import OutgoingRecord

RECORDS = [OutgoingRecord(topic, b'k', [], b'v') for topic in ('a', 'b', 'a', 'c')]


def parts(denied: DeniedTopics) -> list[list[int]]:
    return list(denied.parts(RECORDS))


def test_denied_topic_rests_and_is_then_tried_after_the_others() -> None:
    now = [0.0]
    denied = DeniedTopics(lambda: now[0])
    assert parts(denied) == [[0, 1, 2, 3]]
    for _ in range(3):  # as every record of a batch says it
        denied.note(TopicAuthorizationFailedError('b'))
    denied.note(TopicAuthorizationFailedError({'c'}))
    assert parts(denied) == [[0, 2]]
    now[0] = FIRST_DELAY
    assert parts(denied) == [[0, 2], [1], [3]]
    denied.note(TopicAuthorizationFailedError('b'))
    denied.forget('c')
    assert parts(denied) == [[0, 2, 3]]
    now[0] = 2 * FIRST_DELAY
    assert parts(denied) == [[0, 2, 3]]
    now[0] = 3 * FIRST_DELAY
    assert parts(denied) == [[0, 2, 3], [1]]


def test_other_errors_deny_nothing() -> None:
    denied = DeniedTopics()
    denied.note(KafkaTimeoutError('b'))
    assert parts(denied) == [[0, 1, 2, 3]]

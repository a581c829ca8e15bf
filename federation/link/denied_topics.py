"""Topics that this cell's user may not write to, and when to try them again.

kafka-python gives up a whole idempotent producer when a broker denies one topic: what waits for other topics fails
with it. So such a topic is left out for a while and then tried by itself, after the others have landed.
"""

import time
from collections.abc import Callable, Iterator, Sequence

from kafka.errors import KafkaError, TopicAuthorizationFailedError

from federation.link.backoff import Backoff
from federation.link.port import OutgoingRecord

FIRST_DELAY, LONGEST_DELAY = 15.0, 300.0


class DeniedTopics:
    """Remembers them in memory; a new right is noticed when the delay of the topic has ended."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._backoff: Backoff[str] = Backoff(FIRST_DELAY, LONGEST_DELAY, clock)

    def note(self, error: KafkaError) -> None:
        """Remember which topics were denied, if that is what the error says."""
        if isinstance(error, TopicAuthorizationFailedError) and error.args:
            denied = error.args[0]
            for topic in [denied] if isinstance(denied, str) else denied:
                if topic not in self._backoff.delayed():  # every record of a failed batch says it again
                    self._backoff.back_off(topic)

    def forget(self, topic: str) -> None:
        """It was written to."""
        self._backoff.clear(topic)

    def parts(self, records: Sequence[OutgoingRecord]) -> Iterator[list[int]]:
        """Which records to send together: those for allowed topics, then each topic due for a retry; others wait."""
        left_out, retried = set(self._backoff.delayed()), self._backoff.due()
        known = left_out.union(retried)
        yield [place for place, record in enumerate(records) if record.topic not in known]
        for topic in retried:
            yield [place for place, record in enumerate(records) if record.topic == topic]

"""Topics that this cell's user may not write to, and when to try them again.

kafka-python gives up a whole idempotent producer when a broker denies one topic: what waits for other topics fails
with it. So such a topic is left out for a while and then tried by itself, after the others have landed.
"""

import time
from collections.abc import Callable, Iterator, Sequence

from kafka.errors import KafkaError, TopicAuthorizationFailedError

from federation.link.port import Record
from federation.link.resting import Resting

FIRST_REST, LONGEST_REST = 15.0, 300.0


class DeniedTopics:
    """Remembers them in memory; a right that is given is noticed when the topic has rested."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._resting: Resting[str] = Resting(FIRST_REST, LONGEST_REST, clock)

    def note(self, error: KafkaError) -> None:
        """Remember which topics were denied, if that is what the error says."""
        if isinstance(error, TopicAuthorizationFailedError) and error.args:
            named = error.args[0]
            for topic in [named] if isinstance(named, str) else named:
                if topic not in self._resting.now():  # every record of a failed batch says it again
                    self._resting.lay(topic)

    def forget(self, topic: str) -> None:
        """It was written to."""
        self._resting.wake(topic)

    def parts(self, records: Sequence[Record]) -> Iterator[list[int]]:
        """Which records to send together: those for sound topics, then each topic that has rested; the others wait."""
        left_out, again = set(self._resting.now()), self._resting.rested()
        known = left_out.union(again)
        yield [place for place, record in enumerate(records) if record.topic not in known]
        for topic in again:
            yield [place for place, record in enumerate(records) if record.topic == topic]

"""A relay as a process whose sends start late by chance, as on a busy machine. Usage: through tests.builders.inside."""

import random
from collections.abc import Callable, Sequence
from threading import Event

from django.core.management import call_command

from federation.link.kafka import KafkaSender
from federation.link.port import OutgoingRecord
from federation.relay.management.commands import run_relay

LONGEST_SECONDS = 0.03


class Jittery(KafkaSender):
    """Waits for up to thirty milliseconds between reading a chunk and sending it, and again before it hears of it."""

    def send(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        """Send, late."""
        self._dawdle()
        landed = super().send(records)
        self._dawdle()
        return landed

    def _dawdle(self) -> None:
        Event().wait(random.random() * LONGEST_SECONDS)  # noqa: S311 - no secret


def main(servers: str) -> None:
    """Run the relay's own command over the late sender."""

    def open_jittery(meanwhile: Callable[[], None]) -> Jittery:
        return Jittery([servers], meanwhile)

    run_relay.open_sender = open_jittery  # type: ignore[assignment]
    call_command('run_relay')

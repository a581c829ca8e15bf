"""The relay of this cell, as a process."""

from typing import Any

from django.core.management.base import BaseCommand

from federation.link.opening import open_sender
from federation.link.steady import Steady
from federation.relay.sending import Relay

IDLE_SECONDS = 0.05  # a look at an empty outbox costs 34 microseconds; NOTIFY would serialise every commit


class Command(BaseCommand):
    """A second relay of the same cell waits until the first is gone."""

    help = 'Send what waits in the outbox, until SIGTERM.'

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop."""
        sender = open_sender()
        relay = Relay(sender)
        try:
            Steady('relay').run(lambda: 0.0 if relay.once() else IDLE_SECONDS)
        finally:
            sender.close()

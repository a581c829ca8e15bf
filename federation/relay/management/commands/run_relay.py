"""A relay of this cell, as a process."""

from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError

from federation.link.opening import open_sender
from federation.link.steady import Steady
from federation.relay.leases import Leases
from federation.relay.sending import Relay

IDLE_SECONDS = 0.05  # a look at an empty outbox costs microseconds; NOTIFY would serialise every commit
log = structlog.get_logger()


class Command(BaseCommand):
    """Several may run: they share the streams out among themselves, and when one dies the others take its share."""

    help = 'Send what waits in the outbox, until SIGTERM.'

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop."""
        leases = Leases()
        sender = open_sender(meanwhile=leases.keep)
        relay = Relay(sender, leased=leases.held)
        try:
            Steady('relay').run(lambda: 0.0 if relay.once() else IDLE_SECONDS)
        finally:
            sender.close()
            _release(leases)


def _release(leases: Leases) -> None:
    try:
        leases.release()
    except (OperationalError, InterfaceError) as error:
        log.info('leases_run_out', reason=type(error).__name__)  # by themselves, when the database is away

"""A relay of this cell, as a process."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection

from federation.acks.backup_check import OLDER_BACKUP, check_backup_now
from federation.acks.rollback_guard import OlderBackup
from federation.link.factory import open_sender
from federation.link.process_loop import ProcessLoop, tune_garbage_collector
from federation.relay.leases import Leases
from federation.relay.nightly import NightlyComparison
from federation.relay.order_monitor import COUNTERS
from federation.relay.relay import Relay
from federation.relay.resend import Resender
from federation.watch.heartbeat import HeartbeatWriter
from tenants.context import halls_served

FIRST_BUCKET = 0
IDLE_SECONDS = 0.05  # a look at an empty outbox costs microseconds; NOTIFY would serialise every commit
log = structlog.get_logger()


class Command(BaseCommand):
    """Several may run: they share the streams out among themselves, and when one dies the others take its share."""

    help = 'Send what waits in the outbox, until SIGTERM.'

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop."""
        tune_garbage_collector()
        leases = Leases()
        sender = open_sender(meanwhile=leases.keep)
        relay = Relay(sender, leased=leases.held)
        work = RelayWork(
            relay,
            Resender(sender),
            NightlyComparison(),
            leads=lambda: FIRST_BUCKET in leases.held(),
            is_up=sender.is_up,
        )
        try:
            ProcessLoop('relay').run(work.step)
        except OlderBackup as error:
            raise CommandError(OLDER_BACKUP.format(error)) from error
        finally:
            sender.close()
            _release(leases)


class RelayWork:
    """What a relay does in turn: send what is new, say again what is lost, and count once a night."""

    def __init__(
        self,
        relay: Relay,
        resender: Resender,
        nightly: NightlyComparison,
        *,
        leads: Callable[[], bool],
        is_up: Callable[[], bool],
    ) -> None:
        self._relay, self._resender, self._nightly, self._leads = relay, resender, nightly, leads
        self._is_checked = False
        self._heart = HeartbeatWriter('relay', lambda: {'line': is_up(), **_state()})

    def step(self) -> float:
        """One step; the seconds to rest after it. Raises OlderBackup, and what the database or the road raises."""
        self._heart.once()
        if not self._is_checked:
            check_backup_now()
            with connection.cursor() as cursor:
                cursor.execute('SELECT public.fed_make_partitions()')
            self._is_checked = True
        sent = self._relay.once()
        if self._leads():  # one of several is enough; two for a moment only repeat what is dropped
            sent += self._resender.once() + self._nightly.once()
        return 0.0 if sent else IDLE_SECONDS


def _state() -> dict[str, object]:
    return {'halls_served': halls_served(), **{name: counter.value for name, counter in COUNTERS.items()}}


def _release(leases: Leases) -> None:
    try:
        leases.release()
    except (OperationalError, InterfaceError) as error:
        log.info('leases_run_out', reason=type(error).__name__)  # by themselves, when the database is away

"""The intake of this cell, as a process."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from federation.acks.backup_check import OLDER_BACKUP, check_backup_now
from federation.acks.rollback_guard import OlderBackup, set_suspected
from federation.inbox.offsets import position
from federation.intake.consumer import Intake
from federation.intake.topic_reset import reset_recreated_topics
from federation.link.factory import open_reader
from federation.link.port import LinkDown, LostPosition, Reader
from federation.link.process_loop import AdvisoryLock, ProcessLoop, tune_garbage_collector
from federation.watch.heartbeat import HeartbeatWriter
from tenants.clock import ClockOff, clock
from tenants.context import halls_served

WAIT_SECONDS = 0.2
CLOCK_WAIT_SECONDS = 5.0
STALL_SHOWN_SECONDS = 600.0


class Command(BaseCommand):
    """A second intake of the same cell waits until the first is gone."""

    help = 'Apply what arrives for the halls of this cell, until SIGTERM.'

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._reader: Reader | None = None
        self._intake: Intake | None = None
        self._stalled: float | None = None
        self._has_tried = False
        self._heart = HeartbeatWriter('intake', self._state)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop."""
        tune_garbage_collector()
        clock.watch()  # a message may make a limit count as passed
        try:
            ProcessLoop('intake', AdvisoryLock('govhall.intake')).run(self._step)
        except OlderBackup as error:
            set_suspected(str(error))
            raise CommandError(OLDER_BACKUP.format(error)) from error
        except LostPosition as error:
            raise CommandError(
                f'The topic no longer holds the record that must come next ({error}): its retention ran out while '
                'this cell was away. Nothing was skipped. Delete its rows of fed_offset and start again: the intake '
                'then reads from the beginning, and what the topic has lost is said again by its senders.'
            ) from error
        finally:
            self._close()

    def _step(self) -> float:
        self._heart.once()
        try:
            clock.wait_if_wrong()
            intake = self._ready()
            intake.once(WAIT_SECONDS)
            if intake.is_outdated:
                self._close()
        except ClockOff:  # has its line in the log; what waits is taken when the clock is right again
            return CLOCK_WAIT_SECONDS
        except LinkDown as error:
            if str(error) == 'stalled':
                self._stalled = time.monotonic()
            self._close()
            raise
        except LostPosition:
            self._close()
            if not reset_recreated_topics():
                raise
        return 0.0

    def _state(self) -> dict[str, object]:
        """Without an intake the line is down, and only that is known."""
        without = {'line': False} if self._has_tried else {}
        known = without if self._intake is None else self._intake.state()
        stalled = self._stalled is not None and time.monotonic() - self._stalled < STALL_SHOWN_SECONDS
        return {'reading': self._intake is not None, 'halls_served': halls_served(), 'stalled': stalled, **known}

    def _ready(self) -> Intake:
        self._has_tried = True
        if self._reader is None or self._intake is None:
            check_backup_now()
            reset_recreated_topics()
            self._reader = open_reader(position)
            self._intake = Intake(self._reader, settings.CELL)
        return self._intake

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader = self._intake = None

"""Halls change in small batches over several connections; a busy one comes again later, the others go on."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from queue import Empty, SimpleQueue
from threading import Lock
from time import sleep
from typing import NamedTuple

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils.module_loading import import_string
from psycopg.errors import DeadlockDetected, LockNotAvailable

from tenants.models import Hall, HallSchema, HallStatus
from tenants.release import held
from tenants.release.script import Script

CONNECTIONS, BATCH = 4, 8
LOCK = '300ms'  # whoever waits for a table lets nobody pass, so no hall's people wait for longer than this
PAUSES = [0.2, 0.5, 1, 2, *[5] * 12]  # seconds before busy halls come again; a minute together
BUSY = 'busy: something holds its tables for a minute; end that transaction'
CLAIM = """
UPDATE tenants_hall_schema SET plan = %s, rights = %s, changed_at = now() WHERE hall_id = ANY(%s) AND plan = %s
"""
log = structlog.get_logger(__name__)


class HallUpgrade(NamedTuple):
    """What halls with one plan get; `gives_rights` also where the list of rights is another one than theirs."""

    from_plan: str
    to_plan: str
    script: Script
    rights: str
    gives_rights: bool


class Verdict(StrEnum):
    """What became of a hall; the values go into the log."""

    DONE = 'done'
    BUSY = 'busy'  # its tables are locked
    STALE = 'stale'  # it has something else than the table said; that is noted now
    FAILED = 'failed'


class NotAsNoted(Exception):
    """Another process has changed one of the halls meanwhile."""


Told = Callable[[int], None]
Answer = tuple[Hall, Verdict, str]


@dataclass
class UpgradeOutcome:
    """How many halls are done, and by hall why the others are not; several threads count in it."""

    done: int = 0
    stale: int = 0
    busy: list[Hall] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    lock: AbstractContextManager[object] = field(default_factory=Lock)

    def count(self, answers: Iterable[Answer], told: Told) -> None:
        """Note what became of some halls, and say how many are done by now."""
        with self.lock:
            for hall, verdict, reason in answers:
                self.done += verdict is Verdict.DONE
                self.stale += verdict is Verdict.STALE
                if verdict is Verdict.BUSY:
                    self.busy.append(hall)
                if verdict is Verdict.FAILED:
                    self.failed[hall.code] = reason
            told(self.done)


def carry_out(change: HallUpgrade, halls: Sequence[Hall], told: Told) -> UpgradeOutcome:
    """Change these halls; `told` hears after each batch how many are done. Raises if the database goes away."""
    outcome, batches = UpgradeOutcome(), [halls[start : start + BATCH] for start in range(0, len(halls), BATCH)]
    for pause in [*PAUSES, 0]:
        _all_at_once(change, batches, outcome, told)
        if not outcome.busy:
            return outcome
        batches, outcome.busy = [[hall] for hall in outcome.busy], []
        sleep(pause)
    outcome.failed |= {hall.code: BUSY for (hall,) in batches}
    return outcome


def _all_at_once(change: HallUpgrade, batches: Iterable[Sequence[Hall]], outcome: UpgradeOutcome, told: Told) -> None:
    """Several threads, each with a connection of its own, until no batch is left."""
    left: SimpleQueue[Sequence[Hall]] = SimpleQueue()
    for batch in batches:
        left.put(batch)

    def work() -> None:
        touched = 0
        try:
            with suppress(Empty):
                while batch := left.get_nowait():
                    outcome.count(_batch(change, batch), told)
                    touched += len(batch)
                    if touched >= settings.HALLS_PER_CONNECTION:  # what a connection keeps of them is given back
                        connection.close()
                        touched = 0
        finally:
            connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for done in [pool.submit(work) for _ in range(min(CONNECTIONS, left.qsize()))]:
            done.result()


def _batch(change: HallUpgrade, batch: Sequence[Hall]) -> list[Answer]:
    """All halls in one transaction; if that fails, each by itself."""
    try:
        _change(change, batch)
    except NotAsNoted:
        problem, reason = Verdict.STALE, ''
    except DatabaseError as error:
        if _connection_is_lost(error):
            raise
        busy = isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)
        problem, reason = Verdict.BUSY if busy else Verdict.FAILED, _named(error)
    else:
        return [(hall, Verdict.DONE, '') for hall in batch]
    if len(batch) > 1:
        return [answer for hall in batch for answer in _batch(change, [hall])]
    return [_looked_at(change, batch[0], problem, reason)]


def _looked_at(change: HallUpgrade, hall: Hall, problem: Verdict, reason: str) -> Answer:
    """A hall that failed may have another plan than noted, as after `migrate_schemas`: then that is noted."""
    if problem is not Verdict.BUSY:
        held.record([hall])
        plan = HallSchema.objects.values_list('plan', flat=True).get(hall=hall)
        problem = Verdict.FAILED if plan == change.from_plan else Verdict.STALE
        log.info('hall_not_changed', hall=hall.code, outcome=problem.value, reason=reason)
    return hall, problem, reason


def _change(change: HallUpgrade, batch: Sequence[Hall]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK}'")
        ids = [hall.pk for hall in batch]
        cursor.execute(CLAIM, [change.to_plan, change.rights, ids, change.from_plan])
        if cursor.rowcount != len(batch):
            raise NotAsNoted
        change.script.play(cursor, [hall.schema_name for hall in batch])
        cursor.execute('SET LOCAL search_path = public')
        if change.gives_rights:
            _give_rights(batch)


def _give_rights(batch: Sequence[Hall]) -> None:
    """A hall that is moving to another cell is only read: asked under a lock, as moving it changes its rights too."""
    grant, withhold = import_string(settings.TENANT_RIGHTS), import_string(settings.TENANT_RIGHTS_WITHHELD)
    ids = [hall.pk for hall in batch]
    states = dict(Hall.objects.select_for_update(no_key=True).filter(pk__in=ids).values_list('pk', 'status'))
    with connection.cursor() as cursor:
        for hall in batch:
            grant(cursor, hall.schema_name)
            if states[hall.pk] != HallStatus.OPEN:
                withhold(cursor, hall.schema_name)


def _connection_is_lost(error: DatabaseError) -> bool:
    lost = connection.connection is None or connection.connection.closed
    return isinstance(error, InterfaceError) or bool(lost)


def _named(error: DatabaseError) -> str:
    """The kind of error and the constraint or table; never its text, which may hold what people typed."""
    diagnosed = getattr(error.__cause__, 'diag', None)
    parts = [type(error.__cause__ or error).__name__]
    parts += [
        str(getattr(diagnosed, of))
        for of in ('table_name', 'column_name', 'constraint_name')
        if getattr(diagnosed, of, None)
    ]
    return ' '.join(parts)

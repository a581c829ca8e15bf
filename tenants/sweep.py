"""The one way to walk over items: each for itself. A bad one is set aside, counted and shown, and the others go on."""

import traceback
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueAway

from govhall.kernel.errors import Later, Refused
from tenants.models import SetAside

T = TypeVar('T')
# Until it is tried again, by how often it was; what only has to wait (`Later`) never waits for longer than the second.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360)]
log = structlog.get_logger(__name__)


@dataclass
class SweepResult:
    """What became of the items; `total` is the sum of what the work returned."""

    done: int = 0
    total: int = 0
    left: int = 0
    put_off: int = 0
    failed: int = 0


def each(
    items: Iterable[T],
    work: Callable[[T], object],
    *,
    task: str,
    hall: str = '',
    key: Callable[[T], str] = str,
    answered: tuple[type[Refused], ...] = (),
) -> SweepResult:
    """Do the work for each item; what it raises sets that item aside, under its `key`, and the next one follows.

    `answered` are refusals that mean that nothing is to do any more. An item that was set aside waits for its turn.
    The database gone, or the queue, is no item's fault and is raised.
    """
    return Walk(task, hall, key, answered).over(items, work)


class Walk:
    """One walk of a task through one hall's items, or the cell's; with `always` no item waits for its turn."""

    def __init__(
        self,
        task: str,
        hall: str,
        key: Callable[[Any], str] = str,
        answered: tuple[type[Refused], ...] = (),
        always: bool = False,
    ) -> None:
        self.task, self.hall, self.key, self.answered, self.always = task, hall, key, answered, always
        self._known = {row.item: row for row in SetAside.objects.filter(task=task, hall=hall)}

    def over(self, items: Iterable[T], work: Callable[[T], object]) -> SweepResult:
        """Do the work for each item, as `each`."""
        swept = SweepResult()
        for item in items:
            self.do(item, work, swept)
        return swept

    def do(self, item: Any, work: Callable[[Any], object], swept: SweepResult) -> bool:
        """Do the work for one item; whether it was done."""
        name = self.key(item)
        known = self._known.get(name)
        if known is not None and not self.always and known.not_before > timezone.now():
            swept.put_off += 1
            return False
        try:
            # Within a transaction a failed statement would spoil what follows.
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                result = work(item)
        except self.answered as refusal:
            log.info('item_left', task=self.task, hall=self.hall, item=name, outcome='left', reason=refusal.code)
            swept.left += 1
        except Exception as error:
            if _is_nobodys_fault(error):
                raise
            self._set_aside(name, error)
            swept.failed += 1
            return False
        else:
            swept.done += 1
            swept.total += result if isinstance(result, int) else 0
        if known is not None:
            self._known.pop(name).delete()
        return True

    def _set_aside(self, name: str, error: Exception) -> None:
        now, known = timezone.now(), self._known.get(name)
        tries = known.tries + 1 if known else 1
        told = {'error': type(error).__name__[:60], 'reason': reason_of(error), 'tries': tries}
        told |= {'last_at': now, 'not_before': now + _pause(error, tries)}
        row, _ = SetAside.objects.update_or_create(
            task=self.task, hall=self.hall, item=name, defaults=told, create_defaults=told | {'first_at': now}
        )
        self._known[name] = row
        log.error(
            'item_set_aside', task=self.task, hall=self.hall, item=name, outcome='failed', reason=told['reason'],
            exc_info=error,
        )  # fmt: skip


def reason_of(error: Exception) -> str:
    """A refusal's code, or the place in the program; never the error's own text, which may repeat personal data."""
    if isinstance(error, Refused):
        return error.code[:120]
    frames = traceback.extract_tb(error.__traceback__)
    return f'{Path(frames[-1].filename).name}:{frames[-1].lineno}'[:120] if frames else ''


def try_again_now(*, task: str = '', hall: str = '', at: datetime | None = None) -> list[str]:
    """Let what is set aside be tried at the next walk; the tasks that have any."""
    rows = SetAside.objects.all()
    rows = rows.filter(task=task) if task else rows
    rows = rows.filter(hall=hall) if hall else rows
    rows.update(not_before=at or timezone.now())
    return sorted(set(rows.values_list('task', flat=True)))


def _pause(error: Exception, tries: int) -> timedelta:
    longest = 2 if isinstance(error, Later) else len(PAUSES)
    return PAUSES[min(tries, longest) - 1]


def _is_nobodys_fault(error: Exception) -> bool:
    if isinstance(error, QueueAway):
        return True
    lost = connection.connection is None or connection.connection.closed
    return isinstance(error, (OperationalError, InterfaceError)) and bool(lost)

"""Background work knows its hall by argument; a task that names none, or an unknown one, does not run."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import structlog
from celery import Task, shared_task
from django.utils import timezone

from govhall.kernel.errors import Broken
from tenants.audit import seal_audit
from tenants.clock import ClockOff, clock
from tenants.context import hall_context, leave
from tenants.hall_moves import status_of
from tenants.models import Hall
from tenants.selectors import hall_by_code
from tenants.sweep import each

log = structlog.get_logger()


class TaskWithoutHall(Broken):
    """A hall's task came without the code of a hall of this cell."""


class GuardedTask(Task):
    """The base of all tasks: runs in the public schema and leaves the connection there.

    While the worker's clock is wrong nothing runs: a limit that has not passed would count as passed. The sweeps order
    it again.
    """

    abstract = True
    throws = (ClockOff,)  # the clock has its line in the log; no stack for each task

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Run the task from the public schema."""
        leave()
        clock.wait_if_wrong()
        try:
            return self.run(*args, **kwargs)
        finally:
            leave()


class HallTask(GuardedTask):
    """A task of one hall: its keyword `hall` is the hall's code; anything else raises before the body runs."""

    abstract = True

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Run the task inside its hall; not at all while the hall moves."""
        clock.wait_if_wrong()
        code = kwargs.get('hall')
        try:
            hall = hall_by_code(str(code))
        except Hall.DoesNotExist as error:
            raise TaskWithoutHall(f'no hall {code!r} in this cell') from error
        if status_of(hall.code):
            log.info('task_held', hall=hall.code, reason='moving')  # the sweeps order it again, here or there
            return None
        with hall_context(hall), structlog.contextvars.bound_contextvars(hall=hall.code):
            return self.run(*args, **kwargs)


@shared_task(name='tenants.seal_audit')
def seal_yesterday() -> None:
    """Chain the audit of all but the last day: what was begun yesterday is committed by now."""
    seal_audit(before=timezone.now() - timedelta(days=1))


def order_halls(found: Iterable[tuple[str, list[UUID]]], order: Task, task: str, *, under: str = 'cases') -> None:
    """Order, hall by hall, each hall's part of a sweep: the task of a hall with its items, by the name `under`."""

    def one(part: tuple[str, list[UUID]]) -> None:
        order.delay(hall=part[0], **{under: [str(uid) for uid in part[1]]})

    each(found, one, task=task, key=lambda part: part[0])

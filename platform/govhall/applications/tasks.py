"""Background work on online applications: what nobody touched goes, what nobody opened is received."""

from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from govhall.applications.services.expiry import DUE, KIND, delete_idle
from govhall.applications.services.intake import receive_unopened
from govhall.deadlines.services import passed
from govhall.kernel.china import CHINA
from tenants.sweep import each
from tenants.tasks import HallTask, order_halls

log = structlog.get_logger(__name__)


@shared_task(name='casework.sweep_online')
def sweep_online() -> None:
    """Order, hall by hall, to delete what nobody touched for thirty days (one read of the public index)."""
    found = passed(KIND, today=timezone.now().astimezone(CHINA).date())
    order_halls(found, delete_idle_in_hall, 'casework.sweep_online', under='applications')


@shared_task(name='casework.delete_idle', base=HallTask)
def delete_idle_in_hall(*, hall: str, applications: list[str]) -> None:
    """Delete these drafts and returned applications of one hall with their files; what was touched is left."""
    swept = each(applications, lambda uid: delete_idle(uid=UUID(uid)), task='casework.sweep_online', hall=hall)
    log.info('online_deleted', hall=hall, count=swept.total, outcome='done')


@shared_task(name='casework.sweep_unopened')
def sweep_unopened() -> None:
    """Order, hall by hall, to receive what nobody opened on its working day (one read of the public index)."""
    found = passed(DUE, today=timezone.now().astimezone(CHINA).date())
    order_halls(found, receive_unopened_in_hall, 'casework.sweep_unopened', under='applications')


@shared_task(name='casework.receive_unopened', base=HallTask)
def receive_unopened_in_hall(*, hall: str, applications: list[str]) -> None:
    """Receive these online applications of one hall; what somebody received, returned or took back is left."""
    each(applications, lambda uid: receive_unopened(uid=UUID(uid)), task='casework.sweep_unopened', hall=hall)

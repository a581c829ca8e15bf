"""Background work of the archive: what has been closed and quiet long enough is packed at night."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from govhall.archive.services import NotArchivable, archive_case
from govhall.casework.refusals import NoSuchCase
from govhall.casework.services.change import HallFenced, StaleVersion
from govhall.deadlines.services import passed
from govhall.kernel.china import CHINA
from tenants.sweep import each
from tenants.tasks import HallTask, order_halls


@shared_task(name='casework.sweep_archive')
def sweep_archive() -> None:
    """Order, hall by hall, to archive what has been closed and quiet long enough (one read of the public index)."""
    order_halls(
        passed('archive', today=timezone.now().astimezone(CHINA).date()), archive_in_hall, 'casework.sweep_archive'
    )


@shared_task(name='casework.archive', base=HallTask)
def archive_in_hall(*, hall: str, cases: list[str]) -> None:
    """Archive these cases of one hall; what changed meanwhile waits for another night."""
    answered = (NotArchivable, NoSuchCase, StaleVersion, HallFenced)
    each(cases, lambda uid: archive_case(uid=UUID(uid)), task='casework.sweep_archive', hall=hall, answered=answered)

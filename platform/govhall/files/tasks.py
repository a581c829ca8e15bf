"""Background work on files: cutting what leaves, and throwing away what waited in vain."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from govhall.files.arrival import drop_stale
from govhall.files.dispatch import CARRY_FILES, carry_files
from govhall.files.file_transfer.services import halls_with_leaving, halls_with_stale
from govhall.files.uploads import drop_uploads
from tenants.sweep import each
from tenants.tasks import HallTask

STALE = timedelta(days=14)  # as long as the topic holds what is still to come
log = structlog.get_logger(__name__)


@shared_task(name=CARRY_FILES, base=HallTask)
def carry_files_of_hall(*, hall: str) -> None:
    """Cut the files of one hall that are to leave."""
    log.info('files_cut', hall=hall, count=carry_files())


@shared_task(name='casework.sweep_files')
def sweep_files() -> None:
    """Order, hall by hall, what still is to be cut: the queue was away, or the outbox full (one read of an index)."""
    each(
        halls_with_leaving(timezone.now()),
        lambda hall: carry_files_of_hall.delay(hall=hall),
        task='casework.sweep_files',
    )


@shared_task(name='casework.drop_stale', base=HallTask)
def drop_stale_of_hall(*, hall: str) -> None:
    """Throw away the pieces for which this hall has waited in vain."""
    log.warning('files_dropped', hall=hall, count=drop_stale(timezone.now() - STALE))


@shared_task(name='casework.sweep_arrivals')
def sweep_arrivals() -> None:
    """Order, hall by hall, to throw away pieces of files that never became whole (one read of an index)."""
    each(
        halls_with_stale(timezone.now() - STALE),
        lambda hall: drop_stale_of_hall.delay(hall=hall),
        task='casework.sweep_arrivals',
    )


@shared_task(name='casework.sweep_uploads')
def sweep_uploads() -> None:
    """Delete files that systems brought and named no case for within a day."""
    log.info('uploads_swept', outcome='done', count=drop_uploads())

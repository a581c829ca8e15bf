"""Making the files of papers, beside the counters; what a lost queue forgot is found by the sweep."""

from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from govhall.casework.notices.making import make
from govhall.casework.register.services import claim_waiting
from tenants.tasks import HallTask

MOST = 500
log = structlog.get_logger(__name__)


@shared_task(name='casework.make_file', base=HallTask)
def make_file(*, hall: str, notice: str) -> None:
    """Typeset, seal and store one paper; done twice it is one file."""
    make(UUID(notice), hall=hall, at=timezone.now())


@shared_task(name='casework.sweep_papers')
def sweep_papers() -> None:
    """Order again what has waited for more than two minutes (one statement on the public index)."""
    found = claim_waiting(timezone.now(), most=MOST)
    if found:
        log.warning('papers_wait', count=len(found))
    for hall, notice in found:
        make_file.delay(hall=hall, notice=str(notice))

"""Making the files of papers, beside the counters; what a lost queue forgot is found by the sweep."""

from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from govhall.documents.register.services import claim_waiting
from govhall.documents.sealed_file import could_not_make, make
from tenants.sweep import Walk
from tenants.tasks import HallTask

MOST = 500
SWEEP = 'casework.sweep_papers'
log = structlog.get_logger(__name__)


@shared_task(name='casework.make_file', base=HallTask)
def make_file(*, hall: str, notice: str) -> None:
    """Typeset, seal and store one paper; done twice it is one file."""
    walk = Walk(SWEEP, hall, always=True)
    if walk.over([notice], lambda uid: make(UUID(uid), hall=hall, at=timezone.now())).failed:
        could_not_make(UUID(notice))


@shared_task(name=SWEEP)
def sweep_papers() -> None:
    """Order again what has waited for more than two minutes (one statement on the public index)."""
    found = claim_waiting(timezone.now(), most=MOST)
    if found:
        log.warning('papers_wait', count=len(found))
    walk = Walk(SWEEP, '', key=lambda one: str(one[1]), always=True)
    walk.over(found, lambda one: make_file.delay(hall=one[0], notice=str(one[1])))

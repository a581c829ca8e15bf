"""The nightly check, hall by hall."""

import structlog
from celery import shared_task
from django.utils import timezone

from govhall.archive.chains.case_chain import HandoverTip
from govhall.archive.chains.services import SWEEP, check_hall, compare, told_by_sender
from tenants.selectors import local_halls
from tenants.sweep import each
from tenants.tasks import HallTask

log = structlog.get_logger(__name__)


@shared_task(name=SWEEP)
def sweep_chains() -> None:
    """Order the check of each hall: truly about all of them, once a night."""
    each((one.code for one in local_halls()), lambda hall: check_chains_of_hall.delay(hall=hall), task=SWEEP)


@shared_task(name='casework.check_chains', base=HallTask)
def check_chains_of_hall(*, hall: str) -> None:
    """Check one hall, and have what it was told compared where it was said, if that is in this cell."""
    found, here = check_hall(at=timezone.now()), {one.code for one in local_halls()}
    for sender, told in told_by_sender(found.told):
        if sender in here:
            compare_tips.delay(hall=sender, told=[list(tip) for tip in told])


@shared_task(name='casework.compare_tips', base=HallTask)
def compare_tips(*, hall: str, told: list[list[str]]) -> None:
    """Compare the events of one hall with what a neighbour was told of them."""
    compare([HandoverTip(*tip) for tip in told], at=timezone.now())

"""The look at 09:00: which windows have nobody who may decide today (domain G7)."""

import structlog
from celery import shared_task
from django.utils import timezone

from govhall.attendance.services.unattended import SWEEP, note_unattended
from govhall.catalogue.models import Section
from tenants.selectors import local_halls
from tenants.sweep import each

log = structlog.get_logger(__name__)


@shared_task(name=SWEEP)
def sweep_unattended() -> None:
    """Look at each hall that keeps windows: truly about all of them, once a day."""
    keeping = set(Section.objects.exclude(windows=[]).values_list('hall_code', flat=True).distinct())
    halls = (hall for hall in local_halls() if hall.code in keeping)
    now = timezone.now()
    swept = each(halls, lambda hall: note_unattended(hall, at=now), task=SWEEP, key=lambda hall: hall.code)
    log.info('windows_looked_at', count=swept.total, failed=swept.failed)

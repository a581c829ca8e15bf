"""What 09:00 of a working day finds, kept for supervision."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from govhall.attendance.models import Unattended
from govhall.attendance.windows_today import windows_on
from govhall.deadlines.calendar import calendar_of
from tenants.models import Hall

SWEEP = 'attendance.note_unattended'


def note_unattended(hall: Hall, *, at: datetime) -> int:
    """Keep which windows of the hall have nobody who may decide on this working day; how many. Once is enough."""
    day: date = timezone.localdate(at)
    if not calendar_of(hall.area_code).is_workday(day):
        return 0
    found = [
        Unattended(hall_code=hall.code, day=day, department=row.department, window=row.window.number, why=row.why)
        for row in windows_on(hall.code, day)
        if row.is_unattended
    ]
    with transaction.atomic():
        Unattended.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)

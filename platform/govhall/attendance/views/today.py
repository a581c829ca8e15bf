"""今日在岗: which windows have nobody who may decide, who leads, who is away and who stands in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.attendance.models import Shift, Unattended
from govhall.attendance.readers import READERS
from govhall.attendance.views.bar import bar
from govhall.attendance.windows_today import Why, leaves_on, windows_on
from govhall.catalogue.exchange.names import department_names
from govhall.letters.open_work import nobody_decides
from tenants.access import StaffRequest, staff
from tenants.moments import at_one_moment


@staff(*READERS)
@require_safe
@at_one_moment
def today(request: StaffRequest) -> HttpResponse:
    """GET how the windows of the hall stand at this moment; what 09:00 found stays to be seen."""
    hall, day = request.hall.code, timezone.localdate()
    windows = windows_on(hall, day)
    shifts = list(Shift.objects.filter(hall_code=hall, first_day__lte=day, last_day__gte=day).order_by('department'))
    names = department_names({shift.department for shift in shifts})
    kept = Unattended.objects.filter(hall_code=hall, day=day).order_by('window')
    context = {
        **bar(request, 'attendance_today'),
        'day': day,
        'windows': windows,
        'partly': sum(row.why is Why.PARTLY for row in windows),
        'orphans': nobody_decides(hall, timezone.now()),
        'unattended': [row for row in windows if row.is_unattended],
        'at_nine': [(row.window, Why(row.why).label) for row in kept],
        'shifts': [(shift, names.get(shift.department, shift.department) or '中心') for shift in shifts],
        'leaves': leaves_on(hall, day),
    }
    return render(request, 'attendance/today.html', context)

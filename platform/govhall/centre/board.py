"""进驻情况: how much of what the county publishes is in the hall on any day, and which windows decide nothing."""

from datetime import date

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.catalogue.centre import NoSuchDay, board
from govhall.catalogue.readers import READERS
from govhall.catalogue.views.bar import bar
from govhall.centre.window_work import deciding_nothing
from govhall.doors.forms import Form
from govhall.look.refusals import show_refusal
from tenants.access import StaffRequest, staff
from tenants.moments import at_one_moment


class DayForm(Form):
    """Of which day."""

    narrows = True

    day = forms.DateField(
        label='看哪一天', required=False, widget=forms.DateInput(format='%Y-%m-%d', attrs={'type': 'date'})
    )


@staff(*READERS)
@require_safe
@at_one_moment
def centre_board(request: StaffRequest) -> HttpResponse:
    """GET the board of the hall, as of today or of the day asked for."""
    today = timezone.localdate()
    form = DayForm(request.GET if 'day' in request.GET else {'day': today.isoformat()})
    asked: date | None = form.cleaned_data['day'] if form.is_valid() else None
    try:
        found = board(request.hall.code, asked or today)
    except NoSuchDay as refusal:
        show_refusal(form, refusal)
        found = board(request.hall.code, today)
    context = {
        **bar(request, 'catalogue_board'),
        'form': form,
        'board': found,
        'missing': found.total.published - found.total.entered,
        'past': found.day != today,
        'idle': deciding_nothing(request.hall.code, found),
        'kept': any(row.items or row.kept for row in found.departments),
    }
    return render(request, 'centre/board.html', context, status=200 if form.is_valid() else 422)

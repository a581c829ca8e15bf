"""大厅信息: what the hall says of itself, kept by its administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govhall.acts.page import page_form
from govhall.catalogue.acts import keep_profile
from govhall.catalogue.readers import READERS
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import attempt
from govhall.desk.hall_profiles import profile_of, shown
from govhall.doors.forms import Form
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def hall_profile(request: StaffRequest) -> HttpResponse:
    """GET what is entered; POST (administrator) the whole of it: 303 back, or 422 with what was typed."""
    if request.method != 'POST':
        form = page_form(keep_profile.ACT, {}, versioned=True)
        return _page(request, form(initial=keep_profile.typed_of(profile_of(request.hall.code))))
    tried = attempt(request, keep_profile.ACT, choices={}, versioned=True)
    if tried.done is None:
        return _page(request, tried.form, status=tried.status)
    messages.success(request, tried.done.said)
    return SeeOther(reverse('catalogue_profile'))


def _page(request: StaffRequest, form: Form, *, status: int = 200) -> HttpResponse:
    profile = profile_of(request.hall.code)
    context = {
        **bar(request, 'catalogue_profile'),
        'form': form,
        'act': keep_profile.ACT,
        'shown': shown(profile, area=request.hall.area_code, at=timezone.now()) if profile else None,
    }
    return render(request, 'desk/hall_profile.html', context, status=status)

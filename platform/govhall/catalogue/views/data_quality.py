"""清理报告: what differs between the levels below this hall."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.catalogue.data_quality import data_quality_report
from govhall.catalogue.readers import READERS
from govhall.catalogue.views.bar import bar
from tenants.access import StaffRequest, staff
from tenants.moments import at_one_moment

SHOWN = 100


@staff(*READERS)
@require_safe
@at_one_moment
def data_quality(request: StaffRequest) -> HttpResponse:
    """GET the report as of now."""
    groups = data_quality_report(request.hall.code, timezone.now())
    context = {
        **bar(request, 'catalogue_cleaning'),
        'groups': [
            {'group': group, 'shown': group.findings[:SHOWN], 'hidden': max(0, len(group.findings) - SHOWN)}
            for group in groups
        ],
        'total': sum(len(group.findings) for group in groups),
        'now': timezone.now(),
    }
    return render(request, 'catalogue/cleaning.html', context)

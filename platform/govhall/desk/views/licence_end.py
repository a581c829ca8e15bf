"""撤销、吊销、注销 of a licence from before this system."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govhall.acts.page import page_form
from govhall.catalogue.views.posted import attempt
from govhall.desk.acts import end_licence
from govhall.desk.bar import desk
from govhall.desk.licences_seen import masked_holder
from govhall.desk.views.case import no_case
from govhall.kernel.errors import Refused
from govhall.licences.rules.kinds import ORGAN
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff


@staff(*ORGAN)
@require_http_methods(['GET', 'HEAD', 'POST'])
def licence_end(request: StaffRequest, uid: UUID) -> HttpResponse:
    """GET the licence and what is asked; POST the decision: 303 to the register, or what is wrong."""
    act, choices = end_licence.ACT, {'ground': [('', '请选择'), *end_licence.FIELDS[1].choices]}
    try:
        entry = end_licence.from_before(request.actor, uid)
    except Refused as refusal:
        return no_case(request, refusal)
    if request.method == 'POST':
        tried = attempt(request, act, choices=choices, known={'licence': uid})
        if tried.done is not None:
            messages.success(request, tried.done.said)
            return SeeOther(reverse('licences'))
        form, status = tried.form, tried.status
    else:
        form, status = page_form(act, choices)(initial={'since': timezone.localdate()}), 200
    context = {**desk(request, 'licences'), 'entry': entry, 'holder': masked_holder(entry), 'form': form, 'act': act}
    return render(request, 'desk/licence_end.html', context, status=status)

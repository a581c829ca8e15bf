"""The papers of a case: taking the sealed file, ordering one again, and declaring one void."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from govhall.acts.fields import form_class
from govhall.casework.acts.void_notice import void_paper
from govhall.casework.asked import REASON
from govhall.casework.selectors import HANDLERS, READERS
from govhall.desk.case_documents import file_for
from govhall.desk.services.file_orders import order_again
from govhall.desk.views.case import RefusedAct, case_refused, no_case
from govhall.kernel.errors import Refused
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

VoidForm = form_class([REASON])


@staff(*READERS)
@never_cache
@require_safe
def paper_file(request: StaffRequest, uid: UUID, paper: UUID) -> HttpResponse:
    """GET the sealed PDF, to be kept and not shown in the browser's frame."""
    try:
        notice, data = file_for(uid, paper, hall=request.hall.code, actor=request.actor)
    except Refused as refusal:
        return no_case(request, refusal)
    answer = HttpResponse(data, content_type='application/pdf')
    answer.headers['Content-Disposition'] = content_disposition_header(True, f'{notice.number}.pdf') or 'attachment'
    answer.headers['X-Content-Type-Options'] = 'nosniff'
    return answer


@staff(*HANDLERS)
@require_POST
def paper_again(request: StaffRequest, uid: UUID, paper: UUID) -> HttpResponse:
    """POST: the file is ordered once more; 303 to the case."""
    try:
        notice = order_again(uid=uid, paper=paper, hall=request.hall.code, actor=request.actor)
    except Refused as refusal:
        return no_case(request, refusal)
    messages.success(request, f'已再次生成：{notice.number}。请过几秒刷新页面。')
    return SeeOther(reverse('case', args=[uid]))


@staff(*HANDLERS)
@require_POST
def paper_void(request: StaffRequest, uid: UUID, paper: UUID) -> HttpResponse:
    """POST reason and version: 303 to the case."""
    form = VoidForm(request.POST)
    typed = {'reason': request.POST.get('reason', '')}
    if not form.is_valid():
        sentence = ' '.join(str(text) for texts in form.errors.values() for text in texts)
        return case_refused(request, uid, RefusedAct('void', sentence, typed), 422)
    data = form.cleaned_data
    try:
        notice = void_paper(uid=uid, paper=paper, version=data['version'], actor=request.actor, reason=data['reason'])
    except Refused as refusal:
        return case_refused(request, uid, RefusedAct('void', str(refusal), typed), refusal.status)
    messages.success(request, f'已作废：{notice.number}。编号保留在登记簿里，不再使用。')
    return SeeOther(reverse('case', args=[uid]))

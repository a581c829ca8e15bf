"""The applicant's rating, given on the counter's screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from govhall.casework.selectors import case_for
from govhall.casework.views.case import Tried, case_refused
from govhall.casework.views.desk import SeeOther, status_of
from govhall.doors.fields import Prose, Whole
from govhall.doors.forms import Form
from govhall.frontdesk.services.rating import rate_case
from govhall.kernel.errors import Refused
from tenants.access import StaffRequest, staff
from tenants.roles import Role


class RatingForm(Form):
    """A grade of five, and words."""

    grade = Whole(label='等次', error_messages={'required': '请先选一个等次。', 'invalid': '请从五个等次中选择一个。'})
    text = Prose(label='想说的话', required=False, max_length=500)


@staff(Role.CLERK, Role.AGENT, Role.CHIEF)
@require_POST
def rate(request: StaffRequest, uid: UUID) -> HttpResponse:
    """POST grade and text: 303 to the case; a refusal shows the case with the sentence beside the grades."""
    form = RatingForm(request.POST)
    typed = {'grade': request.POST.get('grade', ''), 'text': request.POST.get('text', '')}
    if not form.is_valid():
        sentence = ' '.join(str(text) for texts in form.errors.values() for text in texts)
        return case_refused(request, uid, Tried('rate', sentence, typed), 422)
    try:
        case_for(uid, request.actor)
        rate_case(uid=uid, actor=request.actor, grade=form.cleaned_data['grade'], text=form.cleaned_data['text'])
    except Refused as refusal:
        return case_refused(request, uid, Tried('rate', str(refusal), typed), status_of(refusal))
    messages.success(request, '评价已记下，谢谢。')
    return SeeOther(reverse('case', args=[uid]))

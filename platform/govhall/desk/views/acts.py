"""What is posted to a case: one address an act, answered with 303 and one plain sentence."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from govhall.acts import page
from govhall.acts.registry import PostedAct, act_at
from govhall.casework.selectors import ACTING
from govhall.desk.next_case import DONE
from govhall.desk.views.case import RefusedAct, case_refused
from govhall.kernel.errors import Refused
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff


@staff(*ACTING)
@require_POST
def act(request: StaffRequest, uid: UUID, word: str) -> HttpResponse:
    """POST one act: 303 to the case; a refusal shows the case as it is with the sentence beside the action."""
    found = act_at(word)
    if found is None:
        raise Http404
    data = page.posted(found, request.POST)
    typed, form = page.typed(found, data), found.form(data)
    if not form.is_valid():
        sentence = ' '.join(str(text) for texts in form.errors.values() for text in texts)
        return case_refused(request, uid, RefusedAct(word, sentence, typed), 422)
    try:
        case = found.do(PostedAct(uid, form.cleaned_data['version'], request.actor, form.cleaned_data))
    except Refused as refusal:
        return case_refused(request, uid, RefusedAct(word, str(refusal), typed), refusal.status)
    messages.success(request, found.afterwards(case), extra_tags=DONE)
    return SeeOther(reverse('case', args=[case.uid]))  # that of a revocation is another one

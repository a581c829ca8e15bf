"""核验身份 at the village: who applied online shows the documents to the agent there."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from govhall.desk.bar import desk
from govhall.doors.fields import CodeField
from govhall.doors.forms import Form
from govhall.identity.services import Shown, check_at_point
from govhall.identity.words import SEEN
from govhall.kernel.errors import Refused
from govhall.kernel.id_documents import ID_DOCUMENTS
from govhall.look.refusals import show_refusal
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.roles import Role


class IdentityForm(Form):
    """Which application, whose document, and who stands there."""

    number = CodeField(
        label='办件编号',
        max_length=40,
        help_text='网上申报回执上的编号；空格和横线可以不输',
        error_messages={'required': '请输入回执上的编号。'},
    )
    id_number = CodeField(
        label='申请人的证件号码',
        max_length=24,
        help_text='照证件或复印件输；单位照营业执照输统一社会信用代码',
        error_messages={'required': '请照证件输入号码。'},
    )
    seen = forms.ChoiceField(
        label='谁到场，看了什么',
        choices=[('', '请选择'), *SEEN.items()],
        error_messages={'required': '请选择谁到场、看了什么。', 'invalid_choice': '请选择谁到场、看了什么。'},
    )
    document = forms.ChoiceField(
        label='到场的人出示的证件', choices=[(one.code, one.name) for one in ID_DOCUMENTS.values()]
    )


@staff(Role.AGENT)
@require_http_methods(['GET', 'HEAD', 'POST'])
def point_identity(request: StaffRequest) -> HttpResponse:
    """GET the form; POST it: 303 back with what was noted, or what is wrong beside its field. No case is shown."""
    form = IdentityForm(request.POST if request.method == 'POST' else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                said = form.cleaned_data
                shown = Shown(said['seen'], said['document'])
                check_at_point(number=said['number'], id_number=said['id_number'], shown=shown, actor=request.actor)
            except Refused as refusal:
                show_refusal(form, refusal)
                status = refusal.status
            else:
                messages.success(request, '身份已核验，记入办理经过。乡亲领结果时不用再核验。')
                return SeeOther(reverse('point_identity'))
    return render(request, 'township_halls/identity.html', {**desk(request, 'points'), 'form': form}, status=status)

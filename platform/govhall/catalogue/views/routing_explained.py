"""在哪办: somebody at a desk asks where a matter is done, and gets the way with its reasons."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.catalogue.models import Matter, Organ
from govhall.catalogue.places import places_around
from govhall.catalogue.routing_explained import explain_route
from govhall.catalogue.views.bar import bar
from govhall.doors.fields import LineField
from govhall.doors.forms import Form
from govhall.forms.facts import FACTS
from govhall.kernel.errors import Refused
from govhall.look.refusals import show_refusal
from tenants.access import StaffRequest, staff
from tenants.roles import AT_WORK


class WhereForm(Form):
    """The question: what, for which place, by whom; what conditions may ask for can be left out."""

    matter = forms.ChoiceField(label='事项')
    area = forms.ChoiceField(label='办理对象在哪里', help_text='房屋、土地、店铺所在的地方，不是窗口所在的地方。')
    applicant = forms.ChoiceField(
        label='谁来申请', required=False, choices=[('', '不确定'), ('person', '个人'), ('organisation', '单位')]
    )
    amount = LineField(label='金额（元）', required=False, max_length=16)
    size = LineField(label='面积（平方米）', required=False, max_length=16)
    storage = forms.ChoiceField(
        label='储存设施', required=False, choices=[('', '不涉及'), ('none', '无储存设施'), ('own', '有储存设施')]
    )

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request.GET if 'matter' in request.GET else None)
        live = Matter.objects.filter(valid_from__lte=timezone.now()).exclude(valid_to__lte=timezone.now())
        matters = [(matter.code, matter.short_name) for matter in live.order_by('short_name')]
        self.fields['matter'].choices = [('', '请选择'), *matters]  # type: ignore[attr-defined]
        self.fields['area'].choices = [('', '请选择'), *places_around(request.hall)]  # type: ignore[attr-defined]


@staff(*AT_WORK)
@require_safe
def routing_explained(request: StaffRequest) -> HttpResponse:
    """GET the question; with `matter` and `area` also the answer. No personal data is asked for."""
    form, answer, status = WhereForm(request), None, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                facts = {name: form.cleaned_data.get(name, '') for name in FACTS}
                asked = {'matter': form.cleaned_data['matter'], 'area': form.cleaned_data['area']}
                answer, status = explain_route(**asked, at=timezone.now(), facts=facts), 200
            except Refused as refusal:
                show_refusal(form, refusal)
    organ = Organ.objects.filter(credit_code=answer.in_name_of).first() if answer else None
    context = {**bar(request, 'catalogue_where'), 'form': form, 'answer': answer, 'organ': organ}
    return render(request, 'catalogue/where.html', context, status=status)

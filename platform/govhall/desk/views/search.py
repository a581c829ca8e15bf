"""Finding a case by the number on its receipt, or the cases of a person by the number of their card."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from govhall.casework.models import Case
from govhall.casework.rules.words import state_word
from govhall.casework.selectors import READERS, find_by_number, masked_name, matter_labels
from govhall.desk.bar import desk
from govhall.desk.services.person_search import search_person
from govhall.doors.fields import CodeField
from govhall.doors.forms import Form
from govhall.kernel.errors import Refused
from govhall.look.refusals import show_refusal
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

OF_PERSON = range(14, 20)  # a card or an organisation has 18, with one left out or doubled; a case number has 21


class NumberForm(Form):
    """The number of a case, or an identity number or credit code."""

    number = CodeField(
        label='办件编号或证件号码',
        max_length=40,
        help_text='回执上的 21 位编号，或申请人的 18 位身份证号、统一社会信用代码；空格和横线可以不输',
        error_messages={'required': '请输入回执上的办件编号，或申请人的证件号码。'},
        widget=forms.TextInput(attrs={'autocomplete': 'off', 'autofocus': True}),
    )

    @property
    def is_of_person(self) -> bool:
        """Whether what was typed is about as long as the number of a card or an organisation."""
        return len(self.cleaned_data['number']) in OF_PERSON


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def search(request: StaffRequest) -> HttpResponse:
    """GET the form; POST a number: 303 to the case of this hall, or the applicant's cases, or what is wrong."""
    form = NumberForm(request.POST if request.method == 'POST' else None)
    status, cases = 200, list[Case]()
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                cases, status = _found(form, request), 200
            except Refused as refusal:
                refusal.field = 'number'  # the only one there is
                show_refusal(form, refusal)
                status = refusal.status
    if len(cases) == 1:
        return SeeOther(reverse('case', args=[cases[0].uid]))
    context = {**desk(request, 'search'), 'form': form, 'rows': _rows(cases)}
    return render(request, 'desk/search.html', context, status=status)


def _found(form: NumberForm, request: StaffRequest) -> list[Case]:
    number = str(form.cleaned_data['number'])
    if form.is_of_person:
        return search_person(number, request.actor)
    return [find_by_number(number, request.actor)]


def _rows(cases: list[Case]) -> list[dict[str, Any]]:
    matters = matter_labels(case.matter for case in cases)
    return [
        {
            'case': case,
            'matter': matters[case.matter].short_name,
            'applicant': masked_name(case.applicant),
            'stage': state_word(case.state, matters[case.matter].task_type, case.kind),
        }
        for case in cases
    ]

"""Finding a case by the number on its receipt."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from govhall.casework.selectors import READERS, find_by_number
from govhall.casework.views.desk import SeeOther, desk, status_of
from govhall.kernel.errors import Refused
from govhall.look.refusals import show_refusal
from tenants.access import StaffRequest, staff


class NumberForm(forms.Form):
    """The number of a case."""

    number = forms.CharField(
        label='办件编号',
        max_length=40,
        help_text='回执上的 21 位编号，空格和横线可以不输',
        error_messages={'required': '请输入回执上的办件编号。'},
        widget=forms.TextInput(attrs={'autocomplete': 'off', 'autofocus': True}),
    )


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def search(request: StaffRequest) -> HttpResponse:
    """GET the form; POST a number: 303 to the case of this hall, or what is wrong beside the field."""
    form = NumberForm(request.POST if request.method == 'POST' else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                case = find_by_number(form.cleaned_data['number'], request.actor)
            except Refused as refusal:
                show_refusal(form, refusal)
                status = status_of(refusal)
            else:
                return SeeOther(reverse('case', args=[case.uid]))
    return render(request, 'casework/search.html', {**desk(request, 'search'), 'form': form}, status=status)

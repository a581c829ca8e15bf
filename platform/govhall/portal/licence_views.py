"""Whether a licence is valid, by the number printed on it: also one from before this system, which has no code.

Numbers run on, so anybody can guess one. The holder is therefore never named: who has the licence in hand compares.
"""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from govhall.doors.fields import LineField
from govhall.doors.forms import Form
from govhall.kernel.errors import Refused
from govhall.licences.models import LicenceEntry
from govhall.licences.rules.numbers import LONGEST, readings
from govhall.licences.rules.results import Validity
from govhall.look.refusals import show_refusal
from govhall.portal.attempts import too_many_licences
from govhall.portal.views import TooManyGuesses
from tenants.context import hall_context
from tenants.selectors import hall_here, local_halls

MOST = 5  # licences of several matters may have one number


class LicenceNotFound(Refused):
    """The hall's register has no such licence."""

    code = 'LICENCE_NOT_FOUND'
    status = 404
    sentence = '这个大厅的台账里没有这个编号。请对照证件再输一遍；仍查不到的，请打 12345 核实。'


@dataclass(frozen=True, slots=True)
class LicenceAnswer:
    """What anybody may know of a licence."""

    entry: LicenceEntry
    standing: Validity

    @property
    def valid(self) -> bool:
        """Whether it is."""
        return self.standing is Validity.VALID

    @property
    def sentence(self) -> str:
        """In one sentence; what was decided on paper with its number and day."""
        if self.valid:
            return '这本证照现在有效。'
        followed = self.entry.followed
        if followed and followed.ground:
            day = f'{followed.on.year}年{followed.on.month}月{followed.on.day}日'
            return f'这本证照{day}{self.standing.label}，文号{followed.number}，不再有效。'
        return f'这本证照{self.standing.label}，不再有效。'


class LicenceForm(Form):
    """The number, and where it was issued."""

    licence = LineField(label='证照编号', max_length=LONGEST, error_messages={'required': '请照证件上印的输入编号。'})
    hall = forms.ChoiceField(label='在哪个大厅办的', error_messages={'required': '请选择大厅。'})

    def __init__(self, data: object = None) -> None:
        super().__init__(data)
        named = [(one.code, one.name) for one in local_halls()]
        self.fields['hall'].choices = [('', '请选择'), *named]  # type: ignore[attr-defined]


@login_not_required
@never_cache
@require_http_methods(['GET', 'HEAD', 'POST'])
def verify_licence(request: HttpRequest) -> HttpResponse:
    """GET the form; POST number and hall: how the licence stands."""
    form = LicenceForm(request.POST if request.method == 'POST' else None)
    found: list[LicenceAnswer] = []
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                found, status = _found(request, form), 200
            except Refused as refusal:
                show_refusal(form, refusal)
                status = refusal.status
    return render(request, 'portal/licence.html', {'form': form, 'found': found}, status=status)


def _found(request: HttpRequest, form: LicenceForm) -> list[LicenceAnswer]:
    if too_many_licences(request):
        raise TooManyGuesses
    today = timezone.localdate()
    with hall_context(hall_here(form.cleaned_data['hall'])):
        rows = LicenceEntry.objects.filter(number__in=readings(form.cleaned_data['licence']), passed_to='')
        found = [LicenceAnswer(row, row.standing_on(today)) for row in rows.order_by('-valid_from')[:MOST]]
    if not found:
        raise LicenceNotFound(field='licence')
    return found

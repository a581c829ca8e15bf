"""授权书: giving one, and revoking one at once."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from govhall.catalogue.heads import organs_to_head
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.rules import CHOICES, PersonalPower
from govhall.catalogue.selectors import matters_for
from govhall.catalogue.services.authorising import LetterPaper, give_in, revoke_in
from govhall.doors.fields import LineField
from govhall.doors.forms import Form
from govhall.kernel.errors import Refused
from govhall.look.refusals import show_refusal
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.models import Membership
from tenants.roles import Role


class LetterForm(Form):
    """A letter as it is typed from the paper."""

    person = forms.ChoiceField(label='授权给谁')
    powers = forms.MultipleChoiceField(
        label='权限',
        choices=[(power.value, power.label) for power in CHOICES],
        widget=forms.CheckboxSelectMultiple,
    )
    all_matters = forms.BooleanField(label='本大厅的全部事项', required=False)
    matters = forms.MultipleChoiceField(
        label='只是这些事项',
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={'class': 'many'}),
    )
    organ = forms.ChoiceField(label='担任负责人的机关', required=False, help_text='只在登记机关负责人时选。')
    grantor = LineField(label='授权机关', max_length=100)
    document = LineField(label='授权书文号', max_length=100)
    valid_from = forms.DateField(
        label='生效日期', widget=forms.DateInput(attrs={'type': 'date'}), help_text='今天或以后。'
    )
    valid_to = forms.DateField(
        label='到期日期',
        required=False,
        widget=forms.DateInput(attrs={'type': 'date'}),
        help_text='当天仍有效；不填就是长期。',
    )

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request.POST if request.method == 'POST' else None)
        people = Membership.objects.live(timezone.now()).filter(hall=request.hall).select_related('person')
        # Nobody gives a letter to oneself.
        people = people.exclude(person_id=request.actor.person_id)
        names = sorted({(str(one.person_id), one.person.name) for one in people}, key=lambda pair: pair[1])
        self.fields['person'].choices = [('', '请选择'), *names]  # type: ignore[attr-defined]
        organs = organs_to_head(request.hall.code, request.hall.area_code)
        self.fields['organ'].choices = [('', '不是机关负责人'), *organs]  # type: ignore[attr-defined]
        self.fields['matters'].when = '勾了全部事项就不用选'  # type: ignore[attr-defined]
        matters = [(info.code, info.short_name) for info in matters_for(request.hall.code)]
        self.fields['matters'].choices = matters  # type: ignore[attr-defined]


def give(request: StaffRequest, form: LetterForm) -> HttpResponse | None:
    """303 to the list with the new letter on it; None, with the sentences in the form, if it will not do."""
    if Role.ADMINISTRATOR not in request.actor.roles:
        raise PermissionDenied
    if not form.is_valid():
        return None
    try:
        _give(request, form)
    except Refused as refusal:
        show_refusal(form, refusal)
        return None
    messages.success(request, '授权书已登记，到生效日期即可使用。')
    return SeeOther(reverse('catalogue_letters'))


@staff(*MANAGERS)
@require_POST
def revoke_letter(request: StaffRequest, letter: UUID) -> HttpResponse:
    """POST: the letter gives nothing from this second on. Raises UnknownAuthorisation."""
    revoke_in(hall=request.hall.code, revoker=request.actor, authorisation_id=letter)
    messages.success(request, '授权书已撤销，立即生效；此前作出的决定仍然有效。')
    return SeeOther(reverse('catalogue_letters'))


def _give(request: StaffRequest, form: LetterForm) -> None:
    given = form.cleaned_data
    paper = LetterPaper(
        person_id=int(given['person']),
        powers=[PersonalPower(power) for power in given['powers']],
        matters=given['matters'],
        all_matters=given['all_matters'],
        document=given['document'],
        grantor=given['grantor'],
        organ=given['organ'],
        valid_from=given['valid_from'],
        valid_to=given['valid_to'],
    )
    give_in(hall=request.hall, giver=request.actor, paper=paper)

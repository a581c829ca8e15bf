"""授权书: who holds which powers, giving one, and revoking one at once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from govhall.acts.hall import HallPosted, perform
from govhall.acts.page import page_form
from govhall.catalogue.acts import give_letter, revoke_letter
from govhall.catalogue.models import Authorisation, Matter, Organ
from govhall.catalogue.readers import MANAGERS, READERS
from govhall.catalogue.rules import PersonalPower
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import attempt
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.models import Membership


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def letters(request: StaffRequest) -> HttpResponse:
    """GET the letters of the hall; POST (administrator) a new one."""
    choices = give_letter.choices(request.hall, request.actor)
    tried = attempt(request, give_letter.ACT, choices=choices) if request.method == 'POST' else None
    if tried and tried.done:
        messages.success(request, tried.done.said)
        return SeeOther(reverse('catalogue_letters'))
    form = tried.form if tried else page_form(give_letter.ACT, choices)()
    context = {
        **bar(request, 'catalogue_letters'),
        'form': form,
        'rows': _rows(request),
        'give': give_letter.ACT,
        'revoke': revoke_letter.ACT,
    }
    return render(request, 'catalogue/letters.html', context, status=tried.status if tried else 200)


@staff(*MANAGERS)
@require_POST
def revoke(request: StaffRequest, letter: UUID) -> HttpResponse:
    """POST: the letter gives nothing from this second on. Raises UnknownAuthorisation."""
    done = perform(revoke_letter.ACT, HallPosted(request.hall, request.actor, {'letter': letter}))
    messages.success(request, done.said)
    return SeeOther(reverse('catalogue_letters'))


def _rows(request: StaffRequest) -> list[dict[str, object]]:
    now = timezone.now()
    found = Authorisation.objects.filter(hall_code=request.hall.code)
    names = dict(Membership.objects.filter(hall=request.hall).values_list('person_id', 'person__name'))
    # Also those that the hall has no longer, or has in a branch.
    matters = dict(Matter.objects.filter(code__in=_matters_of(found)).values_list('code', 'short_name'))
    organs = dict(Organ.objects.filter(credit_code__in=found.values('organ_code')).values_list('credit_code', 'name'))
    rows: list[dict[str, object]] = []
    for letter in found.order_by(F('revoked_at').desc(nulls_first=True), '-valid_from'):
        word, tone = _state(letter, now)
        rows.append(
            {
                'letter': letter,
                'person': names.get(letter.person_id, f'人员 {letter.person_id}'),
                'powers': '、'.join(PersonalPower(power).label for power in letter.powers),
                'organ': organs.get(letter.organ_code, letter.organ_code),
                'matters': '、'.join(matters.get(code, code) for code in letter.matters or ()) or '本大厅全部事项',
                'state': word,
                'tone': tone,
                'open': tone in ('good', 'run'),
            }
        )
    return rows


def _matters_of(letters: Iterable[Authorisation]) -> set[str]:
    return {code for letter in letters for code in letter.matters or ()}


def _state(letter: Authorisation, now: datetime) -> tuple[str, str]:
    if letter.revoked_at and letter.revoked_at <= now:
        return '已撤销', 'idle'
    if letter.valid_to and letter.valid_to <= now:
        return '已到期', 'idle'
    return ('有效', 'good') if letter.valid_from <= now else ('还没生效', 'run')

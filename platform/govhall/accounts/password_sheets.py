"""Paper with first passwords: a slip for one account, a sheet for all that have none yet."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from govhall.accounts.account_list import without_password
from govhall.accounts.account_page import membership_of
from govhall.accounts.first_passwords import give_first_passwords
from govhall.catalogue.readers import MANAGERS
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.models import Person

A_SHEET = 30  # slips, so that nobody waits long for one page


@staff(*MANAGERS)
@require_POST
@never_cache
def give_password(request: StaffRequest, person: int) -> HttpResponse:
    """POST: a new first password on a slip, shown this once; the old one is no longer good and sessions end."""
    return _sheet(request, [membership_of(request, person).person])


@staff(*MANAGERS)
@require_POST
@never_cache
def give_passwords(request: StaffRequest) -> HttpResponse:
    """POST: first passwords for accounts without one, on a sheet to be cut up; at most thirty at once."""
    found = without_password(request.hall.pk, timezone.now()).order_by('pk')
    people = list({one.person.pk: one.person for one in found}.values())[:A_SHEET]
    if not people:
        messages.success(request, '每个账号都已有密码，没有要发的。')
        return SeeOther(reverse('accounts'))
    return _sheet(request, people)


def _sheet(request: StaffRequest, people: Sequence[Person]) -> HttpResponse:
    slips = give_first_passwords(people, asker=request.actor)
    context = {'slips': slips, 'address': request.build_absolute_uri(reverse('sign_in'))}
    return render(request, 'accounts/passwords.html', context)

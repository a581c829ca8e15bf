"""One account: how it stands, what hangs on it, and what each administrator may do with it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govhall.accounts.account_list import members, standing
from govhall.accounts.acts import change_term, give_posts, lock_account, reset_factor, unlock_account
from govhall.accounts.posts import post_choices
from govhall.accounts.terms import day_of
from govhall.accounts.ties import ties_of
from govhall.catalogue.departments import department_name
from govhall.catalogue.readers import LIST_KEEPERS
from govhall.centre.act_panels import PanelAct, ThingPage, answer, tried
from govhall.desk.bar import desk
from tenants.access import StaffRequest, staff
from tenants.models import Membership, Person
from tenants.roles import OFFICES, Role
from tenants.selectors import points_of


@staff(*LIST_KEEPERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def account(request: StaffRequest, person: int) -> HttpResponse:
    """GET the account; POST what the person's office does with it."""
    membership = membership_of(request, person)
    acts = _acts(request, membership)
    result = tried(request, acts, {'person': person})
    page = ThingPage(
        'accounts', 'accounts/account.html', reverse('account', args=[person]), _shown(request, membership)
    )
    return answer(request, page, acts, result)


def membership_of(request: StaffRequest, person: int) -> Membership:
    """The last membership of the person in this hall. Raises Http404 for who does not work here."""
    found = members(request.hall.pk, timezone.now()).filter(person_id=person).order_by('pk').last()
    if found is None:
        raise Http404
    return found


def _acts(request: StaffRequest, membership: Membership) -> list[PanelAct]:
    """The acts of the offices that the person holds; none on oneself, and only the factor of an administrator."""
    person = membership.person
    if person.pk == request.actor.person_id:
        return []
    found: list[PanelAct] = []
    is_administrator = not OFFICES.isdisjoint(membership.roles)
    if Role.SECURITY in request.actor.roles:
        if not is_administrator:
            first = {name: getattr(membership, name) for name in ('roles', 'department', 'point')}
            choices = dict(post_choices(request.hall))
            found.append(PanelAct(act=give_posts.ACT, choices=choices, initial=first, primary=True))
        if person.factor_since:
            found.append(PanelAct(act=reset_factor.ACT, ends=True))
    if Role.ADMINISTRATOR in request.actor.roles and not is_administrator:
        term = {'begins': day_of(person.begins_at), 'ends': day_of(person.ends_at)}
        found.append(PanelAct(act=change_term.ACT, initial=term, primary=not found))
        found.append(
            PanelAct(act=lock_account.ACT, ends=True) if person.is_active else PanelAct(act=unlock_account.ACT)
        )
    return found


def _shown(request: StaffRequest, membership: Membership) -> dict[str, Any]:
    person, now = membership.person, timezone.now()
    is_administrator = not OFFICES.isdisjoint(membership.roles)
    points = {point.code: point.name for point in points_of(request.hall)} if membership.point else {}
    return {
        **desk(request, 'accounts'),
        'person': person,
        'roles': '、'.join(Role(role).label for role in membership.roles),
        'department': department_name(membership.department),
        'point': points.get(membership.point, membership.point),
        'states': standing(person, membership.roles, now),
        'begins': day_of(person.begins_at),
        'ends': day_of(person.ends_at),
        'ties': ties_of(person.pk, request.actor),
        'own': person.pk == request.actor.person_id,
        'is_administrator': is_administrator,
        'gives_password': _gives_password(request, person) and not is_administrator,
    }


def _gives_password(request: StaffRequest, person: Person) -> bool:
    return Role.ADMINISTRATOR in request.actor.roles and person.pk != request.actor.person_id

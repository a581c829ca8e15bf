"""Asking for a person's cases by the number of a card: a look at a person, so it is written down like any other."""

from django.db import transaction
from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.refusals import NoSuchCase
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.selectors import HANDLERS
from govhall.kernel.identity import check_id_number
from tenants.access import Actor
from tenants.audit import Action, record

MOST = 50


def search_person(text: str, actor: Actor) -> list[Case]:
    """The latest cases of exactly that person or organisation; who asked stands in the audit, also if none is found.

    The number itself is kept nowhere. Raises what `find_by_id_number` raises.
    """
    with transaction.atomic():
        try:
            found = find_by_id_number(text, actor)
        except NoSuchCase as nobody:
            found, missing = [], nobody
        told = {'count': len(found), 'cases': [case.number for case in found[:10]]}
        record(Action.PERSON_SEARCHED, who=actor, hall=actor.hall, detail=told)
    if not found:
        raise missing
    return found


def find_by_id_number(text: str, actor: Actor) -> list[Case]:
    """The latest cases in the current hall of the person or organisation with exactly that number, at most 50.

    Found by the blind index. Raises NotYourRole for those who see people masked, InvalidResidentId and its kin,
    NoSuchCase if there is none (beside the field).
    """
    if not actor.roles & HANDLERS:
        raise NotYourRole(field='number')
    number = check_id_number(text, today=timezone.localdate())
    index = Case._meta.get_field('applicant_index')
    rows = Case.objects.visible_to(actor).with_department().filter(applicant_index__in=index.candidates(number))
    found = rows.order_by('-received_at', '-uid')[:MOST]
    if not found:
        raise NoSuchCase(field='number')
    return list(found)

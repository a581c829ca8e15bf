"""Asking for a person's cases by the number of a card: a look at a person, so it is written down like any other."""

from django.db import transaction

from govhall.casework.models import Case
from govhall.casework.refusals import NoSuchCase
from govhall.casework.selectors import find_by_id_number
from tenants.access import Actor
from tenants.audit import Action, record


def search_person(text: str, actor: Actor) -> list[Case]:
    """The latest cases of exactly that person or organisation; who asked stands in the audit, also if none is found.

    The number itself is kept nowhere. Raises what `find_by_id_number` raises.
    """
    with transaction.atomic():
        try:
            found = find_by_id_number(text, actor)
        except NoSuchCase as nobody:
            found, missing = [], nobody
        told = {'count': len(found), 'cases': [one.number for one in found[:10]]}
        record(Action.PERSON_SEARCHED, who=actor, hall=actor.hall, detail=told)
    if not found:
        raise missing
    return found

"""Reads of mandates: each person finds their own; who stands at a counter finds that of who stands before them."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from govhall.casework.models.case import ENDING
from govhall.mandates.models import Mandate
from tenants.access import Actor
from tenants.context import current_hall
from tenants.roles import Role

COUNTER = frozenset({Role.CLERK, Role.CHIEF})
KEEPERS = COUNTER | {Role.AGENT, Role.LIAISON}


def openable(actor: Actor) -> QuerySet[Mandate]:
    """What the person may open: at a counter those of the hall, others what they recorded or what is given to them."""
    rows = Mandate.objects.filter(passed_to='')
    if actor.roles & COUNTER:
        return rows
    if not actor.roles & KEEPERS:
        return rows.none()
    return rows.filter(Q(recorded_by=actor.person_id) | Q(agent_person=actor.person_id))


def listed(actor: Actor) -> QuerySet[Mandate]:
    """What is listed without a search: a township's own, in a centre what the person has recorded."""
    rows = openable(actor)
    if current_hall().kind == 'township' or not actor.roles & COUNTER:
        return rows
    return rows.filter(Q(recorded_by=actor.person_id) | Q(agent_person=actor.person_id))


def found_by(actor: Actor, text: str) -> list[Mandate]:
    """By the number of the mandate, or the last four to six characters of the principal's number; the newest first."""
    rows = openable(actor).order_by('-recorded_at', '-uid')
    if text.upper().startswith('WT'):
        return list(rows.filter(number=text.upper())[:1])
    if not ENDING <= len(text) <= ENDING + 2:
        return []
    index = Mandate._meta.get_field('principal_ending')
    near = rows.filter(principal_ending__in=index.candidates(text.upper()[-ENDING:]))
    return [one for one in near if one.people.id_number.endswith(text.upper())][:50]


def living_of(id_number: str, *, to: int | None = None) -> list[Mandate]:
    """What this principal has given in this hall (`to` this person of it) and has not ended, the newest first."""
    index = Mandate._meta.get_field('principal_index')
    rows = Mandate.objects.filter(passed_to='', until__gte=timezone.localdate())
    rows = rows.filter(principal_index__in=index.candidates(id_number))
    rows = rows.filter(agent_person=to) if to is not None else rows
    return [one for one in rows.order_by('-recorded_at') if one.is_living(timezone.localdate())]

"""Sending papers that came to the wrong place where they belong (转办, 异地代收)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from federation.directory.models import HallEntry
from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON, TO
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import Transition, transition
from govhall.casework.sentences import sent_on
from govhall.casework.services.change import changing
from govhall.casework.services.custody import forwards_used
from govhall.casework.services.moves import NotCompetent, check_target, send_across
from govhall.casework.situation import MOST_CHOICES, Situation
from govhall.catalogue.jurisdiction import areas_of
from govhall.catalogue.rules import Power
from govhall.catalogue.selectors import halls_with_power
from govhall.forms.facts import OBJECT
from tenants.access import Actor
from tenants.roles import Role

# Whoever took the papers sends them where they belong, with power or without.
TRANSFER = transition(
    Transition(
        name='transfer',
        course='转办',
        states=frozenset({State.ENTRUSTED, State.RECEIVED}),
        roles=frozenset({Role.CLERK, Role.CHIEF}),
        document='A6',
        of_department=True,
    )
)
CENTRES = ('county', 'branch', 'city', 'province')


def transfer_case(*, uid: UUID, version: int, actor: Actor, to: str, reason: str, at: datetime | None = None) -> Case:
    """Send papers that came to the wrong place where they belong (转办, 异地代收).

    Where both halls act for the same organ the five days run on; otherwise this hall was only the applicant's
    messenger, and the clock starts with the receipt there. Raises NotCompetent, RefusedBefore, TooManyHops.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        check_target(change, to, reason)
        case = change.case
        if to == change.hall.code:
            raise NotCompetent(field='to', hall=change.hall.short_name)
        change.perform(TRANSFER, to=to, reason=reason.strip())
        send_across(change, to, reason=reason)
        return case


def _offer(now: Situation) -> Button | None:
    if TRANSFER not in now.allowed or forwards_used(now.case):
        return None
    choices = now.choices(_elsewhere(now))
    return Button(ACT, '转办', '不归本地办的，转给有权的大厅', choices=choices) if choices else None


def _elsewhere(now: Situation) -> list[HallEntry]:
    """Who may decide it and does not lie on the way up from here, that of the object's place first."""
    deciding = halls_with_power(now.case.matter, Power.DECIDE, now.at)
    own = {now.hall.code, *(hall.code for hall in now.above)}
    place = now.case.facts.get(OBJECT, '')
    there = Q(kind__in=CENTRES) | Q(area_code__in=areas_of(place)[:1])
    rows = HallEntry.objects.filter(there, code__in=deciding, valid_to__isnull=True).exclude(code__in=own)
    near = now.hall.area_code[:4]
    first = rows.order_by('code')[:MOST_CHOICES]
    return sorted(first, key=lambda hall: (hall.kind in CENTRES, not hall.area_code.startswith(near), hall.code))


ACT = register(
    Act(
        word='transfer',
        place=280,
        do=lambda posted: transfer_case(**posted.frame, to=posted['to'], reason=posted['reason']),
        afterwards=sent_on,
        offer=_offer,
        fields=[TO, REASON],
        mutation='transfer_case',
        does='Send where it belongs (转办).',
        folded=True,
    )
)

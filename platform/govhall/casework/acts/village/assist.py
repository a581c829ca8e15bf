"""Recording what the village checked or helped with (协办); nothing is decided by it."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.records import Opinion
from govhall.acts.registry import Act, Button, register
from govhall.casework.acts.village.point import matter_name, may_assist, place_of
from govhall.casework.asked import opinion
from govhall.casework.models import Case
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import IN_HAND, Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.kernel.chain import text_digest
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from tenants.access import Actor
from tenants.roles import Role

ASSIST_IN_VILLAGE = transition(
    Transition(
        name='assist_in_village',
        course='村（社区）协办，签署意见',
        states=IN_HAND | {State.ENTRUSTED},
        roles=frozenset({Role.AGENT}),
        power=Power.RECEIVE,
        detail=lambda data: str(data.get('place') or ''),
    )
)


class NotAssisted(Refused):
    """The grant does not list the matter as 协办."""

    code = 'NOT_ASSISTED'
    sentence = '{matter}没有列为村（社区）协办事项，不用签协办意见。'


def assist_in_village(*, uid: UUID, version: int, actor: Actor, opinion: str, at: datetime | None = None) -> Case:
    """Record what the village has checked or helped with (协办): who, at which point, when, and in which words.

    The words stand with the opinions and travel upward with the case; nothing is decided by them.
    Raises ReasonMissing, NotAtThisPoint, NotAssisted, NoGrant, and what the frame raises.
    """
    at = at or timezone.now()
    text = stated(opinion, field='opinion')
    with changing(uid, actor=actor, at=at, version=version) as change:
        case, place = change.case, place_of(change, actor)
        if not may_assist(case, change.hall.code, at):
            raise NotAssisted(matter=matter_name(case))
        # As with a review: the words may name people, so they are sealed, and the event proves which they were.
        change.perform(ASSIST_IN_VILLAGE, point=case.point, place=place, opinion_sha256=text_digest(text))
        given = Opinion(hall=change.hall.code, by=f'{actor.name}（{place}协办）', at=at, text=text, assists=True)
        case.opinions_data = plain([*case.opinions, given])
        return case


def _offer(now: Situation) -> Button | None:
    if ASSIST_IN_VILLAGE not in now.allowed or not may_assist(now.case, now.hall.code, now.at):
        return None
    # Signed once it is asked for no more; who has more to tell may still do so by the mutation.
    if now.case.events.filter(kind=ASSIST_IN_VILLAGE.name).exists():
        return None
    return Button(ACT, '签署协办意见', '写明核实了什么，随件送到大厅；村里不作决定')


SIGNED = opinion('帮了什么、核实到什么', 'What was done and found.')
ACT = register(
    Act(
        word='village-assist',
        place=50,
        do=lambda posted: assist_in_village(**posted.frame, opinion=posted['opinion']),
        afterwards=lambda case: '协办意见已签署，随件送到大厅。',
        offer=_offer,
        fields=[SIGNED],
        mutation='assist_in_village',
        does='Record what the village checked or helped with (协办); decides nothing. NOT_ASSISTED.',
    )
)

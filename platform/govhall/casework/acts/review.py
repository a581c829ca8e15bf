"""Signing an opinion (审查), which travels upward with all materials (行政许可法 §34, §35)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.records import Opinion
from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import opinion
from govhall.casework.models import Case
from govhall.casework.rules import hearings
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import REVIEWING, UNDER_WAY, Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.services.custody import may_go_up
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.kernel.chain import text_digest
from govhall.kernel.structures import plain
from tenants.access import Actor

REVIEW = transition(
    Transition(
        name='review',
        course='签署审查意见',
        states=UNDER_WAY,
        to=State.REVIEWED,
        roles=REVIEWING,
        power=Power.REVIEW,
        article='行政许可法第三十四条',
    )
)
SIGNED = opinion('审查意见', 'The opinion.')


def review_case(*, uid: UUID, version: int, actor: Actor, opinion: str, at: datetime | None = None) -> Case:
    """Sign an opinion on an accepted case (初审); it travels upward with all materials, §35."""
    at = at or timezone.now()
    text = stated(opinion, field='opinion')
    with changing(uid, actor=actor, at=at, version=version) as change:
        hearings.check_not_host(change.case.hearing, [actor.name])
        # Free text may name people: the text is sealed with the case, the event proves which text it was.
        change.perform(REVIEW, opinion_sha256=text_digest(text))
        signed = Opinion(hall=change.hall.code, by=actor.name, at=at, text=text)
        change.case.opinions_data = plain([*change.case.opinions, signed])
        return change.case


def _offer(now: Situation) -> Button | None:
    if REVIEW not in now.allowed or hearings.hosts(now.case.hearing, [now.actor.name]):
        return None
    above = now.way.next_hall if now.way and may_go_up(now.case, now.way) else None
    return Button(ACT, '签署审查意见', f'签署后才能上报 → {now.name(above)}' if above else '')


ACT = register(
    Act(
        word='review',
        place=100,
        do=lambda posted: review_case(**posted.frame, opinion=posted['opinion']),
        afterwards=lambda case: '审查意见已签署。',
        offer=_offer,
        fields=[SIGNED],
        mutation='review_case',
        does='Sign an opinion (审查).',
        onward=True,
    )
)

"""Answering what another hall, or this one for a section of its own, has asked (答复协办、签收监管)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.case import Answered
from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import opinion
from govhall.casework.models import Case
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.transitions import HANDLING, NotYourRole
from govhall.casework.services.change import changing
from govhall.casework.services.consultation import (
    NothingAsked,
    keep_answer,
    open_questions,
    take_consultation,
)
from govhall.casework.situation import Situation
from govhall.kernel.chain import text_digest
from tenants.access import Actor

LONGEST = 300


def answer_consultation(*, uid: UUID, version: int, actor: Actor, text: str, at: datetime | None = None) -> Case:
    """Answer the oldest question that waits for this person, in words that the asking hall keeps as an opinion."""
    at = at or timezone.now()
    words = stated(text, field='opinion')[:LONGEST]
    with changing(uid, actor=actor, at=at, version=version) as change:
        if not actor.roles & HANDLING:
            raise NotYourRole
        asked = open_questions(change.case, actor).first()
        if asked is None:
            raise NothingAsked
        answer = Answered(request=asked.uid, granted=True, at=at, reason=words, by=actor.name)
        if asked.came_from == change.hall.code:
            take_consultation(change, asked, answer, sender=change.hall.code)
            return change.case
        keep_answer(asked, answer)
        change.append(
            'consultation_answered', to=asked.came_from, kind=asked.kind, opinion_sha256=text_digest(answer.reason)
        )
        change.send(asked.came_from, answer, answers=asked.asked_hash)
        return change.case


def _offer(now: Situation) -> Button | None:
    if not now.actor.roles & HANDLING or not open_questions(now.case, now.actor).exists():
        return None
    return Button(ACT, '答复协办、签收监管', '答复送回提出请求的大厅')


ACT = register(
    Act(
        word='answer',
        place=-3,
        do=lambda posted: answer_consultation(**posted.frame, text=posted['opinion']),
        afterwards=lambda case: '已答复。',
        offer=_offer,
        fields=[opinion('答复', 'The answer.', most=LONGEST)],
        mutation='answer_consultation',
        does='Answer what was asked here.',
    )
)

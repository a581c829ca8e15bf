"""Accepting and granting in one press what this hall may decide (当场办结, 即办件)."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.acts.accept import ACCEPT, accept
from govhall.casework.acts.decide import decide
from govhall.casework.asked import UNTIL
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import DECIDING
from govhall.casework.services.called import word_of
from govhall.casework.services.change import changing
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.licences.rules.kinds import CaseKind
from tenants.access import Actor


def decide_on_the_spot(
    *, uid: UUID, version: int, actor: Actor, valid_until: date | None = None, at: datetime | None = None
) -> Case:
    """Accept and approve in one go what this hall may decide (即办件): two events, one transaction.

    Raises as `decide_case`.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        if change.case.state == State.RECEIVED:
            accept(change)
        decide(change, approve=True, valid_until=valid_until)
        change.case.on_the_spot = True
        return change.case


def _offer(now: Situation) -> Button | None:
    if ACCEPT not in now.allowed or not now.actor.roles & DECIDING or now.missing or now.matter.site_check:
        return None
    if now.case.kind == CaseKind.REVOKE or not now.has(Power.DECIDE):
        return None
    place = -1 if now.matter.is_instant else None
    asks, more = now.asks_validity, {'validity': now.validity}
    return Button(ACT, '当场办结', '由本大厅决定，今天办结', place=place, asks=asks, more=more)


ACT = register(
    Act(
        word='on-the-spot',
        place=110,
        do=lambda posted: decide_on_the_spot(**posted.frame, valid_until=posted['day']),
        afterwards=lambda case: f'已当场办结：{word_of(case)}。请把结果交给申请人，再点“送达”。',
        offer=_offer,
        fields=[UNTIL],
        mutation='decide_on_the_spot',
        does='Accept, approve and end at once (当场办结).',
    )
)

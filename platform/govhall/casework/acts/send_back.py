"""Returning a case to the hall that sent it (退回): never stops the applicant's clock."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON
from govhall.casework.models import Case
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.transitions import IN_HAND, REVIEWING, Transition, transition
from govhall.casework.sentences import sent_on
from govhall.casework.services.change import changing
from govhall.casework.services.moves import check_nothing_open, send_on, sender_of
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.kernel.errors import Refused
from tenants.access import Actor

SEND_BACK = transition(
    Transition(name='send_back', course='退回', states=IN_HAND, roles=REVIEWING, power=Power.ACCEPT, of_department=True)
)


class NobodyBefore(Refused):
    """The case was not sent here by anybody."""

    code = 'NOBODY_BEFORE'
    status = 409
    sentence = '这件事是本大厅自己收的，没有可以退回的大厅。'


def send_back(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """Return a case to the hall that sent it, with the reason (退回): never stops the applicant's clock.

    A second return on the same ground is marked `again` in its event, for supervision. Raises NobodyBefore.
    """
    at = at or timezone.now()
    why = stated(reason)
    with changing(uid, actor=actor, at=at, version=version) as change:
        check_nothing_open(change)
        to = sender_of(change.case)
        if not to:
            raise NobodyBefore
        again = any(stop.kind == 'return' and stop.reason == why for stop in change.case.road)
        change.perform(SEND_BACK, to=to, reason=why, again=again)
        send_on(change, to, kind='return', reason=reason)
        return change.case


def _offer(now: Situation) -> Button | None:
    if SEND_BACK not in now.allowed or not sender_of(now.case):
        return None
    return Button(ACT, '退回', '退给转来的大厅，写明理由；时限照常计算')


ACT = register(
    Act(
        word='send-back',
        place=250,
        do=lambda posted: send_back(**posted.frame, reason=posted['reason']),
        afterwards=sent_on,
        offer=_offer,
        fields=[REASON],
        mutation='send_back',
        does='Give back to where it came from (退回).',
        folded=True,
    )
)

"""Giving a case to a hall below (下派): what was promised to the applicant runs on."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.directory.models import HallEntry
from federation.directory.selectors import ancestors, entry
from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON, TO
from govhall.casework.models import Case
from govhall.casework.rules.transitions import IN_HAND, REVIEWING, Transition, transition
from govhall.casework.sentences import sent_on
from govhall.casework.services.change import changing
from govhall.casework.services.custody import forwards_used
from govhall.casework.services.moves import check_target, send_on
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.catalogue.selectors import halls_with_power
from govhall.kernel.errors import Refused
from tenants.access import Actor

ASSIGN = transition(
    Transition(name='assign', course='下派', states=IN_HAND, roles=REVIEWING, power=Power.ACCEPT, of_department=True)
)


class NotBelow(Refused):
    """A case is assigned to a hall below only."""

    code = 'NOT_BELOW'
    sentence = '只能下派给本大厅下面的大厅，{hall}不是，请另选一个。'


def assign_case(*, uid: UUID, version: int, actor: Actor, to: str, reason: str, at: datetime | None = None) -> Case:
    """Give a case to a hall below (下派): what was promised to the applicant runs on. Raises NotBelow, NotCompetent."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        check_target(change, to, reason)
        if change.hall.code not in {hall.code for hall in ancestors(to)}:
            raise NotBelow(field='to', hall=entry(to).short_name)
        change.perform(ASSIGN, to=to, reason=reason.strip())
        send_on(change, to, kind='assign', reason=reason)
        return change.case


def _offer(now: Situation) -> Button | None:
    if ASSIGN not in now.allowed or forwards_used(now.case):
        return None
    choices = now.choices(_able(now))
    return Button(ACT, '下派', '交给下面的大厅办，承诺时限不变', choices=choices) if choices else None


def _able(now: Situation) -> list[HallEntry]:
    codes = [hall.code for hall in now.below]
    able = set(halls_with_power(now.case.matter, Power.RECEIVE, now.at).filter(hall_code__in=codes))
    return [hall for hall in now.below if hall.code in able]


ACT = register(
    Act(
        word='assign',
        place=270,
        do=lambda posted: assign_case(**posted.frame, to=posted['to'], reason=posted['reason']),
        afterwards=sent_on,
        offer=_offer,
        fields=[TO, REASON],
        mutation='assign_case',
        does='Give to a hall below (下派).',
        folded=True,
    )
)

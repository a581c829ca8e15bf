"""Sending a case upward: reported after review (上报, 行政许可法 §43), or only received here (转交)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.models import Case
from govhall.casework.rules.procedures import ProcedureKind, ProcedureOpen, open_procedures
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import HANDLING, REVIEWING, Transition, transition
from govhall.casework.sentences import sent_on
from govhall.casework.services.change import changing
from govhall.casework.services.completeness import require_all_here
from govhall.casework.services.custody import TooManyHops, forwards_used, hand_over, may_go_up
from govhall.casework.services.moves import send_across
from govhall.casework.situation import Situation
from govhall.catalogue.routing import RouteKind, route
from govhall.catalogue.rules import Power
from govhall.kernel.errors import Refused
from tenants.access import Actor

REPORT = transition(
    Transition(
        name='report',
        course='审查后上报',
        states=frozenset({State.REVIEWED}),
        roles=REVIEWING,
        power=Power.REVIEW,
        article='行政许可法第四十三条',
    )
)
PASS_ON = transition(
    Transition(
        name='pass_on',
        course='代收后转交',
        states=frozenset({State.RECEIVED, State.ACCEPTED}),
        roles=HANDLING,
        power=Power.RECEIVE,
        of_department=True,
    )
)


class NoHigherHall(Refused):
    """There is no hall to send the case to."""

    code = 'NO_HIGHER_HALL'
    status = 409
    sentence = '没有可以上报的上级大厅，这件事应在本大厅办理。'


class ReviewFirst(Refused):
    """This hall must review the case before it reports it."""

    code = 'REVIEW_FIRST'
    status = 409
    sentence = '这件事要先在本大厅受理、审查，签署意见后才能上报。'


def forward_case(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> Case:
    """Send the case upward with all its papers: reported after review (审核转报), or only received here (代收).

    Where its object lies in another hall's area, it goes there (异地代收).

    The sender is *in transit* until the next hall takes over or refuses; until then it may decide nothing.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        way = route(matter=case.matter, hall=change.hall.code, at=at, received=case.received_at, facts=case.facts)
        if way.next_hall is None:
            raise NoHigherHall
        if forwards_used(case):
            raise TooManyHops
        for procedure in open_procedures(case.clock):
            raise ProcedureOpen(kind=ProcedureKind(procedure.kind).label)
        reviews = Power.REVIEW in way.powers
        if reviews and case.state != 'reviewed' and case.custody == Custody.HELD:
            raise ReviewFirst
        require_all_here(case)
        change.perform(REPORT if reviews else PASS_ON, to=way.next_hall, why=way.reason)
        if way.kind is RouteKind.ELSEWHERE:
            send_across(change, way.next_hall, reason=way.reason)
            return case
        case.forwarded_at = at
        hand_over(change, way.next_hall, kind='report' if reviews else 'receipt')
        return case


def _offer(now: Situation) -> Button | None:
    way = now.way
    if way is None or way.next_hall is None or not may_go_up(now.case, way):
        return None
    target = now.name(way.next_hall)
    if Power.REVIEW in way.powers and REPORT in now.allowed:
        return Button(ACT, '上报', f'→ {target}，材料和意见一起送去')
    if Power.REVIEW not in way.powers and PASS_ON in now.allowed:
        return Button(ACT, '转交', f'→ {target}，材料一起送去，由对方受理')
    return None


ACT = register(
    Act(
        word='forward',
        place=90,
        do=lambda posted: forward_case(**posted.frame),
        afterwards=sent_on,
        offer=_offer,
        mutation='forward_case',
        does='Send upward with papers and opinions (上报, 转交).',
        onward=True,
        waits_after_return=True,
    )
)

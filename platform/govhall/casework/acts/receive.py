"""Receiving (收件): the five days begin (行政许可法 §32); a village point may also only carry the papers (代办)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.models import Case
from govhall.casework.rules.clocks import after_receipt
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import Beginning, Transition, transition
from govhall.casework.sentences import by_day
from govhall.casework.services.change import changing
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.deadlines.calendar import calendar_of
from govhall.kernel.china import CHINA
from tenants.access import Actor
from tenants.roles import Role

TAKERS = frozenset({Role.CLERK, Role.AGENT})
ENTRUST = transition(
    Transition(
        name='entrust',
        course='村点代办，还没有收件',
        begins=Beginning.CARRIED,
        to=State.ENTRUSTED,
        roles=TAKERS | {Role.LIAISON},
        document='代办委托单',
    )
)
RECEIVE = transition(
    Transition(
        name='receive',
        course='收件',
        begins=Beginning.APPLICATION,
        states=frozenset({State.ENTRUSTED, State.SUBMITTED}),
        to=State.RECEIVED,
        roles=TAKERS,
        power=Power.RECEIVE,
        document='01',
        clock='intake',
        article='行政许可法第三十二条',
    )
)


def take_over_from_agent(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> Case:
    """The hall receives papers that an agent carried (代办): the five days begin now, not at the point."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        change.perform(RECEIVE)
        change.case.received_at, change.case.clock_from = at, at.astimezone(CHINA).date()
        change.case.set_dues(after_receipt(change.case.clock_from, calendar_of(change.hall.area_code)))
        return change.case


def received(case: Case) -> str:
    """What is said after a receipt, however the papers came."""
    return f'已收件，{by_day(case)}告知是否受理。'


def received_online(case: Case) -> str:
    """What is said when an online application was received: its days have run since it was submitted."""
    if case.state == State.ACCEPTED:
        return f'已收件。提交已超过五个工作日，依法视为受理，{by_day(case)}办结。'
    return received(case)


def _offer(now: Situation) -> Button | None:
    return Button(ACT, '收件', '从现在起五个工作日内告知是否受理') if RECEIVE in now.allowed else None


ACT = register(
    Act(
        word='receive',
        place=10,
        do=lambda posted: take_over_from_agent(**posted.frame),
        afterwards=received,
        offer=_offer,
        mutation='take_over_from_agent',
        does='Receive papers that an agent carried (收件); the five days begin.',
    )
)

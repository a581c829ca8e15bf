"""The applicant withdraws (撤回), here or through the hall that holds the case."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON
from govhall.casework.models import Case
from govhall.casework.rules.states import OPEN, Custody, State
from govhall.casework.rules.transitions import Transition, transition
from govhall.casework.sentences import hall_name
from govhall.casework.services.change import changing
from govhall.casework.services.conclusion import AlreadyConcluded, conclude
from govhall.casework.services.requests import ASKERS, ask_holder
from govhall.casework.situation import Situation
from tenants.access import Actor
from tenants.roles import Role

WITHDRAW = transition(
    Transition(
        name='withdraw',
        course='撤回',
        states=OPEN,
        to=State.WITHDRAWN,
        roles=frozenset({Role.CLERK, Role.CHIEF}),
        document='A3',
        clock='end',
        of_department=True,
    )
)


def withdraw_case(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """The applicant withdraws: done at once where the case is held, otherwise asked of the holder (a request)."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        if case.outcome_data:
            raise AlreadyConcluded
        if case.custody == Custody.HELD:
            change.perform(WITHDRAW, reason=reason)
            conclude(change, 'withdrawn', reliance=None, reason=reason)
        else:
            ask_holder(change, actor, kind='withdraw', reason=reason, papers=[])
        return case


def _offer(now: Situation) -> Button | None:
    if now.case.outcome_data:
        return None
    if WITHDRAW in now.allowed:
        return Button(ACT, '撤回申请', '申请人要求撤回')
    away = now.case.custody != Custody.HELD and now.is_home and bool(now.actor.roles & ASKERS)
    return Button(ACT, '请求撤回', '向承办大厅提出，由对方答复') if away and not now.asked('withdraw') else None


def _afterwards(case: Case) -> str:
    if case.outcome_data:
        return '已撤回，这件事到此结束。'
    return f'撤回请求已发往{hall_name(case.towards)}，等对方答复。'


ACT = register(
    Act(
        word='withdraw',
        place=340,
        do=lambda posted: withdraw_case(**posted.frame, reason=posted['reason']),
        afterwards=_afterwards,
        offer=_offer,
        fields=[REASON],
        mutation='withdraw_case',
        does='The applicant withdraws (撤回), or asks the holder to.',
        folded=True,
    )
)

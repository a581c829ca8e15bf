"""The applicant brings the missing papers (补正): the five days begin again (行政许可法 §32)."""

from dataclasses import replace as but
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import PAPERS
from govhall.casework.models import Case
from govhall.casework.rules.clocks import after_receipt
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import NotNow, Transition, transition
from govhall.casework.sentences import by_day, hall_name
from govhall.casework.services.change import Change, changing
from govhall.casework.services.completeness import NothingMissing, with_status
from govhall.casework.services.requests import ASKERS, ask_holder
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.deadlines.calendar import calendar_of
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain
from tenants.access import Actor
from tenants.roles import Role

SUPPLY = transition(
    Transition(
        name='supply',
        course='补正材料收下，时限重新起算',
        states=frozenset({State.CORRECTING}),
        to=State.RECEIVED,
        roles=frozenset({Role.CLERK, Role.AGENT}),
        power=Power.RECEIVE,
        document='05',
        clock='intake',
        article='行政许可法第三十二条',
    )
)


def supply_papers(*, uid: UUID, version: int, actor: Actor, papers: frozenset[str], at: datetime | None = None) -> Case:
    """The applicant brings the missing papers (codes): taken where the case is held, otherwise sent to the holder."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        brought = [paper for paper in case.papers if paper.code in papers and paper.status == 'missing']
        if not brought:
            raise NothingMissing
        if case.custody == Custody.HELD:
            supply(change, papers=papers)
        elif case.state != State.CORRECTING:
            raise NotNow(state=State(case.state).label)
        else:
            ask_holder(change, actor, kind='supplement', reason='', papers=brought)
        return case


def supply(change: Change, *, papers: frozenset[str]) -> None:
    """The missing papers arrive at the holder: the five days begin again from this day."""
    case = change.case
    change.perform(SUPPLY, papers=sorted(papers))
    case.papers_data = plain(
        [with_status(paper, 'handed_in') if paper.code in papers else paper for paper in case.papers]
    )
    case.clock_from = change.at.astimezone(CHINA).date()
    case.note = ''
    case.set_dues(after_receipt(case.clock_from, calendar_of(change.hall.area_code)))


def _offer(now: Situation) -> Button | None:
    case = now.case
    missing = [paper for paper in case.papers if paper.status == 'missing']
    if not missing or not (SUPPLY in now.allowed or _may_send(now)):
        return None
    leads = '五个工作日重新起算'
    return Button(ACT, '收下补正材料', leads, more={'boxes': [(paper, False) for paper in missing]})


def _may_send(now: Situation) -> bool:
    """Whether another hall holds the case and waits for papers that the applicant brings here."""
    away = now.case.custody != Custody.HELD and now.case.state == State.CORRECTING
    return away and bool(now.actor.roles & ASKERS) and now.is_home and not now.asked('supplement')


def _afterwards(case: Case) -> str:
    if case.custody == Custody.HELD:
        return f'材料已收下，{by_day(case)}告知是否受理。'
    return f'补正材料已发往{hall_name(case.towards)}。'


ACT = register(
    Act(
        word='supply',
        place=60,
        do=lambda posted: supply_papers(**posted.frame, papers=posted['papers']),
        afterwards=_afterwards,
        offer=_offer,
        fields=[but(PAPERS, label='这次交来的')],
        mutation='supply_papers',
        does='Take the missing papers (补正); the five days begin again.',
    )
)

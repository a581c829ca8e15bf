"""The applicant brings what was to come later (容缺后补), while the case goes on."""

from collections.abc import Collection
from dataclasses import replace as but
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import PAPERS
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.casework.rules.transitions import HANDLING, IN_HAND, Transition, transition
from govhall.casework.sentences import hall_name
from govhall.casework.services.change import Change, changing
from govhall.casework.services.completeness import NothingMissing
from govhall.casework.services.requests import ASKERS, ask_holder
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.kernel.structures import plain
from govhall.materials.ways import brought, is_awaited
from tenants.access import Actor
from tenants.roles import Role

BRING_LATER = transition(
    Transition(
        name='bring_later',
        course='补交容缺材料',
        states=IN_HAND,
        roles=HANDLING | {Role.AGENT},
        power=Power.RECEIVE,
        detail=lambda data: '、'.join(data['names']),
    )
)


def bring_later(*, uid: UUID, version: int, actor: Actor, papers: frozenset[str], at: datetime | None = None) -> Case:
    """Take papers (codes) that were to come later: noted where the case is held, otherwise told to the holder.

    Raises NothingMissing where none of them is awaited, and what the frame raises.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        awaited = [paper for paper in case.papers if paper.code in papers and is_awaited(paper)]
        if not awaited:
            raise NothingMissing
        if case.custody == Custody.HELD or case.outcome_data:
            note_brought(change, papers)
        else:
            ask_holder(change, actor, kind='supplement', reason='', papers=awaited)
        return case


def note_brought(change: Change, codes: Collection[str]) -> None:
    """What was awaited is there, at the holder; the clock has run all the time and goes on."""
    case = change.case
    names = [paper.name for paper in case.papers if paper.code in codes and is_awaited(paper)]
    change.perform(BRING_LATER, papers=sorted(codes), names=names)
    case.papers_data = plain(brought(case.papers, codes))


def _offer(now: Situation) -> Button | None:
    awaited = [paper for paper in now.case.papers if is_awaited(paper)]
    if not awaited or not (BRING_LATER in now.allowed or _may_send(now)):
        return None
    return Button(
        ACT, '收下补交的容缺材料', '期限照算，不重新起算', more={'boxes': [(paper, True) for paper in awaited]}
    )


def _may_send(now: Situation) -> bool:
    """Whether another hall holds the open case, and the applicant brings the paper here."""
    away = now.case.custody != Custody.HELD and not now.case.outcome_data
    return away and bool(now.actor.roles & ASKERS) and now.is_home and not now.asked('supplement')


def _afterwards(case: Case) -> str:
    if case.custody == Custody.HELD:
        return '容缺材料已收下。'
    return f'已告诉{hall_name(case.towards)}：容缺材料已补交。'


ACT = register(
    Act(
        word='bring-later',
        place=65,
        do=lambda posted: bring_later(**posted.frame, papers=posted['papers']),
        afterwards=_afterwards,
        offer=_offer,
        fields=[but(PAPERS, label='这次补交的')],
        mutation='bring_later',
        does='Take materials that were to come later (容缺后补). NOTHING_MISSING.',
    )
)

"""Telling once and completely what is missing (一次性告知补正, 行政许可法 §32)."""

from dataclasses import replace as but
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import PAPERS
from govhall.casework.models import Case
from govhall.casework.models.case import LONGEST_NOTE
from govhall.casework.rules.clocks import while_stopped
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import HANDLING, Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.services.completeness import NothingMissing, check_not_sent, with_status
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from govhall.kernel.typed import shortened
from govhall.materials.ways import is_lacking
from tenants.access import Actor

ASK_CORRECTION = transition(
    Transition(
        name='ask_correction',
        course='一次性告知补正',
        states=frozenset({State.RECEIVED}),
        to=State.CORRECTING,
        roles=HANDLING,
        power=Power.ACCEPT,
        document='02',
        clock='stop',
        of_department=True,
        article='行政许可法第三十二条',
        detail=lambda data: '、'.join(data['missing']),
    )
)


class SecondCorrection(Refused):
    """A correction may be asked for once (行政许可法 §32)."""

    code = 'SECOND_CORRECTION'
    status = 409
    sentence = '这件事已经一次性告知过补正，法律不允许再次要求补正。请按现有材料决定是否受理。'


def ask_for_correction(
    *, uid: UUID, version: int, actor: Actor, missing: frozenset[str], at: datetime | None = None
) -> Case:
    """Tell the applicant once and completely what is missing (codes of papers); the five days stop."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        if case.corrections:
            raise SecondCorrection
        papers = [with_status(paper, 'missing') if paper.code in missing else paper for paper in case.papers]
        check_not_sent(case, missing)
        names = [
            paper.name for paper in papers if is_lacking(paper) or (paper.status == 'missing' and paper.code in missing)
        ]
        if not names:
            raise NothingMissing
        change.perform(ASK_CORRECTION, missing=names)
        case.papers_data = plain(papers)
        case.corrections = 1
        case.note = shortened('请补正：' + '、'.join(names), LONGEST_NOTE)  # the list itself stands in the papers
        case.set_dues(while_stopped())
        return case


def _offer(now: Situation) -> Button | None:
    if ASK_CORRECTION not in now.allowed or now.case.corrections or not now.case.papers:
        return None
    boxes = [(paper, is_lacking(paper)) for paper in now.case.papers]
    place = -2 if now.missing else None
    leads = '只能告知一次，要列全；时限暂停'
    return Button(ACT, '一次性告知补正', leads, place=place, more={'boxes': boxes})


ACT = register(
    Act(
        word='correction',
        place=120,
        do=lambda posted: ask_for_correction(**posted.frame, missing=posted['papers']),
        afterwards=lambda case: '已一次性告知补正，时限暂停，等申请人补齐。',
        offer=_offer,
        fields=[but(PAPERS, label='缺少的材料')],
        mutation='ask_for_correction',
        does='Tell once what is missing (一次性告知). SECOND_CORRECTION.',
    )
)

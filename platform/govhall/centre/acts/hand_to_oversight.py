"""Handing a decision to supervision (移交事中事后监管, 批后监管)."""

from dataclasses import replace as but

from govhall.acts.registry import Act, Button, PostedAct, register
from govhall.casework.asked import REASON, TO
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import ANYWHERE, DECIDING, GRANTED, Transition, transition
from govhall.casework.services.consultation import SECTION, Question, consult
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.catalogue.sections import choices_of, sections_in
from govhall.documents.rules.papers import LICENCE

HAND_TO_OVERSIGHT = transition(
    Transition(
        name='hand_to_oversight',
        course='移交事中事后监管',
        states=GRANTED | {State.DELIVERED},
        roles=DECIDING,
        power=Power.DECIDE,
        custody=ANYWHERE,
        asks='oversight',
    )
)


def _hand_over(posted: PostedAct) -> Case:
    question = Question(kind='oversight', to=posted['to'], text=posted['reason'])
    return consult(**posted.frame, question=question)


def _offer(now: Situation) -> Button | None:
    decided_here = now.case.outcome is not None and now.case.outcome.hall == now.hall.code
    if HAND_TO_OVERSIGHT not in now.allowed or not decided_here or now.matter.task_type != LICENCE:
        return None
    if now.case.requests.filter(kind='oversight').exists():
        return None
    own = tuple((SECTION + code, f'本中心·{name}') for code, name in choices_of(sections_in(now.hall.code)))
    choices = (*own, *now.choices([*now.below, *now.above]))
    return Button(ACT, '移交监管', '批后监管，对方五个工作日内签收', choices=choices) if choices else None


ACT = register(
    Act(
        word='oversight',
        place=300,
        do=_hand_over,
        afterwards=lambda case: '已移交监管，对方五个工作日内签收。',
        offer=_offer,
        fields=[but(TO, label='交给谁'), but(REASON, label='监管什么')],
        mutation='hand_to_oversight',
        does='Hand a decision to supervision (移交监管): `to` is a hall, '
        'or @ and the code of a department in this centre.',
        folded=True,
    )
)

"""Asking another hall for its help (协办): the case stays here and its clock runs."""

from dataclasses import replace as but

from govhall.acts.registry import Act, Button, PostedAct, register
from govhall.casework.asked import REASON, TO
from govhall.casework.models import Case
from govhall.casework.rules.transitions import IN_HAND, REVIEWING, Transition, transition
from govhall.casework.services.consultation import Question, consult
from govhall.casework.situation import Situation
from govhall.catalogue.rules import DRAWS_IN, Power

CONSULT = transition(
    Transition(
        name='consult',
        course='请求协办',
        states=IN_HAND,
        roles=REVIEWING,
        power=Power.ACCEPT,
        letter=DRAWS_IN,
        asks='assist',
    )
)


def _ask(posted: PostedAct) -> Case:
    question = Question(kind='assist', to=posted['to'], text=posted['reason'])
    return consult(**posted.frame, question=question)


def _offer(now: Situation) -> Button | None:
    asked = [*now.below, *now.above]
    if CONSULT not in now.allowed or not asked:
        return None
    return Button(ACT, '请求协办', '请别的大厅核实或提意见，办件仍在本大厅', choices=now.choices(asked))


ACT = register(
    Act(
        word='assist',
        place=290,
        do=_ask,
        afterwards=lambda case: '已请求协办，五个工作日内答复；时限照常计算。',
        offer=_offer,
        fields=[TO, but(REASON, label='请对方做什么')],
        mutation='consult',
        does='Ask another hall for help (协办); the case stays.',
        folded=True,
    )
)

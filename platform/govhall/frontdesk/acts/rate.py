"""The applicant's rating (好差评), given on the counter's screen."""

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, PostedAct, register
from govhall.casework.models import Case
from govhall.casework.rules.grades import GRADES
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.services.requests import ASKERS
from govhall.casework.situation import Situation
from govhall.frontdesk.services.rating import rate_case
from govhall.kernel.errors import Refused

FIELDS = [
    Field(
        name='grade',
        kind=FieldKind.CHOICE,
        label='申请人对这次办事',
        choices=[(str(grade), words) for grade, words in GRADES.items()],
        wrong='请从五个等次中选择一个。',
        widget='radio',
    ),
    Field(name='text', kind=FieldKind.PROSE, label='想说的话', aside='（不满意时请写明）', most=500),
]


class GradeMissing(Refused):
    """A rating is a grade; the words are the applicant's to add."""

    code = 'GRADE_MISSING'
    sentence = '请先选一个等次。'


def _rate(posted: PostedAct) -> Case:
    if not posted.actor.roles & ASKERS:
        raise NotYourRole
    if not posted['grade']:
        raise GradeMissing(field='grade')
    return rate_case(uid=posted.uid, actor=posted.actor, grade=int(posted['grade']), text=posted['text'])


def _offer(now: Situation) -> Button | None:
    waits = now.case.state == State.DELIVERED and now.case.rating is None and now.is_home
    if not waits or not now.actor.roles & ASKERS:
        return None
    return Button(ACT, '提交评价', '由申请人自己选')


ACT = register(
    Act(
        word='rate',
        place=40,
        do=_rate,
        afterwards=lambda case: '评价已记下，谢谢。',
        offer=_offer,
        fields=FIELDS,
    )
)

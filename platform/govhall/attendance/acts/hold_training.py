"""Entering a training or an exchange meeting (登记培训)."""

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.attendance.models import TrainingKind
from govhall.attendance.services.training import TrainingAsked, hold_training
from govhall.catalogue.readers import MANAGERS
from tenants.audit import Action

FIELDS = [
    Field(
        name='kind',
        kind=FieldKind.CHOICE,
        label='哪一种',
        choices=tuple((str(value), str(label)) for value, label in TrainingKind.choices),
        says='business, exchange or liaison.',
        needed=True,
        must=True,
        wrong='请选择是哪一种培训。',
    ),
    Field(name='day', kind=FieldKind.DAY, label='哪一天', says='The day.', needed=True, must=True),
    Field(
        name='subject',
        kind=FieldKind.LINE,
        label='讲什么',
        hint='例如：下放事项怎么受理，新表单怎么填。',
        most=100,
        says='What it is about.',
        needed=True,
        must=True,
    ),
]


def _do(posted: HallPosted) -> HallActDone:
    asked = TrainingAsked(TrainingKind(posted['kind']), posted['day'], posted['subject'] or '')
    held = hold_training(hall=posted.hall, actor=posted.actor, asked=asked)
    return HallActDone(said=f'已登记{held.title}，{held.day:%m-%d}。当天大家在“我的培训”里签到。', id=held.pk)


ACT = register(
    HallAct(
        label='登记培训',
        do=_do,
        roles=MANAGERS,
        action=Action.TRAINING_CHANGED,
        fields=FIELDS,
        mutation='hold_training',
        does='Enter a training or an exchange meeting, as the next round of its kind in the year. TRAINING_DAY.',
    )
)

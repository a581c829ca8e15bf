"""Signing in to a training on its day (培训签到)."""

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.attendance.services.training import sign_in
from tenants.roles import Role


def _do(posted: HallPosted) -> HallActDone:
    came = sign_in(hall=posted.hall, actor=posted.actor, training=posted['training'])
    return HallActDone(said=f'已签到：{came.title}。', id=came.pk)


ACT = register(
    HallAct(
        label='签到',
        do=_do,
        roles=frozenset(Role),
        fields=[Field(name='training', kind=FieldKind.UID, says='Id of the training.', needed=True)],
        mutation='sign_in_training',
        does='Sign in to a training of today. UNKNOWN_TRAINING, NOT_THAT_DAY, CAME_ALREADY.',
    )
)

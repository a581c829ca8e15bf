"""Striking out a training to which nobody came (撤销培训)."""

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.attendance.services.training import call_off_training
from govhall.catalogue.readers import MANAGERS
from tenants.audit import Action


def _do(posted: HallPosted) -> HallActDone:
    gone = call_off_training(hall=posted.hall.code, training=posted['training'])
    return HallActDone(said=f'已撤销{gone.title}。', id=gone.pk)


ACT = register(
    HallAct(
        label='撤销培训',
        do=_do,
        roles=MANAGERS,
        action=Action.TRAINING_CHANGED,
        fields=[Field(name='training', kind=FieldKind.UID, says='Id of the training.', needed=True)],
        mutation='call_off_training',
        does='Strike out a training to which nobody came. UNKNOWN_TRAINING, TRAINING_HELD.',
    )
)

"""Striking a shift off the roster (撤下带班)."""

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.attendance.services.duty import take_off_duty
from govhall.catalogue.readers import MANAGERS
from tenants.audit import Action


def _do(posted: HallPosted) -> HallActDone:
    shift = take_off_duty(hall=posted.hall.code, shift=posted['shift'])
    said = f'已撤下{shift.person_name}{shift.first_day:%m-%d} 到 {shift.last_day:%m-%d} 的带班。'
    return HallActDone(said=said, about=str(shift.person_id))


ACT = register(
    HallAct(
        label='撤下',
        do=_do,
        roles=MANAGERS,
        action=Action.DUTY_CHANGED,
        fields=[Field(name='shift', kind=FieldKind.WHOLE, says='Number of the shift.', needed=True)],
        mutation='take_off_duty',
        does='Strike a shift that has not begun off the roster. UNKNOWN_SHIFT, SHIFT_OVER.',
    )
)

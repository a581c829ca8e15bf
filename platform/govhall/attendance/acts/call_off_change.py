"""Taking back a change of window people that has not taken effect (撤回更换)."""

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.attendance.services.window_change import call_off_change
from govhall.catalogue.readers import MANAGERS
from tenants.audit import Action


def _do(posted: HallPosted) -> HallActDone:
    change = call_off_change(hall=posted.hall, actor=posted.actor, change=posted['change'])
    return HallActDone(said=f'已撤回，{change.person_name}照常上岗。', about=str(change.person_id))


ACT = register(
    HallAct(
        label='撤回更换',
        do=_do,
        roles=MANAGERS,
        action=Action.WINDOW_CHANGED,
        fields=[Field(name='change', kind=FieldKind.WHOLE, says='Number of the change.', needed=True)],
        mutation='call_off_change',
        does='Take back a change of window people that has not taken effect. UNKNOWN_CHANGE, CHANGE_BEGAN.',
    )
)

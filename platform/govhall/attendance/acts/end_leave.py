"""Coming back before the last day (销假)."""

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.attendance.readers import KEEPERS
from govhall.attendance.services.leave import end_leave
from tenants.audit import Action

FIELDS = [
    Field(name='leave', kind=FieldKind.WHOLE, says='Number of the leave.', needed=True),
    Field(
        name='back_on',
        kind=FieldKind.DAY,
        label='哪天回来上班',
        hint='没有请成，就填请假的第一天。',
        says='The first day on which the person is there again; the first day of the leave: it was not taken.',
        needed=True,
        must=True,
    ),
]


def _do(posted: HallPosted) -> HallActDone:
    leave = end_leave(hall=posted.hall, actor=posted.actor, leave=posted['leave'], back_on=posted['back_on'])
    return HallActDone(said=f'已销假，{leave.person_name}{leave.back_on:%m-%d} 起在岗。', about=str(leave.person_id))


ACT = register(
    HallAct(
        label='销假',
        do=_do,
        roles=KEEPERS,
        action=Action.LEAVE_CHANGED,
        fields=FIELDS,
        mutation='end_leave',
        does='Note that somebody is back before the last day of a leave (销假). UNKNOWN_LEAVE, OTHER_DEPARTMENT, '
        'BACK_ALREADY, BACK_WHEN.',
    )
)

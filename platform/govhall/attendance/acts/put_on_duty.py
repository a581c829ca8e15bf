"""Putting a leader on the roster (排带班)."""

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.acts.page import Choices
from govhall.attendance.services.duty import LEADS, put_on_duty
from govhall.attendance.staff_then import worked_during
from govhall.catalogue.exchange.names import department_names
from govhall.catalogue.readers import MANAGERS
from tenants.audit import Action
from tenants.models import Hall

FIELDS = [
    Field(
        name='person',
        kind=FieldKind.WHOLE,
        label='谁带班',
        hint='领导或首席代表，替自己的部门带班。',
        says='Id of a leader or chief representative.',
        needed=True,
        must=True,
    ),
    Field(name='first_day', kind=FieldKind.DAY, label='从哪天起', says='First day.', needed=True, must=True),
    Field(name='last_day', kind=FieldKind.DAY, label='到哪天止', says='Last day.', needed=True, must=True),
]


def choices(hall: Hall) -> Choices:
    """The leaders and chief representatives of the hall."""
    today = timezone.localdate()
    rows = worked_during(hall, today, today).filter(roles__overlap=[role.value for role in LEADS])
    names = department_names({row.department for row in rows})
    people = {str(row.person_id): f'{row.person.name}（{names.get(row.department) or "中心"}）' for row in rows}
    return {'person': [('', '请选择'), *people.items()]}


def _do(posted: HallPosted) -> HallActDone:
    shift = put_on_duty(
        hall=posted.hall,
        actor=posted.actor,
        person=posted['person'],
        first_day=posted['first_day'],
        last_day=posted['last_day'],
    )
    said = f'已排{shift.person_name}{shift.first_day:%m-%d} 到 {shift.last_day:%m-%d} 带班。'
    return HallActDone(said=said, about=str(shift.person_id))


ACT = register(
    HallAct(
        label='排带班',
        do=_do,
        roles=MANAGERS,
        action=Action.DUTY_CHANGED,
        fields=FIELDS,
        mutation='put_on_duty',
        does='Put a leader on the roster (领导带班). WRONG_DAYS, NOT_HERE_THEN, NO_LEADER, SUBSTITUTE_AWAY, '
        'ON_DUTY_ALREADY.',
    )
)

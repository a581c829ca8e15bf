"""Noting leave (请假), or absence afterwards."""

from datetime import date, timedelta

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.acts.page import Choices
from govhall.attendance.models import LeaveKind
from govhall.attendance.readers import KEEPERS, MANAGERS
from govhall.attendance.services.leave import LeaveAsked, note_leave
from govhall.attendance.staff_then import worked_during
from govhall.catalogue.exchange.names import department_names
from tenants.access import Actor
from tenants.audit import Action
from tenants.models import Hall

FIELDS = [
    Field(
        name='person',
        kind=FieldKind.WHOLE,
        label='谁请假',
        says='Id of the person, as `staff` gives it.',
        needed=True,
        must=True,
        missing='请选择请假的人。',
    ),
    Field(
        name='kind',
        kind=FieldKind.CHOICE,
        label='类别',
        hint='缺勤是事后补记的，不写代班人。',
        choices=tuple((str(value), str(label)) for value, label in LeaveKind.choices),
        says='annual, sick, personal, errand, training, or absent.',
        needed=True,
        must=True,
        wrong='请选择请假的类别。',
    ),
    Field(name='first_day', kind=FieldKind.DAY, label='从哪天起', says='First day away.', needed=True, must=True),
    Field(
        name='last_day',
        kind=FieldKind.DAY,
        label='到哪天止',
        hint='当天也不在；第二天回来上班。',
        says='Last day away.',
        needed=True,
        must=True,
    ),
    Field(
        name='substitute',
        kind=FieldKind.WHOLE,
        label='代班人（B岗）',
        hint='代班人要有同样的授权，这几天都在岗。',
        says='Id of who stands in; none with `absent`.',
    ),
]


def choices(hall: Hall, actor: Actor) -> Choices:
    """Whom one may choose: a chief representative only the own people to be away, anybody to stand in."""
    today = timezone.localdate()
    rows = list(worked_during(hall, today, today))
    names = department_names({row.department for row in rows})
    people = {str(row.person_id): _label(row.person.name, names.get(row.department, '')) for row in rows}
    own = {str(row.person_id) for row in rows if row.department in actor.departments}
    away = people if actor.roles & MANAGERS else {key: name for key, name in people.items() if key in own}
    return {
        'person': [('', '请选择'), *away.items()],
        'substitute': [('', '缺勤不用选'), *people.items()],
    }


def initial() -> dict[str, date]:
    """The days that stand in the form at first."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {'first_day': tomorrow, 'last_day': tomorrow}


def _label(name: str, department: str) -> str:
    return f'{name}（{department}）' if department else name


def _do(posted: HallPosted) -> HallActDone:
    asked = LeaveAsked(
        person=posted['person'],
        kind=LeaveKind(posted['kind']),
        first_day=posted['first_day'],
        last_day=posted['last_day'],
        substitute=posted['substitute'],
    )
    leave = note_leave(hall=posted.hall, actor=posted.actor, asked=asked)
    stands_in = f'，由{leave.substitute_name}代班' if leave.substitute_name else ''
    days = f'{leave.first_day:%m-%d} 到 {leave.last_day:%m-%d}'
    said = f'已登记{leave.person_name} {days} {leave.get_kind_display()}{stands_in}。'
    return HallActDone(said=said, about=str(leave.person_id))


ACT = register(
    HallAct(
        label='登记请假',
        do=_do,
        roles=KEEPERS,
        action=Action.LEAVE_CHANGED,
        fields=FIELDS,
        mutation='note_leave',
        does='Note that somebody is away (请假) and who stands in (B岗) with the same letters on all of the days. '
        'WRONG_DAYS, NOT_HERE_THEN, OTHER_DEPARTMENT, AWAY_ALREADY, STANDS_IN_ALREADY, NOBODY_STANDS_IN, '
        'STANDS_IN_FOR_ONESELF, SUBSTITUTE_AWAY, LETTERS_MISSING.',
    )
)

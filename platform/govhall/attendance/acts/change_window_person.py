"""Changing who works at a window, by written notice (更换窗口人员)."""

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.acts.page import Choices
from govhall.attendance.services.window_change import ChangeAsked, change_window_person
from govhall.attendance.staff_then import worked_during
from govhall.catalogue.exchange.names import department_names
from govhall.catalogue.readers import MANAGERS
from tenants.audit import Action
from tenants.models import Hall

FIELDS = [
    Field(
        name='person',
        kind=FieldKind.WHOLE,
        label='换谁',
        says='Id of who leaves the window.',
        needed=True,
        must=True,
        missing='请选择换下来的人。',
    ),
    Field(
        name='successor',
        kind=FieldKind.WHOLE,
        label='由谁接替',
        hint='同一个部门派来、更换那天已在本大厅的人；没有账号的先开设账号。',
        says='Id of who comes, of the same department.',
        needed=True,
        must=True,
        missing='请选择接替的人。',
    ),
    Field(
        name='notice_number',
        kind=FieldKind.LINE,
        label='部门书面通知的文号',
        most=100,
        says='Number of the written notice.',
        needed=True,
        must=True,
    ),
    Field(name='notice_on', kind=FieldKind.DAY, label='收到通知的日期', says='When it came.', needed=True, must=True),
    Field(
        name='effective_on',
        kind=FieldKind.DAY,
        label='从哪天起更换',
        hint='收到通知满七个工作日以后；那天零点起，换下来的人不能再登录。',
        says='From which day on; seven working days after the notice at the earliest.',
        needed=True,
        must=True,
    ),
]


def choices(hall: Hall) -> Choices:
    """Whom departments have sent."""
    today = timezone.localdate()
    rows = list(worked_during(hall, today, today).exclude(department=''))
    names = department_names({row.department for row in rows})
    people = {str(row.person_id): f'{row.person.name}（{names.get(row.department, row.department)}）' for row in rows}
    return {'person': [('', '请选择'), *people.items()], 'successor': [('', '请选择'), *people.items()]}


def _do(posted: HallPosted) -> HallActDone:
    asked = ChangeAsked(
        person=posted['person'],
        successor=posted['successor'],
        notice_number=(posted['notice_number'] or '').strip(),
        notice_on=posted['notice_on'],
        effective_on=posted['effective_on'],
    )
    noted = change_window_person(hall=posted.hall, actor=posted.actor, asked=asked)
    change = noted.change
    said = f'已登记：{change.effective_on:%Y-%m-%d} 起由{change.successor_name}接替{change.person_name}。'
    if noted.lacking:
        said += f'接替的人还有 {noted.lacking} 个事项没有授权书，请部门在更换以前出具。'
    return HallActDone(said=said, about=str(change.person_id))


ACT = register(
    HallAct(
        label='登记更换',
        do=_do,
        roles=MANAGERS,
        action=Action.WINDOW_CHANGED,
        fields=FIELDS,
        mutation='change_window_person',
        does='Note by written notice who leaves a window and who comes (更换窗口人员). WRONG_NOTICE, NOTICE_TOO_SHORT, '
        'NOT_SENT_BY_DEPARTMENT, SUCCESSOR_UNFIT, CHANGED_ALREADY, ACCOUNT_NOT_YOURS.',
    )
)

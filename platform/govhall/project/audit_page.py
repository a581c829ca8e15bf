"""审计记录: who did what about rights, people and the cell, for administrators and supervisors to read."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from govhall.casework.selectors import hall_names
from govhall.catalogue.exchange.names import department_names
from govhall.catalogue.rules import PersonalPower
from govhall.desk.bar import desk
from govhall.desk.purposes import Purpose
from govhall.doors.fields import LineField, WholeField
from govhall.doors.forms import Form
from govhall.look.pages import Keyset
from tenants.access import StaffRequest, staff
from tenants.audit import Action
from tenants.models import AuditEntry, Membership
from tenants.roles import Role
from tenants.selectors import is_highest

NEWEST_FIRST = Keyset({'pk': int}, size=50, descending=True)
READERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)
SAID = {
    'purpose': '用途',
    'kind': '种类',
    'count': '数目',
    'roles': '岗位',
    'department': '部门',
    'point': '村点',
    'valid_to': '截止',
    'revoked_at': '吊销',
    'handle': '令牌',
    'powers': '权限',
    'matters': '事项',
    'person': '人员',
    'document': '文号',
    'until': '收回之日',
    'outcome': '结果',
    'said': '内容',
    'file': '文件',
    'hall': '大厅',
    'by': '提交人',
    'change': '变动',
    'password': '改密码',
    'active': '启用',
    'known': '有此账号',
}
WORDS = {'insert': '新增', 'update': '修改', 'delete': '删除', 'done': '完成', 'failed': '没有完成'}
WORDS |= {one.value: one.label for one in (*Purpose, *Role, *PersonalPower)} | {'True': '是', 'False': '否'}


class Sought(Form):
    """Which entries are wanted; nothing given: the newest of all."""

    who = LineField(label='姓名或登录名', required=False, max_length=60)
    action = forms.ChoiceField(
        label='做了什么', required=False, choices=[('', '全部'), *((one.value, one.label) for one in Action)]
    )
    since = forms.DateField(
        label='从哪天',
        required=False,
        widget=forms.DateInput(attrs={'type': 'date'}),
        error_messages={'invalid': '请填写日期，例如 2026-12-01。'},
    )
    until = forms.DateField(
        label='到哪天',
        required=False,
        widget=forms.DateInput(attrs={'type': 'date'}),
        error_messages={'invalid': '请填写日期，例如 2026-12-01。'},
    )
    before = WholeField(label='翻页位置', required=False, widget=forms.HiddenInput)


@staff(*READERS)
@require_safe
def audit_page(request: StaffRequest) -> HttpResponse:
    """GET a page of the audit, the newest first: of the hall, and for administrators of the highest one of the cell."""
    form = Sought(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = NEWEST_FIRST.page(_sought(_within(request), wanted), str(wanted.get('before') or ''))
    asked = {key: str(value) for key, value in wanted.items() if value and key != 'before'}
    context = {
        **desk(request, 'audit'),
        'form': form if form.is_bound else Sought(),
        'rows': _rows(page.rows),
        'whole': _sees_all(request),
        'next': '?' + urlencode(asked | {'before': page.after}) if page.after else '',
        'start': '?' + urlencode(asked) if wanted.get('before') else '',
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, 'project/audit.html', context, status=status)


def _sees_all(request: StaffRequest) -> bool:
    return Role.ADMINISTRATOR in request.actor.roles and is_highest(request.hall)


def _within(request: StaffRequest) -> 'QuerySet[AuditEntry]':
    """What the reader may see: signing in belongs to no hall, and is shown where its person works."""
    if _sees_all(request):
        return AuditEntry.objects.all()
    people = Membership.objects.filter(hall=request.hall).values_list('person_id', 'person__username')
    ids, logins = [one for one, _ in people], [login for _, login in people]
    return AuditEntry.objects.filter(
        Q(hall=request.hall.code) | Q(hall='', who__in=ids) | Q(hall='', who=None, login__gt='', subject__in=logins)
    )


def _sought(rows: 'QuerySet[AuditEntry]', wanted: dict[str, Any]) -> 'QuerySet[AuditEntry]':
    if wanted.get('who'):
        rows = rows.filter(Q(who_name=wanted['who']) | Q(subject=wanted['who']))
    if wanted.get('action'):
        rows = rows.filter(action=wanted['action'])
    if wanted.get('since'):
        rows = rows.filter(at__gte=_midnight(wanted['since']))
    if wanted.get('until'):
        rows = rows.filter(at__lt=_midnight(wanted['until'] + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _rows(entries: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    halls = hall_names({one.hall for one in entries if one.hall})
    given = [str(one.detail['department']) for one in entries if one.detail.get('department')]
    departments = department_names(given) if given else {}
    return [_row(one, departments) | {'hall': halls.get(one.hall, one.hall)} for one in entries]


def _row(entry: AuditEntry, departments: Mapping[str, str]) -> dict[str, Any]:
    known = [one.value for one in Action]
    return {
        'at': entry.at,
        'who': entry.who_name or '系统',
        'login': entry.login,
        'action': Action(entry.action).label if entry.action in known else entry.action,
        'subject': entry.subject,
        'detail': _detail(entry.detail, departments),
        'address': entry.address,
    }


def _detail(told: dict[str, object], departments: Mapping[str, str]) -> str:
    shown = {key: value for key, value in told.items() if key in SAID and value not in (None, '', [])}
    if (code := str(shown.get('department', ''))) in departments:
        shown['department'] = departments[code]
    return '；'.join(f'{SAID[key]}：{_word(value)}' for key, value in shown.items())


def _word(value: object) -> str:
    if isinstance(value, list):
        return '、'.join(_word(one) for one in value)
    return WORDS.get(str(value), str(value))

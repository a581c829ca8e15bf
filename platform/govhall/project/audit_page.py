"""审计记录: who did what about rights, people and the cell, for the audit administrator; reading it is written down."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govhall.casework.selectors import hall_names
from govhall.catalogue.exchange.names import department_names
from govhall.catalogue.rules import PersonalPower
from govhall.desk.bar import desk
from govhall.desk.purposes import Purpose
from govhall.doors.fields import CodeField, LineField
from govhall.look.days import local_time
from govhall.look.list_page import KEPT, ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListWords, Wanted
from govhall.look.pages import Keyset
from tenants.access import StaffRequest, staff
from tenants.audit import Action, record
from tenants.models import AuditEntry, Membership
from tenants.roles import Role
from tenants.selectors import is_highest

# Both along the primary key.
NEWEST_FIRST = Keyset({'pk': int}, size=50, descending=True)
OLDEST_FIRST = Keyset({'pk': int}, size=50)
READERS = frozenset({Role.AUDITOR})
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
    'step': '哪一步',
    'begins_at': '启用',
    'ends_at': '停用',
    'factor': '验证器',
    'given': '发首次密码',
    'asked': '查看条件',
    'sha256': '文件校验码 SHA-256',
}
WORDS = {'insert': '新增', 'update': '修改', 'delete': '删除', 'done': '完成', 'failed': '没有完成', 'code': '验证码'}
WORDS |= {purpose.value: purpose.label for purpose in (*Purpose, *Role, *PersonalPower)} | {'True': '是', 'False': '否'}


class AuditLine(NamedTuple):
    """An entry with what stands beside it in words."""

    entry: AuditEntry
    hall: str
    detail: str


class AuditFilters(ListFilters):
    """Which entries are wanted; nothing given: the newest of all."""

    private = frozenset({'who', 'case'})

    who = LineField(label='姓名或登录名', required=False, max_length=60)
    case = CodeField(label='办件编号', required=False, max_length=40)
    action = forms.ChoiceField(
        label='做了什么', required=False, choices=[('', '全部'), *((kind.value, kind.label) for kind in Action)]
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


def _sees_all(request: StaffRequest) -> bool:
    return Role.AUDITOR in request.actor.roles and is_highest(request.hall)


def _within(request: StaffRequest) -> 'QuerySet[AuditEntry]':
    """What the reader may see: signing in belongs to no hall, and is shown where its person works."""
    if _sees_all(request):
        return AuditEntry.objects.all()
    people = Membership.objects.filter(hall=request.hall).values_list('person_id', 'person__username')
    ids, logins = [person for person, _ in people], [login for _, login in people]
    return AuditEntry.objects.filter(
        Q(hall=request.hall.code) | Q(hall='', who__in=ids) | Q(hall='', who=None, login__gt='', subject__in=logins)
    )


def _sought(rows: 'QuerySet[AuditEntry]', wanted: Wanted) -> 'QuerySet[AuditEntry]':
    if wanted.get('who'):
        rows = rows.filter(Q(who_name=wanted['who']) | Q(subject=wanted['who']))
    if wanted.get('case'):
        rows = rows.filter(subject=wanted['case'])
    if wanted.get('action'):
        rows = rows.filter(action=wanted['action'])
    if wanted.get('since'):
        rows = rows.filter(at__gte=_midnight(wanted['since']))
    if wanted.get('until'):
        rows = rows.filter(at__lt=_midnight(wanted['until'] + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _rows(request: StaffRequest, wanted: Wanted) -> 'QuerySet[AuditEntry]':
    return _sought(_within(request), wanted)


def _lines(request: StaffRequest, entries: Sequence[AuditEntry], wanted: Wanted) -> list[AuditLine]:
    halls = hall_names({entry.hall for entry in entries if entry.hall})
    given = [str(entry.detail['department']) for entry in entries if entry.detail.get('department')]
    departments = department_names(given) if given else {}
    return [
        AuditLine(entry, halls.get(entry.hall, entry.hall), _detail(entry.detail, departments)) for entry in entries
    ]


def _action(entry: AuditEntry) -> str:
    return Action(entry.action).label if entry.action in set(Action) else entry.action


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    whole = '本节点各大厅' if _sees_all(request) else '本大厅'
    return ListWords(
        intro=f'{whole}谁登录、谁查看申请人全部信息、谁改动岗位、授权书、赋权、节假日和名单，都记在这里，任何人都不能改。'
        '您每次查看和导出也会记下。至少保留六个月。',
        foot='网上申报的草稿，以及退回后没有再提交的，最后一次改动三十天后连同文件自动删除；'
        '本页的记录由技术人员按手册导出和清理。',
    )


def _detail(told: dict[str, object], departments: Mapping[str, str]) -> str:
    shown = {key: value for key, value in told.items() if key in SAID and value not in (None, '', [])}
    if (code := str(shown.get('department', ''))) in departments:
        shown['department'] = departments[code]
    return '；'.join(f'{SAID[key]}：{_word(value)}' for key, value in shown.items())


def _word(value: object) -> str:
    if isinstance(value, list):
        return '、'.join(_word(part) for part in value)
    return WORDS.get(str(value), str(value))


AUDIT = ListPage[AuditEntry, AuditLine](
    key='audit',
    name='audit',
    title='审计记录',
    roles=READERS,
    bar=desk,
    columns=[
        ListColumn('时间', lambda row: f'{local_time(row.entry.at):%Y-%m-%d %H:%M:%S}', 'tight'),
        ListColumn('谁', lambda row: row.entry.who_name or '系统'),
        ListColumn('做了什么', lambda row: ListCell(text=_action(row.entry), notes=[row.hall])),
        ListColumn('对象', lambda row: row.entry.subject or '—'),
        ListColumn('详情', lambda row: row.detail or '—'),
        ListColumn('从哪里', lambda row: row.entry.address or f'后台账号 {row.entry.login}'),
    ],
    orders={
        'newest': ListOrder('新的在前', NEWEST_FIRST, '时间'),
        'oldest': ListOrder('早的在前', OLDEST_FIRST, '时间'),
    },
    rows=_rows,
    lines=_lines,
    empty='没有符合的记录。请换个条件再看。',
    filters=AuditFilters,
    words=_words,
)


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def audit_page(request: StaffRequest) -> HttpResponse:
    """GET the entries, as a page or a file; POST filters. Who reads is written down, with what was asked for."""
    if request.method == 'GET' and 'as' not in request.GET:
        kept = ['姓名或办件编号'] if KEPT in request.GET else []
        asked = kept + [str(field.label) for name, field in AuditFilters.base_fields.items() if name in request.GET]
        record(Action.AUDIT_READ, who=request.actor, hall=request.hall.code, detail={'asked': asked})
    return AUDIT.answer(request)


audit_page.list_page = AUDIT  # type: ignore[attr-defined]

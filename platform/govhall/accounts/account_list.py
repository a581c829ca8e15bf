"""账号: who may sign in to work in this hall, as what, and what is still to be done about each account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govhall.accounts.acts import open_account
from govhall.accounts.posts import post_choices
from govhall.accounts.terms import day_of
from govhall.acts.page import page_form
from govhall.catalogue.exchange.names import department_names
from govhall.catalogue.readers import LIST_KEEPERS
from govhall.catalogue.views.posted import attempt
from govhall.desk.bar import desk
from govhall.doors.fields import LineField
from govhall.doors.forms import Form
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListWords, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.models import Membership, Person
from tenants.offices import is_small
from tenants.roles import OFFICES, Role

# Both along the index membership_of_hall.
NEWEST_FIRST = Keyset({'pk': int}, size=50, descending=True)
OLDEST_FIRST = Keyset({'pk': int}, size=50)
WITHOUT_PASSWORD = Q(person__password__startswith='!')  # noqa: S106 - how Django writes that there is none
SHOWN = {
    'waiting': ('待安排岗位', Q(roles=[])),
    'password': ('还没有密码', WITHOUT_PASSWORD),
    'locked': ('已锁定', Q(person__is_active=False)),
}


class AccountFilters(ListFilters):
    """Which accounts are wanted; nothing given: all."""

    private = frozenset({'who'})

    who = LineField(label='姓名或登录名', required=False, max_length=40)
    state = forms.ChoiceField(
        label='只看', required=False, choices=[('', '全部'), *((key, label) for key, (label, _) in SHOWN.items())]
    )


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account of the hall in words."""

    person: Person
    roles: str
    department: str
    states: list[tuple[str, str]]


def standing(person: Person, roles: Sequence[str], at: datetime) -> list[tuple[str, str]]:
    """How an account stands, and what is still to be done about it: words and tone."""
    found: list[tuple[str, str]] = []
    if not person.is_active:
        found.append(('已锁定', 'late'))
    if person.ends_at and person.ends_at <= at:
        found.append(('已停用', 'idle'))
    if person.begins_at and person.begins_at > at:
        found.append(('还没到启用日期', 'run'))
    if not person.has_usable_password():
        found.append(('还没有密码', 'soon'))
    elif person.password_given:
        found.append(('首次密码还没改', 'soon'))
    if not roles:
        found.append(('待安排岗位', 'soon'))
    return found or [('正常', 'good')]


def members(hall: int, at: datetime) -> QuerySet[Membership]:
    """Who works in the hall, and those whose account has ended: both stay on the list."""
    live = Q(valid_to__isnull=True) | Q(valid_to__gt=at) | Q(valid_to=F('person__ends_at'))
    return Membership.objects.filter(live, hall_id=hall).select_related('person')


def without_password(hall: int, at: datetime) -> QuerySet[Membership]:
    """Who waits for a first password: no system, and no administrator, whose password an operator sets."""
    found = members(hall, at).filter(WITHOUT_PASSWORD, person__tokens__isnull=True)
    return found.exclude(roles__overlap=[office.value for office in OFFICES])


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Membership]:
    rows = members(request.hall.pk, timezone.now())
    if wanted.get('who'):
        rows = rows.filter(Q(person__name=wanted['who']) | Q(person__username=wanted['who']))
    if wanted.get('state'):
        rows = rows.filter(SHOWN[wanted['state']][1])
    return rows


def _lines(request: StaffRequest, rows: Sequence[Membership], wanted: Wanted) -> list[AccountLine]:
    now = timezone.now()
    sent = [row.department for row in rows if row.department]
    names = department_names(sent) if sent else {}
    return [
        AccountLine(
            row.person,
            '、'.join(Role(role).label for role in row.roles),
            names.get(row.department, row.department),
            standing(row.person, row.roles, now),
        )
        for row in rows
    ]


def _term(row: AccountLine) -> ListCell:
    begins, ends = day_of(row.person.begins_at), day_of(row.person.ends_at)
    return ListCell(text=f'{begins} 起' if begins else '', notes=[f'{ends} 停用' if ends else '长期'])


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    both = '您同时是系统管理员和安全管理员：本大厅是小厅，允许一人兼任，操作都记入审计。'
    said = [('warning', 'soon', both)] if is_small(request.hall) and _is_both(request) else []
    return ListWords(
        intro='谁能登录、什么岗位、用到哪天。系统管理员开设账号、发首次密码、锁定和停用；安全管理员安排岗位、重设验证器。'
        '谁也不能改自己的账号，管理员的账号由运维人员处理。',
        said=said,
        links=[('用 Excel 表开设账号、安排岗位', reverse('catalogue_files') + '#people')],
    )


def _is_both(request: StaffRequest) -> bool:
    return {Role.ADMINISTRATOR, Role.SECURITY} <= request.actor.roles


ACCOUNTS = ListPage[Membership, AccountLine](
    key='accounts',
    name='accounts',
    title='账号',
    roles=LIST_KEEPERS,
    bar=desk,
    columns=[
        ListColumn('姓名', lambda row: ListCell(text=row.person.name, href=reverse('account', args=[row.person.pk]))),
        ListColumn('登录名', lambda row: row.person.username),
        ListColumn('状态', lambda row: ListCell(states=row.states), 'tight'),
        ListColumn('岗位', lambda row: row.roles or '—'),
        ListColumn('派出部门', lambda row: row.department or '—'),
        ListColumn('验证器', lambda row: '已绑定' if row.person.factor_since else '—', 'tight'),
        ListColumn('起止', _term, 'tight'),
    ],
    orders={
        'newest': ListOrder('新开的在前', NEWEST_FIRST),
        'oldest': ListOrder('早开的在前', OLDEST_FIRST),
    },
    rows=_rows,
    lines=_lines,
    empty='没有符合的账号。请换个条件再看。',
    filters=AccountFilters,
    words=_words,
    below='accounts/new_account.html',
)


@staff(*LIST_KEEPERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def accounts(request: StaffRequest) -> HttpResponse:
    """GET the accounts of the hall, as a page or a file; POST filters, or (system administrator) a new account."""
    if request.method != 'POST' or 'username' not in request.POST:
        return ACCOUNTS.answer(request, **_below(request))
    tried = attempt(request, open_account.ACT, choices=post_choices(request.hall))
    if tried.done is None:
        return ACCOUNTS.show(request, status=tried.status, **_below(request, tried.form))
    messages.success(request, tried.done.said)
    made = Person.objects.get(username=tried.form.cleaned_data['username'])
    return SeeOther(reverse('account', args=[made.pk]))


accounts.list_page = ACCOUNTS  # type: ignore[attr-defined]


def _below(request: StaffRequest, form: Form | None = None) -> dict[str, object]:
    """What the system administrator does below the list."""
    if Role.ADMINISTRATOR not in request.actor.roles:
        return {}
    if form is None:
        form = page_form(open_account.ACT, post_choices(request.hall))()
    form.auto_id = 'open-%s'
    without = without_password(request.hall.pk, timezone.now()).count()
    return {'new': form, 'open': open_account.ACT, 'both': _is_both(request), 'without': without}

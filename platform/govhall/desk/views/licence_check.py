"""证照核对 (体外循环): licences that no case granted, and grants without a licence, by department and month."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.casework.models import Case
from govhall.catalogue.models import Department
from govhall.desk.bar import desk
from govhall.desk.licences_seen import licences_seen
from govhall.desk.views.licences import BY_DAY, LicenceLine, licence_lines
from govhall.documents.register_queries import READERS
from govhall.kernel.china import CHINA
from govhall.licences.models import LicenceEntry
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListTab, ListWords, Wanted
from tenants.access import Actor, StaffRequest, staff

OUTSIDE, UNMADE = 'outside', 'unmade'
TABS = {OUTSIDE: '有证照、没有办件', UNMADE: '准予了、没有证照'}
MONTHS = 24
SAID = {
    OUTSIDE: '系统启用以后发的证照，却没有经过本大厅收件、决定。请找发证的部门核实：补录、纠正，或者说明原因。',
    UNMADE: '已经准予发证，证照还没有制作。十个工作日内要送到申请人手里，请催制证的人。',
}


class CheckFilters(ListFilters):
    """Which of the two lists, of which department, of which month."""

    show = forms.ChoiceField(label='清单', required=False, choices=list(TABS.items()), widget=forms.HiddenInput)
    department = forms.ChoiceField(label='部门', required=False)
    month = forms.ChoiceField(label='月份', required=False)

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data, request)
        names = _names(request)
        self.fields['department'].choices = [('', '全部'), *names.items()]  # type: ignore[attr-defined]
        today = timezone.localdate()
        months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(MONTHS)]
        told = [(f'{year}-{month + 1:02d}', f'{year} 年 {month + 1} 月') for year, month in months]
        self.fields['month'].choices = [('', '全部'), *told]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many of a department in a month."""

    department: str
    month: str
    count: int
    href: str


def _names(request: StaffRequest) -> dict[str, str]:
    codes = licences_seen(request.actor).order_by().values('department').distinct()
    return dict(Department.objects.filter(code__in=codes).values_list('code', 'name'))


def went_live() -> date | None:
    """The day of the hall's first case: what was issued before it needs none."""
    first = Case.objects.order_by('uid').values_list('received_at', flat=True).first()
    return first.astimezone(CHINA).date() if first else None


def to_check(actor: Actor, show: str) -> QuerySet[LicenceEntry]:
    """The licences that do not fit the cases, of those that the person may see."""
    rows = licences_seen(actor)
    if show == UNMADE:
        return rows.filter(number='', followed_data__isnull=True)
    since = went_live()
    return rows.filter(case_number='', valid_from__gte=since) if since else rows.none()


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[LicenceEntry]:
    rows = to_check(request.actor, _show(wanted))
    if wanted.get('department'):
        rows = rows.filter(department=wanted['department'])
    if wanted.get('month'):
        year, month = map(int, str(wanted['month']).split('-'))
        last = date(year, month, monthrange(year, month)[1])
        rows = rows.filter(valid_from__gte=date(year, month, 1), valid_from__lte=last)
    return rows


def _show(wanted: Wanted) -> str:
    return str(wanted.get('show') or OUTSIDE)


def _lines(request: StaffRequest, rows: Sequence[LicenceEntry], wanted: Wanted) -> list[LicenceLine]:
    return licence_lines(request, rows)


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    show = _show(wanted)
    tabs = [ListTab(label, f'?show={key}', key == show) for key, label in TABS.items()]
    links = [('回到证照台账', reverse('licences'))]
    return ListWords(name=f'证照核对：{TABS[show]}', intro=SAID[show], tabs=tabs, links=links)


def _case(row: LicenceLine) -> ListCell:
    case: UUID | None = row.case
    return ListCell(text=row.entry.case_number or '没有', href=reverse('case', args=[case]) if case else '')


CHECK = ListPage[LicenceEntry, LicenceLine](
    key='licences',
    name='licence-check',
    title='证照核对',
    roles=READERS,
    bar=desk,
    columns=[
        ListColumn('证照', lambda row: ListCell(text=row.entry.name, notes=[row.matter])),
        ListColumn('证照编号', lambda row: row.entry.number or '还没有制证'),
        ListColumn('办件', _case),
        ListColumn('持有人', lambda row: row.holder, 'tight'),
        ListColumn('发证或准予日期', lambda row: f'{row.entry.valid_from:%Y-%m-%d}', 'tight'),
        ListColumn('发证机关', lambda row: row.entry.organ),
        ListColumn('部门', lambda row: row.department or '没有分部门'),
    ],
    orders={'newest': ListOrder('新的在前', BY_DAY, '发证或准予日期')},
    rows=_rows,
    lines=_lines,
    empty='没有对不上的。每一本证照都有办件，每一件准予发证的都制了证。',
    filters=CheckFilters,
    words=_words,
    below='desk/licence_months.html',
)


@staff(*READERS)
@require_safe
def licence_check(request: StaffRequest) -> HttpResponse:
    """GET what does not fit, as a page or a file, and how many by department and month."""
    show = UNMADE if request.GET.get('show') == UNMADE else OUTSIDE
    return CHECK.answer(request, months=_months(request, show))


def _months(request: StaffRequest, show: str) -> list[MonthCount]:
    names = _names(request)
    counted = to_check(request.actor, show).order_by().annotate(month=TruncMonth('valid_from'))
    rows: Any = counted.values_list('department', 'month').annotate(count=Count('uid')).order_by('-month', 'department')
    return [
        MonthCount(
            names.get(department, department) or '没有分部门',
            f'{month.year} 年 {month.month} 月',
            count,
            '?' + urlencode({'show': show, 'department': department, 'month': f'{month:%Y-%m}'}),
        )
        for department, month, count in rows
    ]


licence_check.list_page = CHECK  # type: ignore[attr-defined]

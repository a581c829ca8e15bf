"""The archive of a hall on a page: what lies there, whether it is sound, and a package for the archive office."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from govhall.archive.models import CaseArchive
from govhall.archive.rules.retention import Retention
from govhall.archive.selectors import (
    BY_NUMBER,
    KEEPERS,
    NEWEST_FIRST,
    OLDEST_FIRST,
    READERS,
    checked,
    count_passed,
    find_packages,
    packages,
    take_out,
)
from govhall.desk.bar import desk
from govhall.desk.views.case import no_case
from govhall.kernel.errors import Refused
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListSearch, ListWords, RowAction, Wanted
from govhall.look.responses import SeeOther
from govhall.look.templatetags.look import spaced
from tenants.access import StaffRequest, staff


class ArchiveFilters(ListFilters):
    """Which files are wanted."""

    passed = forms.BooleanField(label='只看保管期满、等鉴定的', required=False)


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[CaseArchive]:
    return packages(request.actor, passed=timezone.localdate() if wanted.get('passed') else None)


def _number(row: CaseArchive) -> ListCell:
    return ListCell(text=row.number, notes=[f'第 {row.version} 版'] if row.version > 1 else [])


def _case(row: CaseArchive) -> ListCell:
    return ListCell(text=spaced(row.case.number), href=reverse('case', args=[row.case_id]))


def _term(row: CaseArchive) -> ListCell:
    until = f'，到 {row.keep_until:%Y年%-m月%-d日}' if row.keep_until else ''
    passed = row.keep_until is not None and row.keep_until < timezone.localdate()
    states = [('期满待鉴定', 'soon')] if passed else []
    return ListCell(text=f'{Retention(row.retention).label}{until}', states=states)


def _acts(request: StaffRequest, row: CaseArchive) -> list[RowAction]:
    check = RowAction(label='检查', href=reverse('archive_check', args=[row.uid]), post=True)
    package = RowAction(label='取出', href=reverse('archive_package', args=[row.uid]))
    return [check, package] if request.actor.roles & KEEPERS else [check]


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    passed = count_passed(timezone.localdate(), request.actor)
    said = [('warning', 'soon', f'有 {passed} 卷保管期满，等鉴定；系统不会自己销毁。')] if passed else []
    return ListWords(said=said)


ARCHIVE = ListPage[CaseArchive, CaseArchive](
    key='archive',
    name='archives',
    title='档案',
    roles=READERS,
    bar=desk,
    columns=[
        ListColumn('档号', _number),
        ListColumn('办件', _case),
        ListColumn('归档', lambda row: ListCell(at=row.at)),
        ListColumn('保管期限', _term),
    ],
    orders={
        'newest': ListOrder('新归档的在前', NEWEST_FIRST, '归档'),
        'oldest': ListOrder('早归档的在前', OLDEST_FIRST, '归档'),
        'number': ListOrder('按档号', BY_NUMBER, '档号'),
    },
    rows=_rows,
    lines=lambda request, rows, wanted: rows,
    acts=_acts,
    empty='没有这样的卷。办件办结、送达三十天以后自动归档，会排在这里。',
    filters=ArchiveFilters,
    search=ListSearch(
        label='档号或办件编号',
        hint='办件办结、送达三十天后自动归档，一件一卷',
        button='找这一卷',
        find=lambda request, typed: find_packages(typed, request.actor),
        longest=40,
    ),
    words=_words,
)
archive = ARCHIVE.view


@staff(*READERS)
@require_POST
def archive_check(request: StaffRequest, uid: UUID) -> HttpResponse:
    """POST: check one package (四性检测) and say what was found; 303 to the archive."""
    try:
        found, wrong = checked(uid, request.actor)
    except Refused as refusal:
        return no_case(request, refusal)
    if wrong:
        messages.error(request, f'{found.number} 有问题：{"；".join(wrong)}。请联系系统管理员从备份恢复。')
    else:
        messages.success(request, f'{found.number} 完好：真实、完整、可用、安全都通过，共 {found.events} 个事件。')
    return SeeOther(reverse('archive'))


@staff(*KEEPERS)
@never_cache
@require_safe
def archive_package(request: StaffRequest, uid: UUID) -> HttpResponse:
    """GET the opened package as a ZIP file; the taking is recorded."""
    try:
        found, package = take_out(uid, actor=request.actor)
    except Refused as refusal:
        return no_case(request, refusal)
    answer = HttpResponse(package, content_type='application/zip')
    answer['Content-Disposition'] = f'attachment; filename="{found.number}-v{found.version}.zip"'
    answer['X-Content-Type-Options'] = 'nosniff'
    return answer

"""What was submitted online (网上申报) and waits for the window."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from govhall.applications.models import OnlineApplication
from govhall.applications.selectors import NEWEST_FIRST, QUEUE, all_waiting, count_late, count_waiting
from govhall.casework.selectors import matter_names
from govhall.desk.bar import desk
from govhall.forms.applicant import masked_name
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListOrder, ListWords, RowAction, Wanted
from govhall.look.templatetags.look import spaced
from tenants.access import StaffRequest
from tenants.roles import Role

QueueLine = tuple[OnlineApplication, str]  # with the name of its matter


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[OnlineApplication]:
    return all_waiting(request.actor)


def _lines(request: StaffRequest, rows: Sequence[OnlineApplication], wanted: Wanted) -> list[QueueLine]:
    names = matter_names(row.matter for row in rows)
    return [(row, names.get(row.matter, row.matter)) for row in rows]


def _address(row: QueueLine) -> str:
    return reverse('online_one', args=[row[0].uid])


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    late = count_late(request.actor)
    said = [('warning', 'late', f'{late} 件超过一个工作日没有登记，请先办这些。')] if late else []
    return ListWords(title=f'网上申报 {count_waiting(request.actor)} 件', said=said)


ONLINE = ListPage[OnlineApplication, QueueLine](
    key='online',
    name='online',
    title='网上申报',
    roles=frozenset({Role.CLERK}),
    bar=desk,
    columns=[
        ListColumn('登记期限', lambda row: ListCell(due=row[0].due), 'tight'),
        ListColumn('事项', lambda row: ListCell(text=row[1], href=_address(row), notes=[spaced(row[0].number)])),
        ListColumn('申请人', lambda row: masked_name(row[0].applicant), 'tight'),
        ListColumn('提交时间', lambda row: ListCell(at=row[0].submitted_at), 'tight'),
    ],
    orders={
        'oldest': ListOrder('先提交的在前', QUEUE, '提交时间'),
        'newest': ListOrder('新提交的在前', NEWEST_FIRST, '提交时间'),
    },
    rows=_rows,
    lines=_lines,
    acts=lambda request, row: [RowAction(label='核对', href=_address(row))],
    empty='没有等待登记的网上申报。',
    words=_words,
)
online = ONLINE.view

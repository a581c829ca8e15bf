"""文号登记: the books of numbers of a hall's organs, and finding a paper by its number."""

from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from govhall.desk.bar import desk
from govhall.documents.register.models import Book
from govhall.documents.register_queries import BACKWARDS, BY_ORGAN, READERS, BookLine, book_lines, books, find, shelves
from govhall.documents.rules.papers import place_of
from govhall.look.list_page import ListPage
from govhall.look.lists import ListColumn, ListFilters, ListOrder, ListSearch, ListWords, RowAction, Wanted
from tenants.access import StaffRequest


class BookFilters(ListFilters):
    """Of which year and organ."""

    year = forms.ChoiceField(label='年份', required=False)
    organ = forms.ChoiceField(label='机关', required=False)

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data, request)
        known, now = shelves(request.hall.code), timezone.localdate().year
        past = sorted({shelf.year for shelf in known} - {now}, reverse=True)
        self.fields['year'].choices = [('', f'今年（{now}）'), *((str(year), f'{year} 年') for year in past)]  # type: ignore[attr-defined]
        self.fields['year'].when = '不选就是今年'  # type: ignore[attr-defined]
        self.fields['organ'].choices = [('', '全部机关'), *{shelf.organ_code: shelf.organ for shelf in known}.items()]  # type: ignore[attr-defined]


def _year(wanted: Wanted) -> int:
    return int(wanted.get('year') or timezone.localdate().year)


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Book]:
    return books(request.hall.code, _year(wanted), wanted.get('organ') or '')


def _open(request: StaffRequest, row: BookLine) -> list[RowAction]:
    address = reverse('register_book', args=[row.organ_code, row.code, row.year])
    return [RowAction(label='打开', href=address, heard=f'打开{row.organ}的{row.title}登记簿')]


def _place(request: StaffRequest, typed: str) -> str:
    """Where in its book a paper stands. Raises NoSuchNumber."""
    paper = find(typed)
    place = place_of(paper.number)
    address = reverse('register_book', args=[paper.organ_code, paper.code, place.year])
    return f'{address}?below={place.serial + 1}#paper-{paper.uid}'


def _lines(request: StaffRequest, rows: Sequence[Book], wanted: Wanted) -> list[BookLine]:
    return book_lines(rows)


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    intro = '一个机关、一种文书、一年一本，号码不跳号，作废的也留着。'
    return ListWords(title=f'{_year(wanted)} 年文号登记簿', intro=intro)


REGISTER = ListPage[Book, BookLine](
    key='register',
    name='books',
    title='文号登记簿',
    roles=READERS,
    bar=desk,
    columns=[
        ListColumn('机关', lambda row: row.organ),
        ListColumn('文书', lambda row: row.title),
        ListColumn('已编到', lambda row: f'第 {row.last} 号', 'tight'),
    ],
    orders={
        'organ': ListOrder('按机关代码', BY_ORGAN, '机关'),
        'backwards': ListOrder('按机关代码，从后往前', BACKWARDS, '机关'),
    },
    rows=_rows,
    lines=_lines,
    acts=_open,
    empty='这一年还没有编过号的文书。收件、受理、决定时出的文书会自动登记在这里。',
    filters=BookFilters,
    search=ListSearch(
        label='文号',
        hint='例如“通江林业局准〔2026〕第000123号”，括号用 [ ] 也可以，号码前面的 0 可以不输',
        button='找这份文书',
        find=_place,
    ),
    words=_words,
)
register = REGISTER.view

"""The public list of licences: newest first, names masked, read by everybody without signing in."""

from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from govhall.casework.selectors import hall_names
from govhall.disclosure.models import PublishedDecision
from govhall.disclosure.selectors import NEWEST_FIRST, published
from govhall.doors.fields import LineField
from govhall.licences.rules.results import Validity
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListWords, Wanted
from govhall.look.public_list import PublicList, no_bar
from govhall.look.templatetags.look import day_cn, spaced

PublishedLine = tuple[PublishedDecision, str]  # with the name of its hall
PUBLISHED_ON = '作出准予许可决定的当天公开。姓名部分隐去。'


class PublishedFilters(ListFilters):
    """Of which hall; the name of a hall in the list leads to its own."""

    hall = LineField(label='大厅', required=False, max_length=8, widget=forms.HiddenInput)


def _rows(request: HttpRequest, wanted: Wanted) -> QuerySet[PublishedDecision]:
    return published(hall=wanted.get('hall', ''))


def _lines(request: HttpRequest, rows: Sequence[PublishedDecision], wanted: Wanted) -> list[PublishedLine]:
    names = hall_names(row.hall for row in rows)
    return [(row, names[row.hall]) for row in rows]


def _words(request: HttpRequest, wanted: Wanted) -> ListWords:
    hall = wanted.get('hall', '')
    name = hall_names([hall]).get(hall, '') if hall else ''
    return ListWords(
        title=f'许可结果公示：{name}' if name else '',
        intro=PUBLISHED_ON,
        links=[('看全部大厅', '?')] if hall else (),
    )


def _matter(line: PublishedLine) -> ListCell:
    """With 已过期, 已变更 … where the licence is no longer valid, in the word that verification says."""
    found = line[0].standing_on(timezone.localdate())
    states = [] if found is Validity.VALID else [(found.label, 'idle')]
    return ListCell(text=line[0].matter_name, states=states)


PUBLISHED = PublicList[PublishedDecision, PublishedLine](
    key='published',
    name='published',
    title='许可结果公示',
    roles=frozenset(),
    bar=no_bar,
    columns=[
        ListColumn('决定日期', lambda line: day_cn(line[0].decided_on), 'tight'),
        ListColumn('事项', _matter),
        ListColumn('被许可人', lambda line: line[0].applicant),
        ListColumn('许可机关', lambda line: line[0].organ),
        ListColumn('办件编号', lambda line: spaced(line[0].number), 'tight'),
        ListColumn('大厅', lambda line: ListCell(text=line[1], href=f'?hall={line[0].hall}')),
    ],
    orders={'newest': ListOrder('新决定的在前', NEWEST_FIRST, '决定日期')},
    rows=_rows,
    lines=_lines,
    empty='还没有公示的许可结果。',
    filters=PublishedFilters,
    words=_words,
)
published_page = PUBLISHED.view

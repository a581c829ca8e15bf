"""One list page for all rooms: what is declared is filtered, ordered, searched, cut into pages and handed out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govhall.kernel.errors import Refused
from govhall.look.lists import (
    NO_WORDS,
    SEARCHED,
    ListBar,
    ListCell,
    ListColumn,
    ListFilters,
    ListOrder,
    ListSearch,
    ListTicks,
    ListWords,
    RowAction,
    SearchForm,
    Wanted,
    boxes_of,
)
from govhall.look.pages import BadCursor, Keyset, Page
from govhall.look.refusals import show_refusal
from govhall.look.responses import SeeOther
from govhall.look.sheets import MOST_ROWS, download, fingerprint, write
from tenants.access import StaffRequest, staff
from tenants.audit import Action, record
from tenants.roles import Role

Record = TypeVar('Record', bound=Model)
Row = TypeVar('Row')
KEPT = 'kept'  # in an address: the private filters of this session hold
AS_FILE = 'xlsx'
LONGEST_PLACE = 200
MORE = f'只导出了前 {MOST_ROWS} 行，请用筛选缩小范围再导出。'


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks for; `query` says it again without the place. `orders` suit it, the usual one first."""

    form: ListFilters | None
    wanted: Wanted
    orders: Mapping[str, ListOrder]
    order: str
    after: str
    query: Mapping[str, str]

    @property
    def keyset(self) -> Keyset:
        return self.orders[self.order].keyset

    def at(self, **more: str) -> str:
        return '?' + urlencode({**self.query, **more})

    def in_words(self) -> list[tuple[str, str, bool]]:
        """The orders: label, address, whether it is the one that holds."""
        query = {name: value for name, value in self.query.items() if name != 'order'}
        first = next(iter(self.orders), '')
        return [
            (order.label, '?' + urlencode(query | ({'order': key} if key != first else {})), key == self.order)
            for key, order in self.orders.items()
        ]


@dataclass(frozen=True, kw_only=True)
class ListPage(Generic[Record, Row]):
    """A list as its room declares it. The first of `orders` that suits holds where the address names none.

    `rows` are all that the person may see, narrowed by the filters; None: only what a search finds is shown. `lines`
    makes of one page of them what the columns ask, in as many statements for two rows as for fifty.
    """

    base: ClassVar[str] = 'look/desk.html'
    width: ClassVar[str] = 'whole'

    key: str  # of its entry in the bar
    name: str  # in the page
    title: str
    roles: frozenset[Role]
    bar: ListBar
    columns: Sequence[ListColumn[Row]]
    orders: Mapping[str, ListOrder]
    rows: Callable[[StaffRequest, Wanted], QuerySet[Record]] | None
    lines: Callable[[StaffRequest, Sequence[Record], Wanted], Sequence[Row]]
    empty: str
    acts: Callable[[StaffRequest, Row], Sequence[RowAction]] | None = None
    filters: type[ListFilters] | None = None
    search: ListSearch | None = None
    words: Callable[[StaffRequest, Wanted], ListWords] = lambda request, wanted: NO_WORDS
    allowed: Callable[[StaffRequest], bool] = lambda request: True
    below: str = ''  # a template under the list
    ticks: ListTicks[Row] | None = None

    @property
    def view(self) -> Callable[[HttpRequest], HttpResponse]:
        """GET a page of the list or, with `as=xlsx`, its file; POST a search, or filters that are private."""
        posts = self.search is not None or bool(self.filters and self.filters.private)

        def listed(request: StaffRequest) -> HttpResponse:
            if not self.allowed(request):
                raise PermissionDenied
            return self.answer(request)

        listed.__module__ = self.lines.__module__  # the address is the room's
        taking = require_http_methods(['GET', 'HEAD', *(['POST'] if posts else [])])
        view = staff(*self.roles)(taking(listed))
        view.list_page = self  # type: ignore[attr-defined]
        return view

    @property
    def has_file(self) -> bool:
        """Whether the list is handed out."""
        return self.rows is not None

    def answer(self, request: StaffRequest, **more: Any) -> HttpResponse:
        """What the list says to a request of somebody who may see it; `more` is what `below` shows."""
        if request.method == 'POST':
            searches = self.search if SEARCHED in request.POST else None
            return self._found(request, searches) if searches else self._kept(request)
        if self.has_file and request.GET.get('as') == AS_FILE:
            return self._file(request)
        return self.show(request, **more)

    def show(self, request: StaffRequest, *, status: int = 200, **more: Any) -> HttpResponse:
        """A page of the list."""
        asked = self._asked(request)
        try:
            page = self._page(request, asked)
        except BadCursor as unreadable:
            raise Http404 from unreadable
        wrong = asked.form is not None and asked.form.is_bound and not asked.form.is_valid()
        return self._render(request, asked, page, status=422 if wrong else status, more=more)

    def _page(self, request: StaffRequest, asked: _Asked) -> Page[Record]:
        if self.rows is None:
            return Page([])
        return asked.keyset.page(self.rows(request, asked.wanted), asked.after)

    def _found(self, request: StaffRequest, search: ListSearch) -> HttpResponse:
        """What a search has found, or the list with the sentence beside the field."""
        asked = self._whole(request)
        form, status = search.form(request.POST), 422
        if form.is_valid():
            try:
                found = search.find(request, form.cleaned_data[SEARCHED])
            except Refused as refusal:
                refusal.field = SEARCHED  # the only one there is
                show_refusal(form, refusal)
                status = refusal.status
            else:
                return self._shown(request, asked, search, form, found)
        return self._render(request, asked, self._page(request, asked), status=status, more={'search': form})

    def _shown(
        self, request: StaffRequest, asked: _Asked, search: ListSearch, form: SearchForm, found: Any
    ) -> HttpResponse:
        if isinstance(found, str):
            return SeeOther(found)
        rows = list(asked.keyset.ordered(found)[: asked.keyset.size]) if isinstance(found, QuerySet) else found
        more = {'search': form, 'found': True, 'found_title': search.found(rows)}
        return self._render(request, asked, Page(rows), more=more)

    def _whole(self, request: StaffRequest) -> _Asked:
        """The list as it is when nothing is asked."""
        orders = self.offered({})
        return _Asked(self.filters(None, request) if self.filters else None, {}, orders, next(iter(orders), ''), '', {})

    def _kept(self, request: StaffRequest) -> HttpResponse:
        """303 to the list as it was asked for, the private part of it in the session."""
        if self.filters is None:
            raise PermissionDenied
        form = self.filters(request.POST, request)
        private = {name: request.POST.get(name, '') for name in form.private}
        asked = self._plain(request, form)
        if not form.is_valid():
            return self._render(request, asked, self._page(request, self._whole(request)), status=422)
        request.session[f'list-{self.key}'] = private
        query = {**asked.query} | ({KEPT: '1'} if any(private.values()) else {})
        return SeeOther(f'{request.path}?{urlencode(query)}' if query else request.path)

    def _file(self, request: StaffRequest) -> HttpResponse:
        """The rows that are asked for as a workbook; whoever takes it stands in the audit."""
        if self.rows is None:
            raise Http404
        asked = self._asked(request)
        found = list(asked.keyset.ordered(self.rows(request, asked.wanted))[: MOST_ROWS + 1])
        lines = self.lines(request, found[:MOST_ROWS], asked.wanted)
        name = self.words(request, asked.wanted).name or self.title
        return hand_out(request, name, self.columns, lines, is_cut=len(found) > MOST_ROWS)

    def _asked(self, request: StaffRequest) -> _Asked:
        if self.filters is None:
            return self._plain(request, None)
        data = request.GET.copy()
        for name in self.filters.private:
            data.pop(name, None)
        if KEPT in data:
            data.update(request.session.get(f'list-{self.key}', {}))
        named = any(name in data for name in self.filters.base_fields)
        form = self.filters(data if named else None, request)
        if form.is_misled:
            raise Http404
        return self._plain(request, form)

    def _plain(self, request: StaffRequest, form: ListFilters | None) -> _Asked:
        given = request.POST if request.method == 'POST' else request.GET
        wanted: Wanted = form.cleaned_data if form is not None and form.is_bound and form.is_valid() else {}
        orders = self.offered(wanted)
        first, order = next(iter(orders), ''), given.get('order', '')
        if order and order not in orders:
            raise Http404
        query = {'order': order} if order and order != first else {}
        if form is not None:
            query |= {
                name: form.data[name]
                for name in form.fields
                if wanted.get(name) and name in form.data and name not in form.private
            }
        if request.GET.get(KEPT):
            query[KEPT] = '1'
        return _Asked(form, wanted, orders, order or first, request.GET.get('after', '')[:LONGEST_PLACE], query)

    def offered(self, wanted: Wanted) -> Mapping[str, ListOrder]:
        """The orders that suit what the filters ask."""
        return {key: order for key, order in self.orders.items() if order.suits(wanted)}

    def _render(
        self,
        request: StaffRequest,
        asked: _Asked,
        page: Page[Record],
        *,
        status: int = 200,
        more: Mapping[str, Any] | None = None,
    ) -> HttpResponse:
        words = self.words(request, asked.wanted)
        rows = self.lines(request, page.rows, asked.wanted)
        columns = [column for column in self.columns if column.on_page]
        buttons, boxes = boxes_of(self.ticks, request, rows)
        context = {
            **self.bar(request, words.entry or self.key, counted=words.counted),
            'list': self,
            'words': words,
            'form': asked.form,
            'search': self.search.form() if self.search else None,
            'order': asked.query.get('order', ''),
            'orders': asked.in_words(),
            'headers': [(column, self._sorted(column, asked)) for column in columns],
            'rows': rows,
            'lines': [self._line(request, columns, row) | box for row, box in zip(rows, boxes, strict=True)],
            'buttons': buttons,
            'here': asked.at(after=asked.after),
            'next': asked.at(after=page.after) if page.after else '',
            'start': asked.at() if asked.after else '',
            'file': asked.at(**{'as': AS_FILE}) if self.has_file else '',
            'acts': self.acts is not None,  # a template would call it
            'has_rows': self.rows is not None,
            'narrowed': asked.form is not None and asked.form.is_narrowed(asked.wanted),
            **(more or {}),
        }
        return render(request, 'look/list.html', context, status=status)

    def _sorted(self, column: ListColumn[Row], asked: _Asked) -> str:
        order = asked.orders.get(asked.order)
        if order is None or order.column != column.title:
            return ''
        return 'descending' if order.keyset.descending else 'ascending'

    def _line(self, request: StaffRequest, columns: Sequence[ListColumn[Row]], row: Row) -> dict[str, Any]:
        cells = [(column, _cell(column.cell(row))) for column in columns]
        return {'cells': cells, 'acts': self.acts(request, row) if self.acts else ()}


def hand_out(
    request: StaffRequest, title: str, columns: Sequence[ListColumn[Row]], lines: Sequence[Row], *, is_cut: bool
) -> HttpResponse:
    """The lines of a list as a workbook, with a last row that says so if more were left out; written into the audit."""
    columns = [column for column in columns if column.in_file]
    cells = [[_cell(column.cell(line)).plain for column in columns] for line in lines]
    content = write(title, [column.title for column in columns], [*cells, *([[MORE]] if is_cut else [])])
    told = {'count': len(cells), 'sha256': fingerprint(content)}
    record(Action.LIST_EXPORTED, who=request.actor, hall=request.hall.code, subject=title, detail=told)
    return download(content, f'{title}-{request.hall.name}-{timezone.localdate():%Y-%m-%d}.xlsx')


def _cell(given: ListCell | str) -> ListCell:
    return ListCell(text=given) if isinstance(given, str) else given

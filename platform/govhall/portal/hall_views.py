"""找大厅: where the halls of this cell are and when they are open; no sign-in, nothing asked about the reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from federation.directory.models import HallEntry
from federation.directory.selectors import find
from govhall.casework.selectors import hall_names
from govhall.desk.hall_profiles import ProfileShown, profile_of, profiles_of, shown
from govhall.doors.fields import LineField
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, Wanted
from govhall.look.pages import Keyset
from govhall.look.public_list import PublicList, no_bar
from tenants.models import Hall, HallStatus

BY_CODE = Keyset({'code': str}, size=50)
LONGEST = 40


@dataclass(frozen=True, slots=True)
class HallLine:
    """A hall with what it says of itself; None where its administrator has entered nothing yet."""

    hall: Hall
    shown: ProfileShown | None


class HallFilters(ListFilters):
    """By a part of the name."""

    words = LineField(label='乡镇或大厅的名字', required=False, max_length=LONGEST)


def open_halls() -> QuerySet[Hall]:
    """The halls of this cell that work today."""
    found: QuerySet[Hall] = Hall.objects.filter(closed_on__isnull=True, status=HallStatus.OPEN)
    return found


def _rows(request: HttpRequest, wanted: Wanted) -> QuerySet[Hall]:
    rows, words = open_halls(), wanted.get('words', '')
    return rows.filter(name__icontains=words) if words else rows


def _lines(request: HttpRequest, rows: Sequence[Hall], wanted: Wanted) -> list[HallLine]:
    profiles, now = profiles_of([row.code for row in rows]), timezone.now()
    return [
        HallLine(row, shown(profiles[row.code], area=row.area_code, at=now) if row.code in profiles else None)
        for row in rows
    ]


def _today(line: HallLine) -> ListCell:
    if line.shown is None:
        return ListCell(text='请打 12345 问')
    state = ('正在办公', 'good') if line.shown.is_open else ('现在不开门', 'idle')
    return ListCell(text=line.shown.today.hours, states=[state], notes=[line.shown.today.note])


HALLS = PublicList[Hall, HallLine](
    key='find_hall',
    name='find_hall',
    title='找大厅',
    roles=frozenset(),
    bar=no_bar,
    columns=[
        ListColumn(
            '大厅', lambda line: ListCell(text=line.hall.name, href=reverse('hall_page', args=[line.hall.code]))
        ),
        ListColumn('今天', _today),
        ListColumn('地址', lambda line: line.shown.address if line.shown else ''),
        ListColumn('咨询电话', lambda line: line.shown.telephone if line.shown else '', 'tight'),
    ],
    orders={'code': ListOrder('按大厅编码', BY_CODE)},
    rows=_rows,
    lines=_lines,
    empty='没有叫这个名字的大厅。只写乡镇的名字试试。',
    filters=HallFilters,
)
find_hall = HALLS.view


@login_not_required
@require_safe
def hall_page(request: HttpRequest, code: str) -> HttpResponse:
    """GET one hall; of one that was merged, its successor's page; of one that was split, where each village went."""
    found = Hall.objects.filter(code=code[:8]).first()
    closed = find(found.code) if found is not None and found.closed_on is not None else None
    if found is not None and closed is not None and closed.villages:
        return render(request, 'portal/split_hall.html', {'hall': found, 'villages': _villages(closed)})
    if found is not None and found.closed_on is not None and found.successor_code:
        return redirect('hall_page', found.successor_code)
    if found is None or found.closed_on is not None or found.status != HallStatus.OPEN:
        raise Http404
    profile = profile_of(found.code)
    kept = shown(profile, area=found.area_code, at=timezone.now()) if profile else None
    return render(request, 'portal/hall.html', {'hall': found, 'shown': kept})


def _villages(closed: HallEntry) -> list[tuple[str, str, str]]:
    """Each village, the code and the name of the hall that serves it; last what belongs to no village."""
    names = hall_names(closed.heirs)
    rows = [(one.name or one.code, one.successor, names[one.successor]) for one in closed.villages_gone]
    return [*rows, ('其他地方', closed.successor, names[closed.successor])]

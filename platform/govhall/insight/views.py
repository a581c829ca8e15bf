"""The page of figures (数字)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from govhall.desk.bar import desk
from govhall.insight.counts import CaseCounts
from govhall.insight.page import OWN, PERIODS, Period, as_of_words, flow_of, period_of, sentence
from govhall.insight.scope import MAY_SEE, name_area
from govhall.insight.selectors import Figures, figures
from tenants.access import StaffRequest, staff
from tenants.models import Area
from tenants.moments import at_one_moment

MATTERS_SHOWN = 20
WAS = 'was'  # in the address: areas as they were when things happened


@require_GET
@staff(*MAY_SEE)
@at_one_moment
def figures_page(request: StaffRequest) -> HttpResponse:
    """The figures of the hall's area, or of one below by `?area=`, for one of four periods.

    Raises OutOfScope, which the reader sees as a sentence.
    """
    period, today = period_of(request.GET.get('period', '')), timezone.localdate()
    area = request.GET.get('area') or None
    was = request.GET.get('areas') == WAS
    found = figures(viewer=request.actor, area=area, since=period.since(today), until=today, as_it_was=was)
    return render(request, 'insight/figures.html', {**desk(request, 'figures'), **_shown(found, period)})


def _shown(found: Figures, period: Period) -> dict[str, Any]:
    area = found.scope.area
    rows = _area_rows(found, period)
    return {
        'area': area,
        'above': None if found.scope.highest else _above(area.code, period),
        'sentence': sentence(found.totals, period=period, level=area.level),
        'period': period,
        'periods': [
            {'label': choice.label, 'href': _address(area.code, choice, found.as_it_was), 'on': choice == period}
            for choice in PERIODS
        ],
        'changes': _changes(found, period) if found.closed else [],
        'flow': flow_of(found.levels, found.totals, top=area.level),
        'areas': rows,
        'most': max([1, *(row['counts'].received for row in rows), *(row['counts'].decided for row in rows)]),
        'matters': found.matters[:MATTERS_SHOWN],
        'hidden_matters': max(0, len(found.matters) - MATTERS_SHOWN),
        'completeness': found.completeness,
        'as_of_words': as_of_words(found.completeness),
    }


def _area_rows(found: Figures, period: Period) -> list[dict[str, Any]]:
    """Areas below that have a hall or cases; last the area's own halls, so that the rows add up to the sentence."""
    at_work = {hall.branch for hall in found.halls}
    rows = [
        _area_row(row.area.name, row.counts, _address(row.area.code, period))
        for row in found.areas
        if any(row.counts) or row.area.code in at_work
    ]
    if any(found.own) or not rows:
        name = OWN.get(found.scope.area.level, '本级') if found.areas else found.scope.area.name
        rows.append(_area_row(name, found.own, ''))
    return rows


def _area_row(name: str, counts: CaseCounts, href: str) -> dict[str, Any]:
    return {'name': name, 'counts': counts, 'href': href, 'late_words': _late(counts)}


def _late(counts: CaseCounts) -> str:
    said = [(counts.late, '办结'), (counts.overdue, '未办结')]
    return '、'.join(f'{word} {number} 件' for number, word in said if number)


def _changes(found: Figures, period: Period) -> list[dict[str, Any]]:
    """Both ways to read areas some of which have closed."""
    code, was = found.scope.area.code, found.as_it_was
    return [
        {'label': '按现在的区划', 'href': _address(code, period), 'on': not was},
        {'label': '按当时的区划', 'href': _address(code, period, True), 'on': was},
    ]


def _address(area: str, period: Period, was: bool = False) -> str:
    more = {'areas': WAS} if was else {}
    return f'{reverse("figures")}?{urlencode({"area": area, "period": period.key, **more})}'


def _above(area: str, period: Period) -> dict[str, str] | None:
    row = Area.objects.filter(code=area, valid_to__isnull=True).first()
    if row is None:
        return None
    return {'name': name_area(row.parent_code).name, 'href': _address(row.parent_code, period)}

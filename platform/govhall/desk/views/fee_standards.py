"""收费标准: of each matter, what is charged, by which standard and by which document."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from federation.contracts.catalogue import Fee
from govhall.acts.page import Choices, page_form
from govhall.billing.acts import set_fee
from govhall.catalogue.models import Matter
from govhall.catalogue.own_matters import may_change, owned_among
from govhall.catalogue.readers import MANAGERS, READERS
from govhall.catalogue.selectors import usable_form
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import attempt
from govhall.doors.forms import Form
from govhall.forms.definition import NUMBERS, AnswerKind
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from govhall.tariffs.words import FeeLine, fee_lines
from tenants.access import StaffRequest, staff

BY_CODE = Keyset({'code': str}, size=50)


class StandardsLine(NamedTuple):
    """A matter with its charges in words, and what its button says."""

    matter: Matter
    charges: list[FeeLine]
    label: str


class FeeFilters(ListFilters):
    """Which matters."""

    show = forms.ChoiceField(label='哪些事项', required=False, choices=[('', '全部'), ('charged', '收费的')])


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Matter]:
    rows = Matter.objects.order_by()
    return rows.exclude(fees=[]) if wanted.get('show') == 'charged' else rows


def _lines(request: StaffRequest, rows: Sequence[Matter], wanted: Wanted) -> list[StandardsLine]:
    own = owned_among(request.hall.code, [row.code for row in rows]) if request.actor.roles & MANAGERS else set()
    return [StandardsLine(row, lines_of(row), '修改' if row.code in own else '查看') for row in rows]


def fees_of(row: Matter) -> list[Fee]:
    """The charges of a matter."""
    return msgspec.convert(row.fees, list[Fee])


def lines_of(row: Matter) -> list[FeeLine]:
    """Its charges in words."""
    return fee_lines(fees_of(row), usable_form(row.form))


def _standards(line: StandardsLine) -> ListCell:
    notes = [f'{one.name}{f"（{one.only}）" if one.only else ""} {one.standard}' for one in line.charges]
    return ListCell(text=f'{len(notes)} 项', notes=notes) if notes else ListCell(text='不收费')


def _may_change(request: StaffRequest, matter: str) -> bool:
    return bool(request.actor.roles & MANAGERS) and may_change(request.hall.code, matter)


FEE_STANDARDS = ListPage[Matter, StandardsLine](
    key='fee_standards',
    name='fee-standards',
    title='收费标准',
    roles=READERS,
    bar=bar,
    columns=[
        ListColumn('事项', lambda line: ListCell(text=line.matter.name, notes=[line.matter.code])),
        ListColumn('收费', _standards),
    ],
    orders={'code': ListOrder('按事项编码', BY_CODE)},
    rows=_rows,
    lines=_lines,
    acts=lambda request, line: [
        RowAction(
            label=line.label,
            href=reverse('fee_standard', args=[line.matter.code]),
            heard=f'{line.label}{line.matter.short_name}的收费标准',
        )
    ],
    empty='没有这样的事项。',
    filters=FeeFilters,
    words=lambda request, wanted: ListWords(
        intro='每个事项收什么费、按什么标准、依据哪个文件。由设立事项的大厅的管理员维护，改了以后各级大厅同时生效。'
    ),
)
fee_standards = FEE_STANDARDS.view


@staff(*READERS)
@require_safe
def fee_standard(request: StaffRequest, code: str) -> HttpResponse:
    """GET the charges of a matter."""
    row = _matter(code)
    context = {
        **bar(request, 'fee_standards'),
        'matter': row,
        'lines': lines_of(row),
        'may_change': _may_change(request, row.code),
    }
    return render(request, 'desk/fee_standard.html', context)


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def fee_form(request: StaffRequest, code: str, place: int = 0) -> HttpResponse:
    """GET one charge, the first is 1, or a new one (0); POST it (administrator of the highest hall): 303, or 422."""
    row = _matter(code)
    fee = _fee(row, place)
    choices = _choices(row)
    if request.method != 'POST':
        form = page_form(set_fee.ACT, choices)
        return _page(request, row, fee, form(initial=set_fee.typed_of(fee) if fee else {'amount': ''}), place)
    act = set_fee.DROP if 'drop' in request.POST and fee else set_fee.ACT
    tried = attempt(request, act, choices=choices, known={'matter': code, 'kept': fee.name if fee else ''})
    if tried.done is None:
        return _page(request, row, fee, tried.form, place, status=tried.status)
    messages.success(request, tried.done.said)
    return SeeOther(reverse('fee_standard', args=[code]))


def _matter(code: str) -> Matter:
    row = Matter.objects.filter(code=code).first()
    if row is None:
        raise Http404
    return row


def _fee(row: Matter, place: int) -> Fee | None:
    if not place:
        return None
    fees = fees_of(row)
    if place > len(fees):
        raise Http404
    return fees[place - 1]


def _choices(row: Matter) -> Choices:
    form = usable_form(row.form)
    fields = form.fields if form else []
    numbers = [
        (one.name, f'{one.label}（{one.unit}）' if one.unit else one.label) for one in fields if one.kind in NUMBERS
    ]
    answers = [
        (f'{one.name}={choice.value}', f'{one.label}：{choice.label}')
        for one in fields
        if one.kind == AnswerKind.CHOICE
        for choice in one.choices
    ]
    return {'quantity': [('', '不取，核定时由窗口填写'), *numbers], 'only_if': answers}


def _page(
    request: StaffRequest, row: Matter, fee: Fee | None, form: Form, place: int, *, status: int = 200
) -> HttpResponse:
    context = {
        **bar(request, 'fee_standards'),
        'matter': row,
        'fee': fee,
        'place': place,
        'form': form,
        'act': set_fee.ACT,
        'drop': set_fee.DROP,
        'has_form': bool(row.form),
        'may_change': _may_change(request, row.code),
    }
    return render(request, 'desk/fee_form.html', context, status=status)

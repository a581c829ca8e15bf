"""证照设置: of each matter, its certificate, how long that is valid, and what stands on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from govhall.acts.page import Choices, page_form
from govhall.catalogue.acts import set_certificate
from govhall.catalogue.models import Matter
from govhall.catalogue.own_matters import may_change, owned_among
from govhall.catalogue.readers import MANAGERS, READERS
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import attempt
from govhall.doors.forms import Form
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

BY_CODE = Keyset({'code': str}, size=50)
UNSET = Q(term_months__isnull=True) & (Q(certificate_rule__isnull=True) | ~Q(certificate_rule__has_key='ends_on'))
ASKED = '决定时由审批人填'


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A matter, and what its button says."""

    matter: Matter
    label: str


class CertificateFilters(ListFilters):
    """Which matters."""

    show = forms.ChoiceField(
        label='哪些事项',
        required=False,
        choices=[('', '全部'), ('certificate', '发证的'), ('unset', '发证而没有写有效期的')],
    )


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Matter]:
    rows, show = Matter.objects.order_by(), wanted.get('show')
    if show:
        rows = rows.exclude(certificate='')
    return rows.filter(UNSET) if show == 'unset' else rows


def _lines(request: StaffRequest, rows: Sequence[Matter], wanted: Wanted) -> list[CertificateLine]:
    own = owned_among(request.hall.code, [row.code for row in rows]) if request.actor.roles & MANAGERS else set()
    return [CertificateLine(row, '修改' if row.code in own else '查看') for row in rows]


def _term(line: CertificateLine) -> ListCell:
    term = str(set_certificate.typed_of(line.matter)['term'])
    if term:
        return ListCell(text=term)
    return ListCell(states=[(ASKED, 'soon')]) if line.matter.certificate else ListCell(text='没有规定')


def _acts(request: StaffRequest, line: CertificateLine) -> list[RowAction]:
    address = reverse('certificate', args=[line.matter.code])
    return [RowAction(label=line.label, href=address, heard=f'{line.label}{line.matter.short_name}的证照')]


def _may_change(request: StaffRequest, matter: str) -> bool:
    return bool(request.actor.roles & MANAGERS) and may_change(request.hall.code, matter)


CERTIFICATES = ListPage[Matter, CertificateLine](
    key='certificates',
    name='certificates',
    title='证照设置',
    roles=READERS,
    bar=bar,
    columns=[
        ListColumn('事项', lambda line: ListCell(text=line.matter.name, notes=[line.matter.code])),
        ListColumn('证照', lambda line: line.matter.certificate or '只出决定书'),
        ListColumn('有效期', _term, 'tight'),
    ],
    orders={'code': ListOrder('按事项编码', BY_CODE)},
    rows=_rows,
    lines=_lines,
    acts=_acts,
    empty='没有这样的事项。',
    filters=CertificateFilters,
    words=lambda request, wanted: ListWords(
        intro='每个事项发什么证、有效到哪天、证上印什么。由最上级大厅的管理员维护，改了以后各级大厅同时生效。'
    ),
)
certificates = CERTIFICATES.view


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def certificate(request: StaffRequest, code: str) -> HttpResponse:
    """GET what is set for a matter; POST (administrator of the highest hall) all of it: 303 back, or 422."""
    row = Matter.objects.filter(code=code).first()
    if row is None:
        raise Http404
    choices = _choices(row)
    if request.method != 'POST':
        form = page_form(set_certificate.ACT, choices)
        return _page(request, row, form(initial=set_certificate.typed_of(row)))
    tried = attempt(request, set_certificate.ACT, choices=choices, known={'matter': code})
    if tried.done is None:
        return _page(request, row, tried.form, status=tried.status)
    messages.success(request, tried.done.said)
    return SeeOther(reverse('certificates'))


def _choices(row: Matter) -> Choices:
    fields = (row.form or {}).get('fields', [])
    return {'fields': [(one['name'], one['label']) for one in fields if one.get('kind') != 'rows']}


def _page(request: StaffRequest, row: Matter, form: Form, *, status: int = 200) -> HttpResponse:
    context = {
        **bar(request, 'certificates'),
        'matter': row,
        'form': form,
        'act': set_certificate.ACT,
        'may_change': _may_change(request, row.code),
        'has_form': bool(row.form),
        'term': _term(CertificateLine(row, '')),
    }
    return render(request, 'desk/certificate.html', context, status=status)

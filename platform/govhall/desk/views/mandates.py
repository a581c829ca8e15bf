"""代办委托: who may act for whom; recorded, looked up, its log, withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from govhall.acts.page import page_form
from govhall.casework.models import Case
from govhall.casework.selectors import matter_names
from govhall.catalogue.views.posted import attempt
from govhall.desk.bar import desk
from govhall.desk.views.case import no_case
from govhall.desk.views.materials import handed_out
from govhall.kernel.masking import mask_id_number, mask_name, mask_organisation, mask_phone
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListOrder, ListSearch, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from govhall.look.uploads import takes_files
from govhall.mandates.acts.keep import END_MANDATE, KEEP_MANDATE, choices
from govhall.mandates.models import Given, Mandate
from govhall.mandates.refusals import NoSuchMandate
from govhall.mandates.selectors import KEEPERS, found_by, listed, openable
from govhall.storage.material_store import LOST, read
from tenants.access import StaffRequest, staff
from tenants.audit import Action, record

NEWEST = Keyset({'recorded_at': datetime, 'uid': UUID}, size=50, descending=True)  # by the index mandate_newest
MandateLine = tuple[Mandate, str]  # with its scope in words
ALL = '全部事项'


def _principal(one: Mandate) -> str:
    people = one.people
    return mask_name(people.name) if people.kind == 'person' else mask_organisation(people.name)


def _scope(one: Mandate, names: dict[str, str]) -> str:
    return '、'.join(names.get(code, code) for code in one.matters) or ALL


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Mandate]:
    return listed(request.actor)


def _lines(request: StaffRequest, rows: Sequence[Mandate], wanted: Wanted) -> list[MandateLine]:
    names = matter_names(code for row in rows for code in row.matters)
    return [(row, _scope(row, names)) for row in rows]


def _find(request: StaffRequest, text: str) -> str | list[Mandate]:
    """Where the mandate is, or those of a principal who gave several; the look stands in the audit."""
    with transaction.atomic():
        found = found_by(request.actor, text)
        told = {'mandates': [one.number for one in found[:10]]}
        record(Action.PERSON_SEARCHED, who=request.actor, hall=request.hall.code, detail=told)
    if not found:
        raise NoSuchMandate(field='number')
    return _address(found[0]) if len(found) == 1 else found


def _address(one: Mandate) -> str:
    return reverse('mandate', args=[one.uid])


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    return ListWords(
        intro='谁委托谁、办哪些事、到哪天为止。窗口、村点收件时选它，每用一次记一笔；到期、撤回、超出范围的不能用。',
        links=[('登记一份委托', reverse('mandate_new'))],
    )


def _state(row: MandateLine) -> ListCell:
    return ListCell(states=[row[0].state_on(timezone.localdate())])


MANDATES = ListPage[Mandate, MandateLine](
    key='mandates',
    name='mandates',
    title='代办委托',
    roles=KEEPERS,
    bar=desk,
    columns=[
        ListColumn('状态', _state, 'tight'),
        ListColumn('编号', lambda row: ListCell(text=row[0].number, href=_address(row[0])), 'tight'),
        ListColumn('委托人', lambda row: _principal(row[0]), 'tight'),
        ListColumn('代办人', lambda row: mask_name(row[0].people.agent), 'tight'),
        ListColumn('办哪些事', lambda row: row[1]),
        ListColumn('到哪天', lambda row: f'{row[0].until:%Y-%m-%d}', 'tight'),
        ListColumn('用过', lambda row: f'{len(row[0].uses_data)} 次' if row[0].uses_data else '', 'number'),
        ListColumn('登记', lambda row: ListCell(at=row[0].recorded_at, notes=[row[0].recorded_name]), 'tight'),
    ],
    orders={'newest': ListOrder('新登记的在前', NEWEST, '登记')},
    rows=_rows,
    lines=_lines,
    acts=lambda request, row: [RowAction(label='打开', href=_address(row[0]))],
    empty='还没有登记过委托。',
    search=ListSearch(
        label='委托编号，或委托人证件号最后 4 到 6 位',
        hint='编号像 WT1234567890；窗口只查站在面前的人的委托，查过都有记录',
        button='查委托',
        find=_find,
        longest=24,
        is_code=True,
        missing='请输入委托编号，或委托人证件号码的最后四到六位。',
        found=lambda rows: f'找到 {len(rows)} 份委托',
    ),
    words=_words,
)
mandates = MANDATES.view


@takes_files
@staff(*KEEPERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def mandate_new(request: StaffRequest) -> HttpResponse:
    """GET the form; POST a mandate with its paper: 303 to it, or 422 with what was typed."""
    offered = choices(request.hall)
    form, status = page_form(KEEP_MANDATE, offered)(initial={'kind': 'person', 'given': _here(request)}), 200
    if request.method == 'POST':
        sent = request.FILES.get('scan')
        known = {'scan': sent.read(), 'scan_name': sent.name} if sent else {}
        tried = attempt(request, KEEP_MANDATE, choices=offered, known=known)
        if tried.done is not None:
            messages.success(request, tried.done.said)
            return SeeOther(reverse('mandate', args=[tried.done.id]))
        form, status = tried.form, tried.status
    context = {**desk(request, 'mandates'), 'form': form, 'act': KEEP_MANDATE}
    return render(request, 'desk/mandate_new.html', context, status=status)


@staff(*KEEPERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def mandate(request: StaffRequest, uid: UUID) -> HttpResponse:
    """GET one mandate with its log; POST its withdrawal: 303 back, or what is wrong beside the button."""
    one = openable(request.actor).filter(uid=uid).first()
    if one is None:
        return no_case(request, NoSuchMandate())
    form, status = page_form(END_MANDATE, {})(), 200
    if request.method == 'POST':
        tried = attempt(request, END_MANDATE, choices={}, known={'mandate': uid})
        if tried.done is not None:
            messages.success(request, tried.done.said)
            return SeeOther(_address(one))
        form, status = tried.form, tried.status
    return render(request, 'desk/mandate.html', _shown(request, one) | {'form': form}, status=status)


@staff(*KEEPERS)
@require_safe
@cache_control(no_store=True, private=True)
def mandate_file(request: StaffRequest, uid: UUID) -> HttpResponse:
    """GET its paper as a download; who opened it is recorded."""
    one = openable(request.actor).filter(uid=uid).first()
    if one is None or one.file is None:
        raise Http404
    try:
        content = read(one.file.hash)
    except LOST as gone:
        raise Http404 from gone
    record(Action.PERSON_SHOWN, who=request.actor, hall=request.hall.code, subject=one.number)
    return handed_out(content, one.file.type, one.number)


def _here(request: StaffRequest) -> str:
    return Given.VILLAGE if request.actor.point else Given.COUNTER


def _shown(request: StaffRequest, one: Mandate) -> dict[str, Any]:
    people, uses = one.people, one.uses
    names = matter_names([*one.matters, *(use.matter for use in uses)])
    may_open = set(
        Case.objects.visible_to(request.actor).filter(uid__in=[use.case for use in uses]).values_list('uid', flat=True)
    )
    state, tone = one.state_on(timezone.localdate())
    return {
        **desk(request, 'mandates'),
        'one': one,
        'act': END_MANDATE,
        'state': state,
        'tone': tone,
        'place': Given(one.given).label,
        'principal': _principal(one),
        'id_number': mask_id_number(people.id_number),
        'agent': mask_name(people.agent),
        'agent_number': mask_id_number(people.agent_number),
        'agent_phone': mask_phone(people.agent_phone),
        'scope': _scope(one, names),
        'uses': [(use, names.get(use.matter, use.matter), use.case in may_open) for use in reversed(uses)],
    }

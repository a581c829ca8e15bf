"""导入导出: lists as Excel files; a file brought in is shown as changes first, then done altogether or not at all."""

from typing import Any

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from govhall.catalogue.exchange.import_plan import ImportPlan, carry_out, plan_import, seal
from govhall.catalogue.exchange.kinds import KINDS, EntryList, ExportList
from govhall.catalogue.exchange.names import with_names
from govhall.catalogue.exchange.own_lists import own_list, own_lists
from govhall.catalogue.exchange.workbook import LARGEST_BYTES, UnreadableWorkbook
from govhall.catalogue.readers import LIST_KEEPERS, MANAGERS
from govhall.catalogue.views.bar import bar
from govhall.kernel.errors import Refused
from govhall.look.responses import SeeOther
from govhall.look.sheets import download, fingerprint, write
from govhall.look.uploads import takes_files
from tenants.access import StaffRequest, staff
from tenants.audit import Action, record
from tenants.moments import at_one_moment

log = structlog.get_logger(__name__)
SHOWN = 200


@staff(*LIST_KEEPERS)
@require_safe
def files(request: StaffRequest) -> HttpResponse:
    """GET the lists that may be taken out and brought in."""
    return _page(request)


@staff(*LIST_KEEPERS)
@require_safe
@at_one_moment
def export(request: StaffRequest, kind: str) -> HttpResponse:
    """GET one list as an Excel file."""
    hall, chosen = request.hall, _kind(request, kind)
    columns, rows = with_names(chosen.columns, chosen.rows(hall.code), chosen.beside)
    content = write(chosen.label, columns, rows, chosen.choices(hall.code))
    told = {'kind': kind, 'sha256': fingerprint(content)}
    record(Action.LIST_EXPORTED, who=request.actor, hall=hall.code, subject=chosen.label, detail=told)
    log.info('list_taken_out', hall=hall.code, outcome=kind, reason=chosen.label)
    return download(content, f'{chosen.label}-{hall.name}-{timezone.localdate():%Y-%m-%d}.xlsx')


@takes_files
@staff(*LIST_KEEPERS)
@require_POST
def preview(request: StaffRequest, kind: str) -> HttpResponse:
    """POST a file: what it would change, or what is wrong by cell. Nothing is stored."""
    chosen, hall = _kind(request, kind), request.hall.code
    try:
        content = _content(request)
        plan = _plan(kind, request, content)
    except Refused as refusal:
        return _page(request, why=str(refusal), status=422)
    context = {
        **bar(request, 'catalogue_files'),
        'kind': chosen,
        'plan': plan,
        'changes': plan.changes[:SHOWN],
        'hidden': max(0, len(plan.changes) - SHOWN),
        'sealed': seal(kind=kind, hall=hall, person_id=request.actor.person_id, content=content),
        'shown': plan.digest(),
    }
    return render(request, 'catalogue/preview.html', context, status=422 if plan.faults else 200)


@staff(*LIST_KEEPERS)
@require_POST
def bring_in(request: StaffRequest, kind: str) -> HttpResponse:
    """POST the preview back: everything that it showed is published, or nothing."""
    chosen, hall = _kind(request, kind), request.hall.code
    own = own_list(kind)
    carry = own.carry_out if own else carry_out
    try:
        with transaction.atomic():
            count = carry(
                sealed=request.POST.get('sealed', ''),
                shown=request.POST.get('shown', ''),
                kind=kind,
                hall=hall,
                person_id=request.actor.person_id,
            )
            told = {'kind': kind, 'count': count}
            record(Action.LIST_IMPORTED, who=request.actor, hall=hall, subject=chosen.label, detail=told)
    except Refused as refusal:
        return _page(request, why=str(refusal), status=409)
    log.info('list_brought_in', hall=hall, outcome=kind, reason=str(count))
    after = own.after if own else '正在发往各级大厅，几秒钟后生效。'
    messages.success(request, f'{chosen.label}已导入 {count} 条，{after}')
    return SeeOther(reverse('catalogue_files'))


def _page(request: StaffRequest, *, why: str = '', status: int = 200) -> HttpResponse:
    hall = request.hall.code
    roles = request.actor.roles
    lists = [{'kind': kind, 'writes': kind.writers(hall)} for kind in KINDS.values() if roles & MANAGERS]
    lists += [{'kind': one.shown, 'writes': one.writers(hall)} for one in own_lists() if roles & one.roles]
    context = {**bar(request, 'catalogue_files'), 'lists': lists, 'why': why}
    return render(request, 'catalogue/files.html', context, status=status)


def _kind(request: StaffRequest, key: str) -> EntryList | ExportList:
    """The list with this key. Raises Http404, and PermissionDenied for one that another administrator keeps."""
    own = own_list(key)
    found = own.shown if own else KINDS.get(key)
    if found is None:
        raise Http404
    if not request.actor.roles & (own.roles if own else MANAGERS):
        raise PermissionDenied
    return found


def _plan(kind: str, request: StaffRequest, content: bytes) -> ImportPlan[Any]:
    hall, own = request.hall.code, own_list(kind)
    return (
        own.plan(hall, content, request.actor.person_id) if own else plan_import(kind=kind, hall=hall, content=content)
    )


def _content(request: StaffRequest) -> bytes:
    file = request.FILES.get('file')
    if file is None:
        raise UnreadableWorkbook(field='file', why='请先选择文件。')
    if (file.size or 0) > LARGEST_BYTES:
        raise UnreadableWorkbook(field='file', why='文件超过 1.5 MB，请分几次导入。')
    return bytes(file.read())

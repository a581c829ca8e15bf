"""事项和材料: the list, one matter with its materials, and what is done to its draft as a whole."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from federation.directory.models import HallEntry
from federation.directory.selectors import find
from govhall.catalogue.own_matters import may_change, owner_code, standing
from govhall.catalogue.readers import MANAGERS, READERS
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.rules import TASK_TYPES
from govhall.catalogue.views.bar import bar
from govhall.drafts.pages import PublishForm, posted_version
from govhall.kernel.errors import Refused
from govhall.kernel.typed import whole
from govhall.look.navigation import address
from govhall.look.refusals import show_refusal
from govhall.look.responses import SeeOther
from govhall.materials.lines import material_lines
from govhall.matter_editor import services
from govhall.matter_editor.comparison import matter_differences
from govhall.matter_editor.day_forms import WithdrawForm
from govhall.matter_editor.edits import moved_material, without_material
from govhall.matter_editor.new_matter import may_begin
from govhall.matter_editor.selectors import (
    EditedMatter,
    edited_matter,
    lineup,
    matter_versions,
    own_matters,
    published_parts,
)
from tenants.access import StaffRequest, staff

LONGEST = 60


@staff(*READERS)
@require_safe
def matters(request: StaffRequest) -> HttpResponse:
    """GET the hall's own matters, and those in which the words occur."""
    words, now = request.GET.get('words', '')[:LONGEST], timezone.now()
    context = {
        **frame(request),
        'words': words,
        'own': own_matters(request.hall.code, now),
        'found': [one for one in lineup(request.hall.code, words, now) if not owner_code(one.names.code)],
        'begins': may_begin(request.hall) and bool(MANAGERS & request.actor.roles),
        'has_own': may_begin(request.hall),
    }
    return render(request, 'matter_editor/matters.html', context)


@staff(*READERS)
@require_safe
def matter_page(request: StaffRequest, matter: str) -> HttpResponse:
    """GET a matter as it stands in the editor."""
    return page_of_matter(request, edited_or_404(request, matter))


@staff(*MANAGERS)
@require_POST
def change(request: StaffRequest, matter: str) -> HttpResponse:
    """POST `do` to a material (up, down, remove) or to the draft (discard, recall): 303 to the matter."""
    edited, do, code = edited_or_404(request, matter), request.POST.get('do', ''), request.POST.get('material', '')[:60]
    frame_of: dict[str, Any] = {'matter': matter, 'version': posted_version(request), 'actor': request.actor}
    steps = {'up': -1, 'down': 1}
    try:
        if do in steps:
            services.change_matter(**frame_of, edit=lambda parts: moved_material(parts, code, by=steps[do]))
        elif do == 'remove':
            services.change_matter(**frame_of, edit=lambda parts: without_material(parts, code))
        elif do == 'discard':
            services.DRAFTS.discard(**frame_of)
            if edited.row is None:
                return SeeOther(reverse('matters'))
        elif do == 'recall':
            services.DRAFTS.recall(**frame_of)
        else:
            raise Http404
    except Refused as refusal:
        return page_of_matter(request, edited, refusal=refusal)
    return SeeOther(reverse('matter_edit', args=[matter]))


@staff(*MANAGERS)
@require_POST
def publish(request: StaffRequest, matter: str) -> HttpResponse:
    """POST the day: the draft becomes a new version then; 303 to the matter."""
    edited, form = edited_or_404(request, matter), PublishForm(request.POST)
    if not form.is_valid():
        return page_of_matter(request, edited, publishing=form, status=422)
    try:
        sent = services.DRAFTS.publish(matter=matter, actor=request.actor, **form.told())
    except Refused as refusal:
        show_refusal(form, refusal)
        return page_of_matter(request, edited, publishing=form, status=refusal.status)
    said = '已公布，正在发往各级大厅，几秒钟后生效；已经收的件照原来的办。' if sent else '已定好，到那天自动公布。'
    messages.success(request, said)
    return SeeOther(reverse('matters') if sent and edited.row is None else reverse('matter_edit', args=[matter]))


@staff(*MANAGERS)
@require_POST
def withdraw(request: StaffRequest, matter: str) -> HttpResponse:
    """POST day and document: the matter ends then; 303 to the matter."""
    edited, form = edited_or_404(request, matter), WithdrawForm(request.POST)
    if not form.is_valid():
        return page_of_matter(request, edited, ending=form, status=422)
    day, document = form.cleaned_data['until'], form.cleaned_data['document']
    try:
        services.withdraw_matter(matter=matter, actor=request.actor, on=day, document=document)
    except Refused as refusal:
        show_refusal(form, refusal)
        return page_of_matter(request, edited, ending=form, status=refusal.status)
    messages.success(request, '停办已登记，正在发往各级大厅；已经收的件办完为止。')
    return SeeOther(reverse('matter_edit', args=[matter]))


@staff(*READERS)
@require_safe
def history(request: StaffRequest, matter: str) -> HttpResponse:
    """GET the published versions, and what differs between `old` and `new` (without: the two newest)."""
    edited, versions = edited_or_404(request, matter), matter_versions(matter)
    by_number, newest = {one.number: one for one in versions}, [one.number for one in versions][:2]
    new = by_number.get(whole(request.GET.get('new', '')) or 0) or by_number.get(newest[0] if newest else 0)
    old = by_number.get(whole(request.GET.get('old', '')) or 0) or by_number.get(newest[1] if len(newest) > 1 else 0)
    context = {
        **frame(request, matter),
        'edited': edited,
        'versions': versions,
        'old': old,
        'new': new,
        'found': matter_differences(old.entry, new.entry) if old and new else [],
    }
    return render(request, 'matter_editor/history.html', context)


def frame(request: StaffRequest, matter: str = '') -> dict[str, Any]:
    """What the pages of this room share."""
    edits = bool(MANAGERS & request.actor.roles) and bool(matter) and may_change(request.hall.code, matter)
    keeper = _keeper(matter)
    return {**bar(request, 'matters'), 'edits': edits, 'owner': keeper.name if keeper else '', 'hall': request.hall}


def _keeper(matter: str) -> HallEntry | None:
    if owner := standing(matter):
        return find(owner)
    return HallEntry.objects.filter(parent_code='', valid_to__isnull=True).exclude(kind='branch').first()


def edited_or_404(request: StaffRequest, matter: str) -> EditedMatter:
    """The matter of the address; a new one is seen in its own hall only."""
    try:
        edited = edited_matter(matter)
    except UnknownMatter as unknown:
        raise Http404 from unknown
    if edited.row is None and not may_change(request.hall.code, matter):
        raise Http404
    return edited


def page_of_matter(
    request: StaffRequest,
    edited: EditedMatter,
    *,
    refusal: Refused | None = None,
    publishing: PublishForm | None = None,
    ending: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a matter, with a refusal if there was one."""
    edited = edited_matter(edited.code) if refusal or publishing else edited
    published = published_parts(edited.row) if edited.row else {}
    context = {
        **frame(request, edited.code),
        'edited': edited,
        'own': bool(owner_code(edited.code)),
        'forms': address('matter_forms'),
        'kind': TASK_TYPES.get(edited.parts['task_type'], ''),
        'lines': material_lines(edited.materials),
        'changes': matter_differences(published, edited.parts) if edited.draft and edited.row else [],
        'refusal': refusal,
        'publishing': publishing or PublishForm(initial={'version': edited.version, 'day': timezone.localdate()}),
        'ending': ending or WithdrawForm(),
    }
    return render(request, 'matter_editor/matter.html', context, status=refusal.status if refusal else status)

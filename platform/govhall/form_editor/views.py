"""申请表: the list of forms, one form with its fields, and what is done to it as a whole."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from govhall.catalogue.own_matters import may_change
from govhall.catalogue.readers import MANAGERS, READERS
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.views.bar import bar
from govhall.drafts.pages import PublishForm, posted_version, refused_on
from govhall.form_editor import services
from govhall.form_editor.about_form import AboutForm
from govhall.form_editor.comparison import KINDS, differences, say_condition
from govhall.form_editor.edits import moved, without_field
from govhall.form_editor.owners import owner
from govhall.form_editor.selectors import EditedForm, edited_form, form_versions, forms_of, read_form
from govhall.kernel.errors import Refused
from govhall.kernel.typed import whole
from govhall.look.refusals import show_refusal
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

LONGEST, FARTHEST = 60, 200


@staff(*READERS)
@require_safe
def matter_forms(request: StaffRequest) -> HttpResponse:
    """GET the matters in which the words occur, each with its form."""
    words = request.GET.get('words', '')[:LONGEST]
    context = {'words': words, 'found': forms_of(words, timezone.now()), **frame(request)}
    return render(request, 'form_editor/forms.html', context)


@staff(*READERS)
@require_safe
def matter_form(request: StaffRequest, matter: str) -> HttpResponse:
    """GET the fields of a form as they stand in the editor."""
    return form_page(request, edited_or_404(matter))


@staff(*MANAGERS)
@require_POST
def change(request: StaffRequest, matter: str) -> HttpResponse:
    """POST `do` to a field (up, down, top, bottom, remove) or to the draft (discard, recall): 303 to the form."""
    edited, do, name = edited_or_404(matter), request.POST.get('do', ''), request.POST.get('field', '')[:40]
    frame_of: dict[str, Any] = {'matter': matter, 'version': posted_version(request), 'actor': request.actor}
    steps = {'up': -1, 'down': 1, 'top': -FARTHEST, 'bottom': FARTHEST}
    try:
        if do in steps:
            services.change_form(**frame_of, edit=lambda form: moved(form, name, by=steps[do]))
        elif do == 'remove':
            services.change_form(**frame_of, edit=lambda form: without_field(form, name))
        elif do == 'discard':
            services.DRAFTS.discard(**frame_of)
        elif do == 'recall':
            services.DRAFTS.recall(**frame_of)
        else:
            raise Http404
    except Refused as refusal:
        return form_page(request, edited, refusal=refusal)
    return SeeOther(reverse('matter_form', args=[matter]) + (f'#field-{name}' if do in steps else ''))


@staff(*MANAGERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def about(request: StaffRequest, matter: str) -> HttpResponse:
    """GET what stands above the fields; POST it: 303 to the form, or what is wrong beside its field."""
    edited = edited_or_404(matter)
    form = AboutForm(request.POST if request.method == 'POST' else None, edited=edited, hall=request.hall.code)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                services.change_about(
                    matter=matter,
                    version=form.cleaned_data['version'] or 0,
                    actor=request.actor,
                    source=form.cleaned_data['source'],
                    who=form.who(),
                )
                return SeeOther(reverse('matter_form', args=[matter]))
            except Refused as refusal:
                status = refused_on(form, refusal, edited_form(matter).version)
    return render(
        request, 'form_editor/about.html', {**frame(request, matter), 'edited': edited, 'form': form}, status=status
    )


@staff(*MANAGERS)
@require_POST
def publish(request: StaffRequest, matter: str) -> HttpResponse:
    """POST the day: the draft becomes a new version then; 303 to the form."""
    edited, form = edited_or_404(matter), PublishForm(request.POST)
    if not form.is_valid():
        return form_page(request, edited, publishing=form, status=422)
    try:
        sent = services.DRAFTS.publish(matter=matter, actor=request.actor, **form.told())
    except Refused as refusal:
        show_refusal(form, refusal)
        return form_page(request, edited, publishing=form, status=refusal.status)
    said = '已公布，正在发往各级大厅，几秒钟后窗口、村点和网上都按新表收件。' if sent else '已定好，到那天自动公布。'
    messages.success(request, said)
    return SeeOther(reverse('matter_form', args=[matter]))


@staff(*READERS)
@require_safe
def history(request: StaffRequest, matter: str) -> HttpResponse:
    """GET the published versions, and what differs between `old` and `new` (without: the two newest)."""
    edited = edited_or_404(matter)
    versions = form_versions(matter)
    by_number = {one.number: one for one in versions}
    newest = [one.number for one in versions][:2]
    new = by_number.get(whole(request.GET.get('new', '')) or 0) or by_number.get(newest[0] if newest else 0)
    old = by_number.get(whole(request.GET.get('old', '')) or 0) or by_number.get(newest[1] if len(newest) > 1 else 0)
    context = {
        **frame(request, matter),
        'edited': edited,
        'versions': versions,
        'old': old,
        'new': new,
        'found': differences(old.form, new.form) if old and new else [],
    }
    return render(request, 'form_editor/history.html', context)


def frame(request: StaffRequest, matter: str = '') -> dict[str, Any]:
    """What the pages of this room share; of one matter, or of the list."""
    keeper = owner(matter)
    edits = bool(MANAGERS & request.actor.roles) and may_change(request.hall.code, matter)
    return {**bar(request, 'matter_forms'), 'edits': edits, 'owner': keeper.name if keeper else ''}


def edited_or_404(matter: str) -> EditedForm:
    """The form of the address."""
    try:
        return edited_form(matter)
    except UnknownMatter as unknown:
        raise Http404 from unknown


def form_page(
    request: StaffRequest,
    edited: EditedForm,
    *,
    refusal: Refused | None = None,
    publishing: PublishForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a form, with a refusal if there was one."""
    edited = edited_form(edited.matter.code) if refusal or publishing else edited
    by_name = {one.name: one for one in edited.form.fields}
    base = read_form(edited.matter.form)
    context = {
        **frame(request, edited.matter.code),
        'edited': edited,
        'lines': [
            {
                'field': one,
                'kind': KINDS.get(one.kind, one.kind),
                'when': '，并且'.join(say_condition(said, by_name) for said in one.shown_if),
            }
            for one in edited.form.fields
        ],
        'kinds': KINDS,
        'changes': differences(base, edited.form) if edited.draft else [],
        'refusal': refusal,
        'publishing': publishing or PublishForm(initial={'version': edited.version, 'day': timezone.localdate()}),
    }
    return render(request, 'form_editor/form.html', context, status=refusal.status if refusal else status)

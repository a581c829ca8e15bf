"""One field of a form, and the form as the counter will show it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from federation.contracts.catalogue import Material
from federation.contracts.forms import FormField
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.readers import MANAGERS, READERS
from govhall.desk.answer_sheet import AGAIN, AnswerSheet, typed_from
from govhall.drafts.pages import refused_on
from govhall.form_editor import services
from govhall.form_editor.comparison import KINDS
from govhall.form_editor.edits import NoSuchField, find_field, with_field
from govhall.form_editor.field_form import FieldForm, blank
from govhall.form_editor.selectors import EditedForm, edited_form, form_versions
from govhall.form_editor.views import edited_or_404, frame
from govhall.kernel.errors import Refused
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff


@staff(*MANAGERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def field(request: StaffRequest, matter: str) -> HttpResponse:
    """GET one field (`field`), or a new one of a `kind`; POST it: 303 to the form, or what is wrong beside it."""
    edited = edited_or_404(matter)
    found = _field(request, edited)
    form = FieldForm(
        request.POST if request.method == 'POST' else None,
        form=edited.form,
        field=found,
        materials=_materials(edited),
        version=edited.version,
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _saved(request, edited, form)
            except Refused as refusal:
                if refusal.field == 'conditions':
                    form.conditions.errors.append(str(refusal))
                else:
                    status = refused_on(form, refusal, edited_form(matter).version)
    context = {**frame(request, matter), 'edited': edited, 'form': form, 'kind': KINDS[found.kind], 'field': found}
    return render(request, 'form_editor/field.html', context, status=status)


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def preview(request: StaffRequest, matter: str) -> HttpResponse:
    """GET the form as the counter shows it; POST what is typed: what follows from it. Nothing is stored."""
    edited = edited_or_404(matter)
    typed = typed_from(edited.form, request.POST) if request.method == 'POST' else None
    sheet = AnswerSheet(catalogue.matter(matter), edited.form, typed, request.hall)
    if request.GET.get('part') == 'form' or request.POST.get('then') == AGAIN:
        sheet.quiet = True
    context: dict[str, Any] = {
        **frame(request, matter),
        'edited': edited,
        'form': {'sheet': sheet},
        'check_url': reverse('matter_form_preview', args=[matter]),
        'judged': typed is not None and not sheet.quiet,
    }
    part = request.GET.get('part') == 'form'
    return render(request, 'desk/matter_form.html' if part else 'form_editor/preview.html', context)


def _saved(request: StaffRequest, edited: EditedForm, form: FieldForm) -> HttpResponse:
    matter = edited.matter.code
    used = {one.name for version in form_versions(matter) for one in version.form.fields}
    used |= {one.name for one in edited.form.fields}
    made = form.made(used)
    services.change_form(
        matter=matter,
        version=form.cleaned_data['version'] or 0,
        actor=request.actor,
        edit=lambda now: with_field(now, made),
    )
    return SeeOther(f'{reverse("matter_form", args=[matter])}#field-{made.name}')


def _field(request: StaffRequest, edited: EditedForm) -> FormField:
    name, kind = request.GET.get('field', '')[:40], request.GET.get('kind', '')[:10]
    try:
        found = find_field(edited.form, name) if name else blank(kind)
    except NoSuchField as gone:
        raise Http404 from gone
    if found is None or found.kind not in KINDS:
        raise Http404
    return found


def _materials(edited: EditedForm) -> tuple[Material, ...]:
    return catalogue.matter(edited.matter.code).materials

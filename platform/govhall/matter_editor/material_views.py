"""One material of a matter, with the files that it hands out."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from federation.contracts.catalogue import HandedOutFile, Material
from govhall.catalogue.own_matters import may_change
from govhall.catalogue.readers import MANAGERS
from govhall.drafts.pages import refused_on
from govhall.files.rules.materials import naming
from govhall.handouts.files import keep_file
from govhall.kernel.errors import Refused
from govhall.look.responses import SeeOther
from govhall.look.uploads import takes_files
from govhall.matter_editor import services
from govhall.matter_editor.edits import new_material_code, with_material
from govhall.matter_editor.material_form import BLANK, MaterialForm
from govhall.matter_editor.selectors import EditedMatter, edited_matter, published_codes
from govhall.matter_editor.views import edited_or_404, frame
from tenants.access import StaffRequest, staff

NAMES = {'blank': '空白表格', 'sample': '样表'}


@takes_files
@staff(*MANAGERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def material(request: StaffRequest, matter: str) -> HttpResponse:
    """GET one material (`material`), or a new one; POST it: 303 to the matter, or what is wrong beside its field."""
    edited = edited_or_404(request, matter)
    if not may_change(request.hall.code, matter):
        raise PermissionDenied
    found = _found(edited, request.GET.get('material', ''))
    posted = request.method == 'POST'
    form = MaterialForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        material=found,
        version=edited.version,
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return _saved(request, edited, form)
            except Refused as refusal:
                status = refused_on(form, refusal, edited_matter(matter).version)
    context = {**frame(request, matter), 'edited': edited, 'form': form, 'material': found}
    return render(request, 'matter_editor/material.html', context, status=status)


def _found(edited: EditedMatter, code: str) -> Material:
    if not code:
        return BLANK
    found = next((one for one in edited.materials if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _saved(request: StaffRequest, edited: EditedMatter, form: MaterialForm) -> HttpResponse:
    """The change with its files, in one transaction: what is refused leaves neither."""
    code = form.material.code or new_material_code(edited.code, edited.parts, published_codes(edited.code))
    with transaction.atomic():
        files = {name: _kept(request, form, name) for name in NAMES}
        made = form.made(code, **files)
        services.change_matter(
            matter=edited.code,
            version=form.cleaned_data['version'] or 0,
            actor=request.actor,
            edit=lambda parts: with_material(parts, made),
        )
    return SeeOther(reverse('matter_edit', args=[edited.code]))


def _kept(request: StaffRequest, form: MaterialForm, name: str) -> HandedOutFile | None:
    sent = form.cleaned_data[name]
    if sent is None:
        return None
    try:
        with naming(sent.name):
            title = f'{form.cleaned_data["name"]}（{NAMES[name]}）'
            return keep_file(sent.read(), name=title, hall=request.hall.code)
    except Refused as refusal:
        refusal.field = name
        raise

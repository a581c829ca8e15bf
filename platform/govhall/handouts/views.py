"""Blank forms, samples and the sheet of an undertaking: for everybody, nothing is asked about who takes them."""

from csp.constants import HEADER
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from govhall.catalogue import selectors as catalogue
from govhall.catalogue.refusals import UnknownMatter
from govhall.files.rules.materials import SUFFIXES
from govhall.handouts.files import NoSuchHandOut, handout_of
from tenants.access import StaffRequest, staff
from tenants.roles import Role

DAY = 86_400


@login_not_required
@require_safe
@cache_control(public=True, max_age=DAY)
def handed_out_file(request: HttpRequest, digest: str) -> HttpResponse:
    """GET a file by its hash, as a download that no browser shows inside the site; 404 while it is under way."""
    return _file(digest)


def _file(digest: str) -> HttpResponse:
    try:
        row, content = handout_of(digest)
    except NoSuchHandOut as missing:
        raise Http404 from missing
    suffix = SUFFIXES.get(row.type)
    answer = HttpResponse(content, content_type=row.type if suffix else 'application/octet-stream')
    answer['Content-Disposition'] = content_disposition_header(True, f'{row.name}.{suffix or "bin"}') or 'attachment'
    answer['X-Content-Type-Options'] = 'nosniff'
    answer[HEADER] = "sandbox; default-src 'none'"
    return answer


@login_not_required
@require_safe
@cache_control(public=True, max_age=60)
def undertaking_sheet(request: HttpRequest, matter: str, paper: str) -> HttpResponse:
    """GET the undertaking (告知承诺书) that may stand for a material, to be printed and signed by hand."""
    return _sheet(request, matter, paper)


@staff(*Role)
@require_safe
@cache_control(private=True, max_age=DAY)
def file_at_desk(request: StaffRequest, digest: str) -> HttpResponse:
    """GET the same below a hall's prefix, for its people."""
    return _file(digest)


@staff(*Role)
@require_safe
@cache_control(private=True, max_age=60)
def sheet_at_desk(request: StaffRequest, matter: str, paper: str) -> HttpResponse:
    """GET the undertaking below a hall's prefix, for its people."""
    return _sheet(request, matter, paper)


def _sheet(request: HttpRequest, matter: str, paper: str) -> HttpResponse:
    try:
        info = catalogue.matter(matter)
    except UnknownMatter as unknown:
        raise Http404 from unknown
    material = next((one for one in info.materials if one.code == paper and one.undertaking), None)
    if material is None:
        raise Http404
    return render(request, 'handouts/undertaking.html', {'matter': info, 'material': material})

"""Files of papers: uploading, using what is on file, downloading."""

from collections.abc import Callable
from uuid import UUID

from csp.constants import HEADER
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from govhall.casework.acts.attach import attach_file
from govhall.casework.acts.reuse import reuse_on_file
from govhall.casework.models import Case
from govhall.casework.refusals import NoSuchCase
from govhall.casework.selectors import HANDLERS, HELPING, READERS, case_for
from govhall.desk.services.case_files import open_file
from govhall.desk.views.case import no_case, page_of
from govhall.doors.fields import VersionField
from govhall.doors.forms import Form
from govhall.doors.refusals import filled_in
from govhall.files.rules.materials import SUFFIXES, naming
from govhall.kernel.errors import Refused
from govhall.look.responses import SeeOther
from govhall.look.uploads import takes_files
from tenants.access import StaffRequest, staff


class VersionForm(Form):
    """Which version of the case the page showed."""

    version = VersionField()


@takes_files
@staff(*HELPING)
@require_POST
def upload(request: StaffRequest, uid: UUID, paper: str) -> HttpResponse:
    """POST `file` for a paper: 303 to the case, or the case with the sentence beside the paper."""
    sent = request.FILES.get('file')
    content = sent.read() if sent is not None else b''

    def store(version: int) -> Case:
        with naming(sent.name if sent is not None else ''):
            return attach_file(uid=uid, version=version, actor=request.actor, paper=paper, content=content)

    return _done(request, uid, paper, store, said='文件已存入。')


@staff(*HANDLERS)
@require_POST
def use_on_file(request: StaffRequest, uid: UUID, paper: str) -> HttpResponse:
    """POST `consent`: the newest file of the applicant for that paper is used; 303 to the case, or the sentence."""
    consent = request.POST.get('consent') == 'yes'

    def use(version: int) -> Case:
        return reuse_on_file(uid=uid, version=version, actor=request.actor, paper=paper, consent=consent)

    return _done(request, uid, paper, use, said='已使用申请人存过的材料，不用再交。')


@staff(*READERS)
@require_safe
@cache_control(no_store=True, private=True)
def download(request: StaffRequest, uid: UUID, content: str) -> HttpResponse:
    """GET one file of the case as a download that no browser shows inside the site; who opened it is recorded."""
    try:
        opened = open_file(uid=uid, actor=request.actor, content=content)
    except Refused as refusal:
        return no_case(request, refusal)
    return handed_out(opened.content, opened.type, f'{opened.paper}-{content[:8]}')


def handed_out(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file as a download that runs nothing; the name has no suffix yet."""
    suffix = SUFFIXES.get(kind)
    answer = HttpResponse(content, content_type=kind if suffix else 'application/octet-stream')
    answer['Content-Disposition'] = f'attachment; filename="{name}.{suffix or "bin"}"'
    answer['X-Content-Type-Options'] = 'nosniff'
    answer[HEADER] = "sandbox; default-src 'none'"
    return answer


def _done(request: StaffRequest, uid: UUID, paper: str, do: Callable[[int], Case], *, said: str) -> HttpResponse:
    form = VersionForm(request.POST)
    try:
        case_for(uid, request.actor)
        do(filled_in(form)['version'])
    except NoSuchCase as refusal:
        return no_case(request, refusal)
    except Refused as refusal:
        tried = {'tried_paper': paper, 'tried_file': str(refusal)}
        context = page_of(request, case_for(uid, request.actor)) | tried
        return render(request, 'desk/case.html', context, status=refusal.status)
    messages.success(request, said)
    return SeeOther(reverse('case', args=[uid]))

"""The archive of a hall on a page: what lies there, whether it is sound, and a package for the archive office."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from govhall.archive.rules.retention import Retention
from govhall.archive.selectors import KEEPERS, READERS, NoSuchArchive, Shelf, checked, shelf, take_out
from govhall.desk.bar import desk
from govhall.desk.views.case import no_case
from govhall.kernel.errors import Refused
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

LONGEST_NUMBER = 40


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def archive(request: StaffRequest) -> HttpResponse:
    """GET the newest files of the archive; POST a 档号 or the number of a case: those files."""
    typed, today = request.POST.get('number', '')[:LONGEST_NUMBER], timezone.localdate()
    sentence, status = '', 200
    try:
        found = shelf(request.actor, typed, today=today)
    except NoSuchArchive as refusal:
        found, sentence, status = shelf(request.actor, today=today), str(refusal), refusal.status
    context = {**desk(request, 'archive'), **_shown(found, today), 'sentence': sentence, 'typed': typed}
    context['may_take'] = bool(request.actor.roles & KEEPERS)
    return render(request, 'desk/archive.html', context, status=status)


@staff(*READERS)
@require_POST
def archive_check(request: StaffRequest, uid: UUID) -> HttpResponse:
    """POST: check one package (四性检测) and say what was found; 303 to the archive."""
    try:
        found, wrong = checked(uid, request.actor)
    except Refused as refusal:
        return no_case(request, refusal)
    if wrong:
        messages.error(request, f'{found.number} 有问题：{"；".join(wrong)}。请联系系统管理员从备份恢复。')
    else:
        messages.success(request, f'{found.number} 完好：真实、完整、可用、安全都通过，共 {found.events} 个事件。')
    return SeeOther(reverse('archive'))


@staff(*KEEPERS)
@never_cache
@require_safe
def archive_package(request: StaffRequest, uid: UUID) -> HttpResponse:
    """GET the opened package as a ZIP file; the taking is recorded."""
    try:
        found, package = take_out(uid, actor=request.actor)
    except Refused as refusal:
        return no_case(request, refusal)
    answer = HttpResponse(package, content_type='application/zip')
    answer['Content-Disposition'] = f'attachment; filename="{found.number}-v{found.version}.zip"'
    answer['X-Content-Type-Options'] = 'nosniff'
    return answer


def _shown(found: Shelf, today: date) -> dict[str, object]:
    rows = [
        {
            'file': one,
            'term': Retention(one.retention).label,
            'passed': one.keep_until is not None and one.keep_until < today,
        }
        for one in found.files
    ]
    return {'rows': rows, 'passed': found.passed}

"""节假日: the calendar by which all limits are counted, entered by a centre's administrator with a preview."""

from typing import Any

import msgspec
import structlog
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from govhall.casework.tasks import sweep_year
from govhall.deadlines.holidays import YEARS, BadHolidays, HolidayFile, read_holidays
from govhall.deadlines.models import HolidayProposal, HolidayYear
from govhall.deadlines.preview import opened, preview_holidays, seal
from govhall.deadlines.proposals import confirm, propose, withdraw
from govhall.desk.bar import desk
from govhall.desk.navigation import CENTRES
from govhall.doors.fields import LineField, ProseField, WholeField
from govhall.doors.forms import Form
from govhall.kernel.errors import Refused
from govhall.kernel.filetypes import NO_KIND, judged
from govhall.look.responses import SeeOther
from govhall.look.uploads import takes_files
from tenants.access import StaffRequest, staff
from tenants.queue import order
from tenants.roles import Role
from tenants.selectors import is_highest

log = structlog.get_logger(__name__)
LARGEST_BYTES = 100_000


class HolidayForm(Form):
    """A year as it stands in the notice."""

    year = WholeField(label='哪一年', min_value=YEARS[0], max_value=YEARS[-1])
    source = LineField(label='放假通知的文号', max_length=100)
    off = ProseField(
        label='放假的日子',
        max_length=1000,
        widget=forms.Textarea(attrs={'rows': 3}),
        help_text='写成 0101-0103 0215-0223，月日各两位，用空格隔开。',
    )
    work = ProseField(
        label='调休上班的周末',
        required=False,
        max_length=500,
        widget=forms.TextInput,
        help_text='例如 0104 0214；没有就不填。',
    )
    province = forms.BooleanField(label='只是本省另外规定的日子', required=False)


@takes_files
@staff(Role.ADMINISTRATOR)
@require_http_methods(['GET', 'HEAD', 'POST'])
def holidays(request: StaffRequest) -> HttpResponse:
    """GET the years that are known; POST a year: what it would change. Only in the highest hall of the cell."""
    if not keeps_calendar(request):
        raise PermissionDenied
    given, status, why, shown = request.FILES.get('file'), 200, '', None
    form = HolidayForm(None if given else request.POST or None)
    if request.method == 'POST':
        status = 422
        try:
            if given or form.is_valid():
                file = _read(given) if given else _file(form, request)
                shown, status = preview_holidays(file), 200
        except Refused as refusal:
            why = str(refusal)
    context = {
        **desk(request, 'holidays'),
        'form': form,
        'why': why,
        'years': HolidayYear.objects.order_by('-year', 'province'),
        'proposals': [] if shown else _proposals(request),
        'preview': shown,
        'sealed': seal(shown, person_id=request.actor.person_id) if shown else '',
    }
    return render(request, 'desk/holidays.html', context, status=status)


@staff(Role.ADMINISTRATOR)
@require_POST
def enter_year(request: StaffRequest) -> HttpResponse:
    """POST the preview back: the year waits for a second administrator, and nothing counts by it yet."""
    if not keeps_calendar(request):
        raise PermissionDenied
    try:
        file = opened(request.POST.get('sealed', ''), person_id=request.actor.person_id)
        propose(file=file, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return SeeOther(reverse('holidays'))
    messages.success(request, f'{file.year} 年节假日已提交，还没有生效：请另一位管理员登录，在本页确认。')
    return SeeOther(reverse('holidays'))


@staff(Role.ADMINISTRATOR)
@require_POST
def confirm_year(request: StaffRequest, proposal: int) -> HttpResponse:
    """POST by a second administrator: the year counts from now on, and every limit in it is counted again."""
    if not keeps_calendar(request):
        raise PermissionDenied
    try:
        if request.POST.get('withdraw'):
            withdraw(proposal=proposal, actor=request.actor)
            messages.success(request, '已撤回，没有导入。')
            return SeeOther(reverse('holidays'))
        file, entered = confirm(proposal=proposal, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return SeeOther(reverse('holidays'))
    person = request.actor.person_id
    log.info('holidays_entered', hall=request.hall.code, outcome=str(file.year), reason=file.source, person=person)
    said = f'{file.year} 年节假日已导入，全年 {entered.workdays} 个工作日。'
    is_ordered = order(sweep_year.name, year=file.year)
    said += '有关办件的期限正在重新计算。' if is_ordered else '有关办件的期限今晚重新计算。'
    messages.success(request, said)
    return SeeOther(reverse('holidays'))


def _read(given: 'UploadedFile[Any]') -> HolidayFile:
    """The year in a file, whose name is said with what is wrong. Raises BadHolidays."""
    if (given.size or 0) > LARGEST_BYTES:
        raise BadHolidays(why=f'“{given.name}”太大，不像一年的节假日')
    content = bytes(given.read())
    if judged(content) != NO_KIND:
        raise BadHolidays(why=f'“{given.name}”不是 .json 文件')
    return read_holidays(content)


def keeps_calendar(request: StaffRequest) -> bool:
    """Whether the calendar of the cell is this hall's to keep: no other hall of the cell stands above it."""
    return request.hall.kind in CENTRES and is_highest(request.hall)


def _proposals(request: StaffRequest) -> list[dict[str, Any]]:
    """What waits, with what it would change now; a year that can be true no more says why."""
    found: list[dict[str, Any]] = []
    for holiday_proposal in HolidayProposal.objects.all():
        row: dict[str, Any] = {'proposal': holiday_proposal, 'own': holiday_proposal.by == request.actor.person_id}
        try:
            row['preview'] = preview_holidays(msgspec.convert(holiday_proposal.file, HolidayFile))
        except Refused as refusal:
            row['why'] = str(refusal)
        found.append(row)
    return found


def _file(form: HolidayForm, request: StaffRequest) -> HolidayFile:
    given = form.cleaned_data
    return HolidayFile(
        year=given['year'],
        source=given['source'],
        off=given['off'].split(),
        work=given['work'].split(),
        province=request.hall.area_code[:2] if given['province'] else '',
    )

"""Applying online without an account: a form for a matter at a hall; number and query word lead back to it.

Both are posted, never part of an address; what is typed stands in no log.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from govhall.applications.input import ApplicationInput
from govhall.applications.models import OnlineApplication
from govhall.applications.selectors import built_on, form_lines_of
from govhall.applications.services.application import (
    ChangedMeanwhile,
    WrongKey,
    begin_application,
    change_application,
    discard_application,
    find_application,
)
from govhall.applications.services.expiry import last_day
from govhall.casework.rules.states import State
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.checklist import papers_of
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.selectors import MatterInfo
from govhall.desk.answer_sheet import AGAIN, sheet_of
from govhall.forms.applicant import masked_applicant
from govhall.identity.words import to_bring
from govhall.kernel.errors import Refused
from govhall.kernel.numbering import check_number
from govhall.kernel.typed import whole
from govhall.look.refusals import show_refusal
from govhall.look.uploads import takes_files
from govhall.materials.lines import material_line
from govhall.portal.attempts import APPLY, note_wrong, too_many_new, too_much
from govhall.portal.online_form import OnlineForm, hall_of_number
from govhall.portal.online_sheet import begun_with, decided_by, kept_sheet
from govhall.portal.views import TooManyGuesses, TrackForm
from govhall.storage.capacity import OnlineFull, a_day
from tenants.addresses import address_of
from tenants.context import hall_context
from tenants.models import Hall
from tenants.selectors import hall_here


class TooManyApplications(Refused):
    """Writing applications by machine has to wait."""

    code = 'TOO_MANY_APPLICATIONS'
    sentence = '从这里填写的申请太多了，请一刻钟后再试，或到大厅窗口办理。'


@takes_files
@login_not_required
@never_cache
@sensitive_post_parameters()  # all of them: what a form asks is nobody else's
@require_http_methods(['GET', 'HEAD', 'POST'])
def apply(request: HttpRequest, matter: str, hall: str) -> HttpResponse:
    """GET the form of a matter at a hall; POST it: number and query word, to be written down."""
    info, place = _matter(matter, hall)
    data = request.POST if request.method == 'POST' else None
    area, sheet = request.GET.get('area', '')[:12], sheet_of(info, data, place)
    form = OnlineForm(data, hall=place, matter=info, area=area, sheet=sheet)
    status = 200
    if request.POST.get('do') == AGAIN:
        form.ask_again()
    elif form.is_bound:
        submits = request.POST.get('do') == 'submit'
        status = 422
        if form.is_whole(submits=submits):
            try:
                if too_many_new(request):
                    raise TooManyApplications
                filled = form.filled(request.FILES, info, submits=submits)
                _check_bytes(request, filled)
                with hall_context(place):
                    application = begin_application(
                        matter=info.code, filled=filled, submission=form.cleaned_data['submission']
                    )
                return _show(request, application, place)
            except Refused as refusal:
                show_refusal(form, refusal)
                status = 429 if isinstance(refusal, TooManyApplications) else 422
    context = {'matter': info, 'hall': place, 'form': form, 'papers': _papers(info, None, form.ways(info))}
    return render(request, 'portal/apply.html', context, status=status)


@takes_files
@login_not_required
@never_cache
@sensitive_post_parameters()  # all of them: what a form asks is nobody else's
@require_http_methods(['GET', 'HEAD', 'POST'])
def mine(request: HttpRequest) -> HttpResponse:
    """GET the form for number and word; POST them: the application, changed, submitted or deleted as `do` says."""
    key = TrackForm(request.POST if request.method == 'POST' else None)
    if not key.is_bound or not key.is_valid():
        return render(request, 'portal/apply_find.html', {'form': key}, status=422 if key.is_bound else 200)
    number, address = '', address_of(request)
    try:
        number = check_number(key.cleaned_data['number'])
        if APPLY.closed(number, address):
            raise TooManyGuesses
        hall = hall_of_number(number)
        with hall_context(hall):
            page = _do(request, hall, number, key.cleaned_data['word'])
        APPLY.note_right(number, address)
        return page
    except WrongKey as refusal:
        note_wrong(APPLY, number, key.cleaned_data['word'], request)
        show_refusal(key, refusal)
    except Refused as refusal:
        show_refusal(key, refusal)
        if isinstance(refusal, TooManyGuesses):
            return render(request, 'portal/apply_find.html', {'form': key}, status=429)
    return render(request, 'portal/apply_find.html', {'form': key}, status=422)


def _do(request: HttpRequest, hall: Hall, number: str, word: str) -> HttpResponse:
    do, version = request.POST.get('do', ''), _version(request)
    try:
        application = find_application(number, word, version=version)
        if do == 'discard':
            discard_application(number=number, word=word, version=version)
            return render(request, 'portal/apply_gone.html')
        return (
            _changed(request, application, hall, word)
            if do in ('save', 'submit', AGAIN)
            else _show(request, application, hall)
        )
    except ChangedMeanwhile as refusal:
        return _show(request, find_application(number, word), hall, refusal=str(refusal))


def _changed(request: HttpRequest, application: OnlineApplication, hall: Hall, word: str) -> HttpResponse:
    sheet = sheet_of(begun_with(application), request.POST, hall)
    form = OnlineForm(request.POST, hall=hall, matter=begun_with(application), sheet=sheet)
    submits = request.POST.get('do') == 'submit'
    if request.POST.get('do') == AGAIN:
        form.ask_again()
        return _show(request, application, hall, form)
    if not form.is_whole(submits=submits):
        return _show(request, application, hall, form)
    try:
        filled = form.filled(request.FILES, catalogue.matter(application.matter), submits=submits)
        _check_bytes(request, filled)
        changed = change_application(number=application.number, word=word, filled=filled, version=application.version)
    except ChangedMeanwhile:
        raise
    except Refused as refusal:
        show_refusal(form, refusal)
        return _show(request, application, hall, form)
    return _show(request, changed, hall)


def _check_bytes(request: HttpRequest, filled: ApplicationInput) -> None:
    """Raises OnlineFull where this address has left enough today; counts what comes."""
    if too_much(request, sum(len(content) for content in filled.files.values()), a_day()):
        raise OnlineFull


def _version(request: HttpRequest) -> int | None:
    """The version that the page showed."""
    return whole(request.POST.get('version', ''))


def _show(
    request: HttpRequest,
    application: OnlineApplication,
    hall: Hall,
    form: OnlineForm | None = None,
    *,
    refusal: str = '',
) -> HttpResponse:
    info = catalogue.matter(application.matter)
    context = {
        'one': application,
        'hall': hall,
        'matter': info,
        'form': form or _kept_form(application, hall),
        'decided_by': decided_by(application, hall),
        'built_on': built_on(application),
        'form_lines': form_lines_of(application),
        'papers': _papers(info, application, form.ways(info) if form else None),
        'applicant': masked_applicant(application),
        'to_bring': to_bring(application.applicant),
        'last_day': last_day(application),
        'refusal': refusal,
    }
    return render(request, 'portal/applied.html', context, status=422 if (form and form.is_refused) or refusal else 200)


def _kept_form(application: OnlineApplication, hall: Hall) -> OnlineForm:
    sheet = kept_sheet(application, hall)
    return OnlineForm(hall=hall, matter=begun_with(application), kept=application, sheet=sheet)


def _papers(
    info: MatterInfo, application: OnlineApplication | None, ways: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The materials with the files that are kept; `ways` is what is ticked on the form that comes back."""
    # Who writes for another needs the mandate; nobody knows who writes before the form is sent.
    by_agent = application is None or application.state != State.SUBMITTED or bool(application.applicant.agent)
    asked = papers_of(info, by_agent=by_agent).values()
    files = application.files if application else {}
    kept = application.ways_data if application else {}
    return [
        {
            'paper': paper,
            'count': len(files.get(paper.code, [])),
            'line': material_line(paper),
            'way': ways.get(paper.code, '') if ways is not None else kept.get(paper.code, ''),
        }
        for paper in asked
    ]


def _matter(code: str, hall: str) -> tuple[MatterInfo, Hall]:
    """The matter and the hall of the address, where the hall receives it; 404 otherwise."""
    now = timezone.now()
    try:
        place = hall_here(hall)
        if not catalogue.in_force(code, now) or not catalogue.may_take(code, hall, now):
            raise Http404
        return catalogue.matter(code), place
    except (UnknownMatter, Hall.DoesNotExist) as unknown:
        raise Http404 from unknown

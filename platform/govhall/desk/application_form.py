"""Taking papers in, the same at a counter and at a village point: the checks, the case, and its first act."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from govhall.acts.registry import act_at
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.attach import attach_file
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.acts.receive import received
from govhall.casework.acts.village.close import close_in_village
from govhall.casework.models import Case
from govhall.casework.services.reception import KeyUsed, receive_case
from govhall.casework.services.related_cases import first_of
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.checklist import MANDATE
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.selectors import MatterInfo
from govhall.desk.answer_sheet import AGAIN, sheet_of
from govhall.desk.forms import ApplicationForm
from govhall.desk.mandate_choice import ask_mandates, helps_only
from govhall.desk.services.papers_on_file import papers_on_file
from govhall.files.rules.materials import checked_type, naming
from govhall.kernel import typed
from govhall.kernel.errors import Refused
from govhall.look.refusals import show_refusal
from govhall.look.responses import SeeOther
from govhall.materials.ways import ON_FILE, is_lacking
from govhall.storage.material_store import hash_of
from govhall.storage.vault import StorageAway
from tenants.access import StaffRequest
from tenants.models import Hall
from tenants.selectors import points_of

log = structlog.get_logger(__name__)

# The act that follows the receipt in the same press, and what it asks for besides; `receive` alone stops there.
THEN: Mapping[str, tuple[Callable[..., Case], Sequence[str]]] = {
    'accept': (accept_case, ()),
    'on-the-spot': (decide_on_the_spot, ('valid_until',)),
    'village-close': (close_in_village, ('valid_until',)),
    'correction': (ask_for_correction, ('missing',)),
    'forward': (forward_case, ()),
}

ASK_MANDATES = 'mandates'  # the button that only asks what the applicant has let others do
ASK_FILE = 'on-file'  # the button that only asks what is on file of the applicant
ASKING = (AGAIN, ASK_FILE, ASK_MANDATES)
# What can't be done while a required paper is missing, or sends the case on without it.
COMPLETE = frozenset({'accept', 'on-the-spot', 'village-close', 'forward'})
NOT_STORED = (
    '已收件，编号 {number}，凭证照常打印；但扫描件没有存上：{papers}，下一步也没有办。存储现在写不进去，'
    '请留好纸质材料并告诉系统管理员，修好后在本页补传，不要让申请人重交。'
)


def matter_or_404(code: str) -> MatterInfo:
    """The matter of the address."""
    try:
        return catalogue.matter(code)
    except UnknownMatter as unknown:
        raise Http404 from unknown


def point_choices(hall: Hall) -> list[tuple[str, str]]:
    """The village points of the hall for a choice field."""
    return [(point.code, point.name) for point in points_of(hall)]


def form_of(request: StaffRequest, matter: MatterInfo, points: list[tuple[str, str]]) -> ApplicationForm:
    """The application, empty or as it was posted."""
    data = request.POST if request.method == 'POST' else None
    about, number = data or request.GET, 'first_number' if data else 'of'
    first = typed.line(about.get(number, ''))
    built_on = first_of(first, main=matter.main_code or matter.code)
    return ApplicationForm(
        data,
        matter=matter,
        points=points,
        about=(about.get('about', ''), first),
        before=built_on.valid_until if built_on else None,
        sheet=sheet_of(matter, data, request.hall),
    )


def checked(request: StaffRequest, form: ApplicationForm, page: Mapping[str, Any] | None = None) -> HttpResponse:
    """A part of the page for one who is still typing: the answer to the number, what is missing, or the form of the
    matter with where it leads (`page`); stores nothing.
    """
    if request.GET.get('part') == ASK_FILE:
        _ask_file(request, form)
        return render(request, 'desk/on_file.html', {**(page or {}), 'form': form, 'matter': form.matter})
    if request.GET.get('part') == ASK_MANDATES:
        ask_mandates(request, form)
        return render(request, 'desk/mandates.html', {**(page or {}), 'form': form, 'matter': form.matter})
    if request.GET.get('part') == 'form':
        form.ask_again()
        return render(request, 'desk/form_answer.html', {**(page or {}), 'form': form})
    if request.GET.get('part') == 'id':
        errors = form.errors.get('id_number')
        context = {'errors': errors, 'good': not errors, 'doubt': '' if errors else form.household_doubt}
        return render(request, 'desk/id_answer.html', context)
    return render(request, 'desk/missing.html', {'missing': form.missing})


def _ask_file(request: StaffRequest, form: ApplicationForm) -> None:
    """Look up what is on file of who is typed; where nobody is, say so."""
    if helps_only(request):
        form.stored_said = '帮办人员不查存的材料，请窗口收件时查。'
        return
    number = form.is_bound and not form.errors.get('id_number') and form.cleaned_data.get('id_number')
    if number:
        ticked = {code for code, given in form.papers.items() if given == ON_FILE}
        form.stored = papers_on_file(form.matter, str(number), request.actor, ticked)
    else:
        form.stored_said = '请先填对申请人的证件号码，再查。'


def uploaded(request: StaffRequest, form: ApplicationForm) -> dict[str, bytes]:
    """The files that came with the form, by code of their paper, all checked before anything is stored.

    Raises FileEmpty, FileTooLarge, FileTypeRefused; the refusal names the file.
    """
    codes = [*(material.code for material in form.matter.materials), *([MANDATE] if form.data.get('agent') else [])]
    sent = ((code, request.FILES.get(f'file-{code}')) for code in codes)
    files = {}
    for code, file in sent:
        if file is not None:
            with naming(file.name):
                files[code] = file.read()
                checked_type(files[code], most_megabytes=settings.MATERIAL_MEGABYTES)
    return files


def attach_all(request: StaffRequest, case: Case, files: Mapping[str, bytes]) -> tuple[Case, bool]:
    """The case with these files beside its papers, and whether the store could be had; the receipt stands anyway.

    What the case has already, because the same form came twice, is left alone. What is not stored is said.
    """
    there = {(paper.code, file.hash) for paper in case.papers for file in paper.files}
    for code, content in files.items():
        if (code, hash_of(content)) in there:
            continue
        try:
            case = attach_file(uid=case.uid, version=case.version, actor=request.actor, paper=code, content=content)
        except Refused as refusal:
            log.info('file_refused', hall=request.hall.code, case=str(case.uid), reason=refusal.code)
            messages.warning(request, f'已收件，但有文件没有存入：{refusal}')
        except StorageAway as away:
            log.error('file_not_stored', hall=request.hall.code, case=str(case.uid), reason=type(away).__name__)
            messages.warning(request, NOT_STORED.format(number=case.number, papers=_names(case, files)))
            return case, False
    return case, True


def answered(
    request: StaffRequest, form: ApplicationForm, *, point: Callable[[], str] | None = None, as_agent: bool = False
) -> tuple[HttpResponse | None, int]:
    """The answer to a posted form, or None with the status under which the form is shown again, all typed text in it.

    `point` says where it was handed in, if not what the form says. Nothing is stored where the form comes back.
    """
    asks = request.POST.get('then') in ASKING or bool(request.POST.get('mandate'))
    if not form.is_bound or (asks and _only_asks(request, form)):
        return None, 200
    status = 422
    try:
        if form.is_valid():
            form.check_end()
            if as_agent or not asks_for_papers(request, form):
                place = point() if point else str(form.cleaned_data['point'])
                return take(request, form, point=place, as_agent=as_agent), 303
    except KeyUsed:
        form.first_taken, status = _taken(request, form), 409
        form.begin_anew()
    except Refused as refusal:
        show_refusal(form, refusal)
        status = refusal.status
    if ON_FILE in form.papers.values():  # the form comes back with them
        _ask_file(request, form)
    return None, status


def _only_asks(request: StaffRequest, form: ApplicationForm) -> bool:
    """Whether the button stores nothing; the form has then what was asked."""
    then = request.POST.get('then')
    if then == ASK_MANDATES or request.POST.get('mandate'):
        ask_mandates(request, form)
    if then not in ASKING:
        return False
    if then == ASK_FILE or ON_FILE in form.papers.values():
        _ask_file(request, form)
    form.ask_again()
    return True


def _taken(request: StaffRequest, form: ApplicationForm) -> Case | None:
    """What the form on screen has become before, if the person may open it."""
    return Case.objects.visible_to(request.actor).filter(submission=form.cleaned_data['submission']).first()


def asks_for_papers(request: StaffRequest, form: ApplicationForm) -> bool:
    """Whether the button needs papers that are neither ticked nor attached; the form says so and what can be done."""
    then = request.POST.get('then', '')
    attached = {material.code for material in form.matter.materials if f'file-{material.code}' in request.FILES}
    there = form.papers.keys() | attached
    form.lacking = [
        material.name for material in form.matter.materials if material.required and material.code not in there
    ]
    form.lacking_for = then if then in COMPLETE and form.lacking else ''
    return bool(form.lacking_for)


def take(request: StaffRequest, form: ApplicationForm, *, point: str, as_agent: bool = False) -> HttpResponse:
    """Store the application of a valid form and do the act that its button named; 303 to the case.

    The receipt stands even if the act after it is refused: the case page then says why. Raises as `receive_case`.
    """
    files = uploaded(request, form)
    hashes = {code: hash_of(content) for code, content in files.items()}
    application = form.application(point=point, as_agent=as_agent, files=hashes)
    case = receive_case(application=application, actor=request.actor)
    case, stored = attach_all(request, case, files)
    where = SeeOther(reverse('case', args=[case.uid]))
    then = request.POST.get('then') or request.POST.get('lacking') or 'receive'  # `lacking`: asked, and wanted so
    if not stored:
        return where  # what comes next needs the files
    if then not in THEN or as_agent:
        messages.success(request, _received(case, as_agent=as_agent))
        return where
    try:
        missing = frozenset(paper.code for paper in case.papers if is_lacking(paper))
        asked = {'missing': missing, 'valid_until': form.cleaned_data['day']}
        act, needs = THEN[then]
        case = act(uid=case.uid, version=case.version, actor=request.actor, **{name: asked[name] for name in needs})
    except Refused as refusal:
        log.info('first_act_refused', hall=request.hall.code, case=str(case.uid), reason=refusal.code)
        messages.warning(request, f'已收件，但下一步没有办成：{refusal}')
    else:
        messages.success(request, done.afterwards(case) if (done := act_at(then)) else '')
    return where


def _received(case: Case, *, as_agent: bool) -> str:
    if as_agent:
        return '已登记代办，还没有收件。请把凭证交给申请人。'
    lacking = '、'.join(paper.name for paper in case.papers if is_lacking(paper))
    said = received(case)
    return f'{said}还缺：{lacking}。请在五个工作日内一次性告知申请人。' if lacking else said


def _names(case: Case, files: Mapping[str, bytes]) -> str:
    there = {paper.code for paper in case.papers if paper.files}
    return '、'.join(paper.name for paper in case.papers if paper.code in files and paper.code not in there)

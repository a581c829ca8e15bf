"""The page of one case: where it stands, until when, its papers and road, and what may be done now."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.acts.page import shown
from govhall.acts.registry import Button
from govhall.casework.acts.void_notice import MAY_VOID
from govhall.casework.models import Case, CaseRequest
from govhall.casework.refusals import NoSuchCase
from govhall.casework.rules.clocks import step_days, stopped_spans, stopped_workdays
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.words import state_word
from govhall.casework.selectors import HANDLERS, READERS, case_for, hall_names, point_names
from govhall.casework.services.called import word_of
from govhall.casework.services.delivery import papers_to_serve
from govhall.casework.sight import sees_people
from govhall.casework.situation import Situation, situation
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.form_answers import kept_lines
from govhall.catalogue.rules import NO_LIMIT
from govhall.desk.actions import offers, who_may
from govhall.desk.bar import desk
from govhall.desk.case_documents import papers_of
from govhall.desk.case_route import stations
from govhall.desk.fee_lines import fee_panel
from govhall.desk.local_kinds import LocalKind, LocalKindFacts, local_kind
from govhall.desk.next_case import next_of
from govhall.desk.paper_lines import paper_lines
from govhall.desk.people import has_looked, shown_people
from govhall.desk.purposes import CHOSEN
from govhall.desk.timeline import REQUESTS, CaseWords, halls_in, timeline
from govhall.documents.rules.service import WayOfService
from govhall.kernel.calendars import CALENDARS
from govhall.kernel.errors import Refused
from govhall.licences.rules.kinds import CaseKind
from govhall.licences.rules.numbers import named
from govhall.licences.rules.results import Validity
from govhall.look.navigation import address
from tenants.access import StaffRequest, staff
from tenants.roles import Role

TONES = {
    State.APPROVED: 'good',
    State.LICENSED: 'good',
    State.DELIVERED: 'good',
    State.REFUSED: 'late',
    State.NOT_ACCEPTED: 'late',
    State.CORRECTING: 'soon',
    State.WITHDRAWN: 'idle',
    State.TERMINATED: 'idle',
}


@dataclass(frozen=True, slots=True)
class RefusedAct:
    """An act that was refused: its word, the sentence, and what was typed, so that nothing is typed twice."""

    word: str
    sentence: str
    typed: dict[str, Any] = field(default_factory=dict)


@staff(*READERS)
@require_safe
def case_page(request: StaffRequest, uid: UUID) -> HttpResponse:
    """GET one case of this hall."""
    try:
        case = case_for(uid, request.actor)
    except NoSuchCase as refusal:
        return no_case(request, refusal)
    return render(request, 'desk/case.html', page_of(request, case))


def case_refused(request: StaffRequest, uid: UUID, tried: RefusedAct, status: int) -> HttpResponse:
    """The case as it is now, with the refusal beside the action and everything typed still there."""
    try:
        case = case_for(uid, request.actor)
    except NoSuchCase as refusal:
        return no_case(request, refusal)
    return render(request, 'desk/case.html', page_of(request, case, tried), status=status)


def no_case(request: StaffRequest, refusal: Refused) -> HttpResponse:
    """404 with the sentence, inside the desk."""
    context = {**desk(request), 'sentence': str(refusal)}
    return render(request, 'desk/no_case.html', context, status=refusal.status)


def page_of(request: StaffRequest, case: Case, tried: RefusedAct | None = None) -> dict[str, Any]:
    """Everything that the page shows."""
    hall, actor = request.hall, request.actor
    matter = catalogue.matter(case.matter, version=case.matter_version)
    now = situation(case, actor=actor, hall=hall, matter=matter, at=timezone.now())
    events = list(case.events.all())
    names = hall_names(_halls(case, now) | halls_in(events))
    now = replace(now, names=names)
    actions = offers(now)
    people = sees_people(actor, case) or has_looked(events, actor, now.at)
    came_back = _came_back(case)
    first = _first(actions, tried, came_back=bool(came_back))
    return {
        **desk(request),
        'case': case,
        'matter': now.matter,
        **shown_people(case, names, seen=people),
        'is_handler': bool(actor.roles & HANDLERS),
        'form_lines': kept_lines(matter, case.form, whole=False) if people else [],
        'purposes': CHOSEN,
        'paper_lines': paper_lines(now, people=people),
        'state_label': state_word(case.state, matter.task_type, case.kind),
        'tone': TONES.get(State(case.state), 'run'),
        'held_words': _held_words(case, names, hall.code),
        'why_due': _why_due(now),
        'is_origin': case.origin == hall.code,
        'origin_name': names.get(case.origin, case.origin),
        'road': stations(now, names=names, point=_point(request, case)),
        'came_back': came_back,
        'held': now.held,
        'fees': fee_panel(case, now.matter, actor),
        'requests': _requests(case),
        'timeline': timeline(events, names, words=CaseWords(matter.task_type, case.kind)),
        'papers': papers_of(case, task_type=now.matter.task_type),
        'paper_elsewhere': bool(case.outcome and case.outcome.paper and case.outcome.hall != hall.code),
        'may_void': bool(actor.roles & MAY_VOID),
        'actions': actions,
        'first': _shown(first, tried) if first else None,
        'folded': [_shown(action, tried) for action in actions if action is not first],
        'who_may': who_may(now, actions),
        'steps': _steps(case, now),
        'local_kind': _local_kind(case, now).label,
        **_of_result(case),
        'afterwards': _afterwards(case, request),
        'next_case': next_of(request, case),
        'tried': tried,
        'tried_absent': tried is not None and tried.word not in {action.word for action in actions},
    }


def _halls(case: Case, now: Situation) -> set[str]:
    found = {
        case.origin,
        now.home,
        case.holder,
        case.towards,
        now.hall.code,
        *(stop.hall for stop in case.road),
    }
    found |= {opinion.hall for opinion in case.opinions} | {site_check.hall for site_check in case.site_checks}
    found |= {one.hall for one in (case.outcome, case.applicant.checked) if one}
    if now.way:
        found |= {code for code in (now.way.next_hall, now.way.decider) if code}
    return found


def _shown(action: Button, tried: RefusedAct | None) -> dict[str, Any]:
    typed = tried.typed if tried and tried.word == action.word else None
    return {'action': action, 'asked': shown(action, typed)}


def _first(actions: list[Button], tried: RefusedAct | None, *, came_back: bool) -> Button | None:
    """The action that stands open: the one just tried, else what the work asks for.

    Endings stay behind a fold, and so does sending a case again to a hall that has just refused it.
    """
    for action in actions:
        if tried and tried.word == action.word:
            return action
    if not actions or actions[0].act.folded or (came_back and actions[0].act.waits_after_return):
        return None
    return actions[0]


def _held_words(case: Case, names: dict[str, str], here: str) -> str:
    outcome = case.outcome
    if outcome:
        whose = f'（{outcome.organ}名义）' if outcome.organ else ''
        return f'{word_of(case)}，由{names.get(outcome.hall, outcome.hall)}作出{whose}'
    if case.custody == Custody.IN_TRANSIT:
        return f'已发往{names.get(case.towards, case.towards)}，等对方接收'
    return '本大厅承办' if case.holder == here else f'由{names.get(case.holder, case.holder)}承办'


def _why_due(now: Situation) -> str:
    case = now.case
    if case.outcome_data:
        return ''
    if case.state == State.CORRECTING:
        return '等申请人补正，时限暂停'
    if case.paused:
        return '特别程序期间，时限停止'
    if case.state == State.ENTRUSTED:
        return '还没有收件，时限没有开始'
    if case.promised_due:
        law = f'，{NO_LIMIT}' if case.clock and case.clock.no_statutory_limit else ''
        days = now.matter.promised_days
        promise = '即办件，受理当天办结' if now.matter.is_instant else f'承诺 {days} 个工作日办结{_kept(case)}'
        return promise + law
    lapse = '' if case.provisional else '，到期不告知视为受理'  # no silence accepts by a day that may still move (§32)
    return f'收件后五个工作日内告知是否受理{lapse}'


def _kept(case: Case) -> str:
    """What was added to the promise: days on which the clock stood still, and the extension."""
    clock = case.clock
    if clock is None or case.promised_due is None:
        return ''
    spans = stopped_spans(clock.procedures)
    stopped = stopped_workdays(spans, after=clock.since, until=case.promised_due, calendar=CALENDARS.of(case.area))
    added = sum(extension.days for extension in clock.extensions)
    said = [f'暂停 {stopped} 天' if stopped else '', f'延长 {added} 天' if added else '']
    return ''.join(f'，{part}' for part in said if part)


def _steps(case: Case, now: Situation) -> list[tuple[str, date]]:
    """The steps of an open accepted case with their own last days."""
    if case.clock is None or case.outcome_data:
        return []
    ends = step_days(case.clock, [step.days for step in now.matter.steps], CALENDARS.of(case.area))
    return [(step.name, end) for step, end in zip(now.matter.steps, ends, strict=False)]


def _local_kind(case: Case, now: Situation) -> LocalKind:
    clock, outcome = case.clock, case.outcome
    return local_kind(
        LocalKindFacts(
            instant=now.matter.is_instant,
            joint=clock is not None and clock.joint,
            reported=any(stop.kind in ('report', 'receipt') for stop in case.road),
            corrected=case.corrections > 0,
            special=clock is not None and bool(clock.procedures or clock.extensions),
            not_accepted=outcome is not None and outcome.kind == 'not_accepted',
        )
    )


def _of_result(case: Case) -> dict[str, Any]:
    """Why the result is no longer valid (已过期, 已延续 …; empty while it is), and what is to be served how."""
    standing = case.standing_on(timezone.localdate())
    word = '' if standing in (None, Validity.VALID) else standing.label
    about = f'{CaseKind(case.kind).label}，{named(case.first_number)}' if case.first_number else ''
    return {'about': about, 'result_word': word, 'service_ways': list(WayOfService), 'to_serve': papers_to_serve(case)}


def _afterwards(case: Case, request: StaffRequest) -> list[tuple[str, str]]:
    """What a clerk may begin on the result of this case: where, and its name."""
    outcome = case.outcome
    granted = case.standing_on(timezone.localdate()) is not None and not case.followed_data
    if outcome is None or not granted or Role.CLERK not in request.actor.roles:
        return []
    kinds = [CaseKind.CHANGE, CaseKind.REISSUE, CaseKind.CORRECT, CaseKind.CANCEL]
    if outcome.valid_until:
        kinds.insert(1, CaseKind.RENEW)
    form = address('application', case.matter)
    return [(f'{form}?{urlencode({"about": kind.value, "of": case.number})}', kind.label) for kind in kinds]


def _came_back(case: Case) -> str:
    """Why the hall that the case was sent to did not take it, if that was the last that happened on its road."""
    road = case.road
    if case.outcome_data or case.custody != Custody.HELD:
        return ''
    back = case.events.filter(kind__in=['came_back', 'handed_over']).order_by('-seq').first()
    return str(back.data['reason']) if road and back is not None and back.kind == 'came_back' else ''


def _point(request: StaffRequest, case: Case) -> str:
    return point_names(request.hall, [case.point]).get(case.point, '村(社区)便民服务点') if case.point else ''


def _answered(one: CaseRequest) -> str:
    if one.granted is None:
        return '等答复'
    if not one.granted:
        return f'不同意：{one.answer}'
    return one.answer or '同意'  # a question is answered in words


def _requests(case: Case) -> list[dict[str, Any]]:
    return [
        {
            'kind': REQUESTS.get(request.kind, request.kind),
            'asked_at': request.asked_at,
            'reason': request.reason,
            'answer': _answered(request),
        }
        for request in case.requests.order_by('asked_at')
    ]

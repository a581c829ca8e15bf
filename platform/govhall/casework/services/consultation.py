"""Asking another hall about a case without giving it away: 协办, and the hand-over to supervision (批后监管)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from federation.contracts.case import Answered, Consulted
from federation.contracts.records import Opinion
from federation.directory.selectors import entry
from federation.inbox.messages import MessageContext
from govhall.casework.events import snapshot
from govhall.casework.models import Case, CaseRequest
from govhall.casework.models.request import CONSULTATIONS
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.states import Custody
from govhall.casework.rules.transitions import asking
from govhall.casework.services.change import Change, changing
from govhall.casework.services.takeover import arrived
from govhall.catalogue.sections import sections_in
from govhall.deadlines.calendar import calendar_of
from govhall.deadlines.models import Deadline
from govhall.deadlines.services import LimitChange, RunningLimit, set_deadlines
from govhall.kernel.chain import text_digest
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.ids import new_uid
from govhall.kernel.structures import plain
from govhall.kernel.workdays import WorkCalendar
from tenants.access import Actor
from tenants.context import current_hall

ANSWER_DAYS = 5  # working days: supervision acknowledges what it was handed
SECTION = '@'  # before the code of a department, where a hall's code would stand


class NotAnother(Refused):
    """A hall does not ask itself."""

    code = 'NOT_ANOTHER'
    sentence = '请选择另一个大厅。'


class NoSuchSection(Refused):
    """The department has not come into this centre."""

    code = 'NO_SUCH_SECTION'
    sentence = '本中心没有这个进驻部门，请从名单中选择。'


class NothingAsked(Refused):
    """No question waits for an answer of this hall."""

    code = 'NOTHING_ASKED'
    status = 409
    sentence = '这件事没有等本大厅答复的协办请求，请刷新页面。'


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of hall `to`: its help (assist) or that it takes over supervision (oversight).

    Supervision may also be that of a department of the same centre: `to` is then `@` and its code.
    """

    kind: Literal['assist', 'oversight']
    to: str
    text: str


def consult(*, uid: UUID, version: int, actor: Actor, question: Question, at: datetime | None = None) -> Case:
    """Ask another hall for its help, or hand a decided case to its supervision; five working days to answer.

    The case stays here and its clock runs. Raises ReasonMissing, NotAnother, NoSuchSection, and what the frame raises.
    """
    at = at or timezone.now()
    if not question.text.strip():
        raise ReasonMissing(field='reason')
    with changing(uid, actor=actor, at=at, version=version) as change:
        section, name = _section_of(question, change.hall.code)
        to = change.hall.code if section else entry(question.to).code
        if to == change.hall.code and not section:
            raise NotAnother(field='to')
        due = calendar_of(change.hall.area_code).add(at.astimezone(CHINA).date(), ANSWER_DAYS)
        asked = Consulted(
            request=new_uid(),
            kind=question.kind,
            asked_at=at,
            due=due.day,
            question=question.text.strip(),
            case=snapshot(change.case),
        )
        named = {'section': name} if section else {}
        change.perform(asking(question.kind), to=to, reason=asked.question, request=str(asked.request), **named)
        _note(change, asked, asked_by=change.hall.code, came_from=to if section else '', section=section)
        limit: dict[str, RunningLimit] = {question.kind: RunningLimit(due.day, due.provisional)}
        set_deadlines(hall=change.hall.code, moves=[LimitChange(uid, {}, limit)])
        if not section:
            change.send(to, asked)
        return change.case


def _section_of(question: Question, hall: str) -> tuple[str, str]:
    """Code and name of the department here that is asked; empty where another hall is. Raises NoSuchSection."""
    if question.kind != 'oversight' or not question.to.startswith(SECTION):
        return '', ''
    found = sections_in(hall, code=question.to.removeprefix(SECTION))
    if not found:
        raise NoSuchSection(field='to')
    return found[0].placement.department, found[0].name


def recount_answers(change: Change, calendar: WorkCalendar) -> dict[str, object]:
    """The last days of the answers that this hall awaits, by the calendar of today; those that moved, by kind."""
    moved: dict[str, object] = {}
    own = change.case.requests.filter(kind__in=CONSULTATIONS, came_from__in=('', change.hall.code))
    for one in own.filter(granted__isnull=True):
        end = calendar.add(one.asked_at.astimezone(CHINA).date(), ANSWER_DAYS)
        kept = Deadline.objects.filter(hall=change.hall.code, case=change.case.uid, kind=one.kind).first()
        if kept is None or (kept.due_on, kept.provisional) == (end.day, end.provisional):
            continue
        if kept.due_on != end.day:
            moved[one.kind] = str(end.day)
        before = {one.kind: RunningLimit(kept.due_on, kept.provisional)}
        after = {one.kind: RunningLimit(end.day, end.provisional)}
        set_deadlines(hall=change.hall.code, moves=[LimitChange(change.case.uid, before, after)])
    return moved


def be_consulted(message: Consulted, delivery: MessageContext) -> None:
    """Keep the question with the case, which this hall watches if it did not know it."""
    at = timezone.now()
    found = Case.objects.select_for_update().filter(uid=delivery.subject).first()
    case = found or arrived(message.case, uid=delivery.subject, sender=delivery.sender)
    if found is None:
        case.below, case.state, case.custody, case.holder = '', message.case.state, Custody.WATCHING, delivery.sender
        case.papers_data, case.opinions_data = plain(message.case.papers), plain(message.case.opinions)
        case.road_data = plain(message.case.road)
    change = Change(case, hall=current_hall(), actor=None, at=at, is_new=found is None, tells_facts=False)
    change.append('consulted', sender=delivery.sender, kind=message.kind, reason=message.question)
    change.finish()
    _note(change, message, asked_by=delivery.sender, came_from=delivery.sender, hash_of_it=delivery.hash)


def take_consultation(change: Change, asked: CaseRequest, answer: Answered, *, sender: str) -> None:
    """The answer has come: it stands with the opinions, and the limit is met."""
    if asked.granted is not None:
        return
    keep_answer(asked, answer)
    change.append('consultation_answered', sender=sender, kind=asked.kind, opinion_sha256=text_digest(answer.reason))
    given = Opinion(hall=sender, by=answer.by, at=answer.at, text=answer.reason)
    change.case.opinions_data = plain([*change.case.opinions, given])
    answered = LimitChange(change.case.uid, {asked.kind: RunningLimit(answer.at.date())}, {})
    set_deadlines(hall=change.hall.code, moves=[answered])
    if asked.came_from not in ('', sender, change.hall.code):
        change.send(asked.came_from, answer)  # this hall was merged and only passes on, up or to its successor


def open_questions(case: Case, actor: Actor) -> QuerySet[CaseRequest]:
    """What this person may answer and nobody has: what other halls asked, or this hall the person's department."""
    waiting = case.requests.filter(kind__in=CONSULTATIONS, granted__isnull=True, section__in=('', *actor.departments))
    return waiting.exclude(came_from='').order_by('asked_at')


def keep_answer(asked: CaseRequest, answer: Answered) -> None:
    """Keep the answer with the question."""
    asked.granted, asked.answer, asked.answered_at = answer.granted, answer.reason, answer.at
    asked.save(update_fields=['granted', 'answer', 'answered_at'])


def _note(
    change: Change, asked: Consulted, *, asked_by: str, came_from: str, hash_of_it: str = '', section: str = ''
) -> None:
    CaseRequest.objects.get_or_create(
        uid=asked.request,
        defaults={
            'case_id': change.case.uid,
            'kind': asked.kind,
            'asked_by': asked_by,
            'came_from': came_from,
            'asked_at': asked.asked_at,
            'asked_hash': hash_of_it,
            'reason': asked.question[:300],
            'section': section,
        },
    )

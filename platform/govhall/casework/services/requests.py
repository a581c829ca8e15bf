"""Withdrawal and papers for a correction in a hall that does not hold the case: requests, answered once."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.case import Answered, Paper, Requested
from govhall.casework.models import Case, CaseRequest
from govhall.casework.rules.states import Act, Custody, State
from govhall.casework.rules.transitions import NotNow, NotYourRole
from govhall.casework.services.acceptance import NothingMissing, ReasonMissing, supply
from govhall.casework.services.change import Change, changing
from govhall.casework.services.conclusion import AlreadyConcluded, conclude
from govhall.casework.services.custody import hand_over
from govhall.kernel.errors import Refused
from govhall.kernel.ids import new_uid
from tenants.access import Actor
from tenants.roles import Role

ASKERS = frozenset({Role.CLERK, Role.AGENT, Role.CHIEF})
RECALLERS = frozenset({Role.CLERK, Role.REVIEWER, Role.CHIEF, Role.APPROVER})
ARRIVED = ('took_over', 'came_back', 'sent_back', 'recalled', 'succeeded')


class NotAway(Refused):
    """Only what was sent on can be asked back."""

    code = 'NOT_AWAY'
    sentence = '这件事就在本大厅，不用撤回上报。'


class AlreadyAsked(Refused):
    """The same request waits for its answer."""

    code = 'ALREADY_ASKED'
    sentence = '已经提出过，正在等对方答复。'


def withdraw_case(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """The applicant withdraws: done at once where the case is held, otherwise asked of the holder (a request)."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        if case.outcome_data:
            raise AlreadyConcluded
        if case.custody == Custody.HELD:
            change.perform(Act.WITHDRAW, reason=reason)
            conclude(change, 'withdrawn', reliance=None, reason=reason)
        else:
            _ask(change, actor, kind='withdraw', reason=reason, papers=[])
        return case


def supply_papers(*, uid: UUID, version: int, actor: Actor, papers: frozenset[str], at: datetime | None = None) -> Case:
    """The applicant brings the missing papers (codes): taken where the case is held, otherwise sent to the holder."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        brought = [paper for paper in case.papers if paper.code in papers and paper.status == 'missing']
        if not brought:
            raise NothingMissing
        if case.custody == Custody.HELD:
            supply(change, papers=papers)
        elif case.state != State.CORRECTING:
            raise NotNow(state=State(case.state).label)
        else:
            _ask(change, actor, kind='supplement', reason='', papers=brought)
        return case


def recall_case(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """Ask for a case back that this hall has sent on (撤回上报): granted before the other hall has begun with it.

    A request, not an act: until the answer comes the other hall holds the case and its clock runs.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        if case.outcome_data:
            raise AlreadyConcluded
        if case.custody == Custody.HELD:
            raise NotAway
        if case.requests.filter(kind='recall', granted__isnull=True).exists():
            raise AlreadyAsked
        _ask(change, actor, kind='recall', reason=reason.strip(), papers=[])
        return case


def _ask(change: Change, actor: Actor, *, kind: str, reason: str, papers: list[Paper]) -> None:
    if not actor.roles & (RECALLERS if kind == 'recall' else ASKERS):
        raise NotYourRole
    asked = Requested(
        request=new_uid(),
        kind=kind,  # type: ignore[arg-type]
        asked_by=change.hall.code,
        asked_at=change.at,
        reason=reason,
        papers=papers,
    )
    note_request(change, asked, came_from='')
    change.append('requested', request=str(asked.request), kind=kind, reason=reason)
    change.send(change.case.towards, asked)


def note_request(change: Change, asked: Requested, *, came_from: str, hash_of_it: str = '') -> CaseRequest:
    """Keep a request with the case, so that its answer finds the way back.

    A request that follows a returning token comes here twice; its answer goes the way it came first.
    """
    request, _ = CaseRequest.objects.get_or_create(
        uid=asked.request,
        defaults={
            'case_id': change.case.uid,
            'kind': asked.kind,
            'asked_by': asked.asked_by,
            'came_from': came_from,
            'asked_at': asked.asked_at,
            'asked_hash': hash_of_it,
            'reason': asked.reason,
        },
    )
    return request


def treat_request(change: Change, asked: Requested, *, sender: str, hash_of_it: str = '') -> None:
    """Answer a request if this hall may, or send it after the token; `hash_of_it` is what the answer will name."""
    case = change.case
    request = note_request(change, asked, came_from=sender, hash_of_it=hash_of_it)
    if case.outcome_data:
        _answer(change, request, sender, refusal='已作出决定，不能再办理此请求')
    elif case.custody != Custody.HELD:
        change.send(case.towards, asked)
    elif asked.kind == 'recall':
        _answer(change, request, sender, refusal=_give_back(change, asked, sender))
    elif asked.kind == 'withdraw':
        change.perform(Act.WITHDRAW, reason=asked.reason, asked_by=asked.asked_by)
        conclude(change, 'withdrawn', reliance=None, reason=asked.reason)
        _answer(change, request, sender)
    else:
        _answer(change, request, sender, refusal=_take_papers(change, asked))


def _give_back(change: Change, asked: Requested, sender: str) -> str:
    """Hand the case back to the hall that sent it here, if nobody has touched it; else why not."""
    case = change.case
    last = case.events.filter(kind__in=ARRIVED).order_by('-seq').first()
    if last is None or last.data.get('sender') != asked.asked_by or sender != asked.asked_by:
        return '这件事已转到别的大厅，请向现在的承办大厅了解。'
    if case.events.filter(seq__gt=last.seq, actor__isnull=False).exists():
        return '承办大厅已经开始办理，不能撤回上报。'
    hand_over(change, sender, kind='recall', reason=asked.reason)
    return ''


def _take_papers(change: Change, asked: Requested) -> str:
    if change.case.state != State.CORRECTING:
        return '这件事现在不需要补正'
    try:
        supply(change, papers=frozenset(paper.code for paper in asked.papers))
    except Refused as refusal:  # the power to receive has ended meanwhile: the asker must hear so
        return str(refusal)
    return ''


def _answer(change: Change, request: CaseRequest, sender: str, *, refusal: str = '') -> None:
    answer = Answered(request=request.uid, granted=not refusal, at=change.at, reason=refusal)
    take_answer(change, request, answer)
    if sender != request.came_from:
        change.send(sender, answer)  # the hall that sent it back here waits for the answer, too


def take_answer(change: Change, request: CaseRequest, answer: Answered) -> None:
    """Record the one answer and pass it on towards the hall that asked; a second answer changes nothing."""
    if request.granted is not None:
        return
    request.granted, request.answer, request.answered_at = answer.granted, answer.reason, answer.at
    request.save(update_fields=['granted', 'answer', 'answered_at'])
    change.append('answered', request=str(request.uid), granted=answer.granted, reason=answer.reason)
    if request.came_from:
        change.send(request.came_from, answer, answers=request.asked_hash)

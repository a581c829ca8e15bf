"""What the holder answers to a request: withdrawal, papers for a correction, the case back (撤回上报)."""

from federation.contracts.case import Answered, Requested
from govhall.casework.acts.bring_later import note_brought
from govhall.casework.acts.supply import supply
from govhall.casework.acts.withdraw import WITHDRAW
from govhall.casework.models import CaseRequest
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.change import Change
from govhall.casework.services.conclusion import conclude
from govhall.casework.services.custody import hand_over
from govhall.casework.services.requests import note_request, take_answer
from govhall.kernel.errors import Refused
from govhall.materials.ways import is_awaited

ARRIVED = ('took_over', 'came_back', 'sent_back', 'recalled', 'succeeded')


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
        change.perform(WITHDRAW, reason=asked.reason, asked_by=asked.asked_by)
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
    codes, corrects = frozenset(paper.code for paper in asked.papers), change.case.state == State.CORRECTING
    if not corrects and not any(paper.code in codes and is_awaited(paper) for paper in change.case.papers):
        return '这件事现在不需要补正'
    try:
        if corrects:
            supply(change, papers=codes)
        else:
            note_brought(change, codes)
    except Refused as refusal:  # the power to receive has ended meanwhile: the asker must hear so
        return str(refusal)
    return ''


def _answer(change: Change, request: CaseRequest, sender: str, *, refusal: str = '') -> None:
    answer = Answered(request=request.uid, granted=not refusal, at=change.at, reason=refusal)
    take_answer(change, request, answer)
    if sender != request.came_from:
        change.send(sender, answer)  # the hall that sent it back here waits for the answer, too

"""Requests to the hall that holds the case, each answered once."""

from federation.contracts.case import Answered, Paper, Requested
from govhall.casework.models import CaseRequest
from govhall.casework.rules.transitions import HANDLING, NotYourRole
from govhall.casework.services.change import Change
from govhall.kernel.ids import new_uid
from tenants.access import Actor
from tenants.roles import Role

ASKERS = frozenset({Role.CLERK, Role.AGENT, Role.CHIEF})
RECALLERS = HANDLING


def ask_holder(change: Change, actor: Actor, *, kind: str, reason: str, papers: list[Paper]) -> None:
    """Ask the hall that holds the case. Raises NotYourRole."""
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


def take_answer(change: Change, request: CaseRequest, answer: Answered) -> None:
    """Record the one answer and pass it on towards the hall that asked; a second answer changes nothing."""
    if request.granted is not None:
        return
    request.granted, request.answer, request.answered_at = answer.granted, answer.reason, answer.at
    request.save(update_fields=['granted', 'answer', 'answered_at'])
    change.append('answered', request=str(request.uid), granted=answer.granted, reason=answer.reason)
    if request.came_from:
        change.send(request.came_from, answer, answers=request.asked_hash)

"""Across, down and back: 转办, 下派 and 退回. Custody goes with the token, the reason with both (domain: movements)."""

from federation.contracts.case import Dues
from federation.directory.selectors import entry
from govhall.casework.models import Case
from govhall.casework.rules.procedures import ProcedureKind, ProcedureOpen, open_procedures
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.states import State
from govhall.casework.services.change import Change
from govhall.casework.services.custody import ONWARD, TooManyHops, forwards_used, hand_over
from govhall.casework.services.home import standing_in
from govhall.catalogue import selectors as catalogue
from govhall.kernel.errors import Refused


class NotCompetent(Refused):
    """The hall that was chosen may not receive the matter."""

    code = 'NOT_COMPETENT'
    sentence = '{hall}也不能办这件事，请核对该由哪个大厅办理。'


class RefusedBefore(Refused):
    """The hall has refused this case already."""

    code = 'REFUSED_BEFORE'
    status = 409
    sentence = '{hall}已经说明理由没有承接，请改送别的大厅或报监督人员协调。'


def sender_of(case: Case) -> str:
    """The hall that sent the case onward to its present stop; empty where it began.

    After a merger the successor stands at the stops of the closed halls, and does not send back to itself.
    """
    road = case.road
    for place in range(len(road) - 1, 0, -1):
        if road[place].kind in ONWARD and standing_in(case, road[place].hall) == case.holder:
            sender = standing_in(case, road[place - 1].hall)
            if sender != case.holder:
                return sender
    return ''


def check_target(change: Change, to: str, reason: str) -> None:
    """Raises ReasonMissing, ProcedureOpen, NotCompetent, RefusedBefore, TooManyHops."""
    if not reason.strip():
        raise ReasonMissing(field='reason')
    check_nothing_open(change)
    case, name = change.case, entry(to).short_name
    if not catalogue.may_take(case.matter, to, change.at, received=case.received_at, facts=case.facts):
        raise NotCompetent(field='to', hall=name)
    if case.events.filter(kind='came_back', data__sender=to).exists():
        raise RefusedBefore(field='to', hall=name)
    if forwards_used(case):
        raise TooManyHops


def check_nothing_open(change: Change) -> None:
    """Raises ProcedureOpen."""
    for procedure in open_procedures(change.case.clock):
        raise ProcedureOpen(kind=ProcedureKind(procedure.kind).label)


def send_across(change: Change, to: str, *, reason: str) -> None:
    """Hand over what belongs to another hall: as its messenger only, unless both act for one organ.

    A messenger has received nothing for the organ: its clock starts with the receipt there.
    """
    case = change.case
    here, there = (catalogue.organs_of(case.matter, hall, change.at) for hall in (change.hall.code, to))
    if not here & there and case.state == State.RECEIVED:
        case.state = State.ENTRUSTED
        case.set_dues(Dues())
    send_on(change, to, kind='transfer', reason=reason)


def send_on(change: Change, to: str, *, kind: str, reason: str) -> None:
    """Hand the case over with the reason."""
    change.case.forwarded_at = change.at
    hand_over(change, to, kind=kind, reason=reason.strip()[:300])

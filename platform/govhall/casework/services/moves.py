"""Across, down and back: 转办, 下派 and 退回. Custody goes with the token, the reason with both (domain: movements)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.case import Dues
from federation.directory.selectors import ancestors, entry, standing_for
from govhall.casework.models import Case
from govhall.casework.rules.procedures import ProcedureKind, ProcedureOpen, open_procedures
from govhall.casework.rules.states import Act, State
from govhall.casework.services.acceptance import ReasonMissing
from govhall.casework.services.change import Change, changing
from govhall.casework.services.custody import ONWARD, TooManyHops, forwards_used, hand_over
from govhall.catalogue import selectors as catalogue
from govhall.kernel.errors import Refused
from tenants.access import Actor


class NotCompetent(Refused):
    """The hall that was chosen may not receive the matter."""

    code = 'NOT_COMPETENT'
    sentence = '{hall}也不能办这件事，请核对该由哪个大厅办理。'


class NotBelow(Refused):
    """A case is assigned to a hall below only."""

    code = 'NOT_BELOW'
    sentence = '只能下派给本大厅下面的大厅，{hall}不是，请另选一个。'


class NobodyBefore(Refused):
    """The case was not sent here by anybody."""

    code = 'NOBODY_BEFORE'
    sentence = '这件事是本大厅自己收的，没有可以退回的大厅。'


class RefusedBefore(Refused):
    """The hall has refused this case already."""

    code = 'REFUSED_BEFORE'
    sentence = '{hall}已经说明理由没有承接，请改送别的大厅或报监督人员协调。'


def transfer_case(*, uid: UUID, version: int, actor: Actor, to: str, reason: str, at: datetime | None = None) -> Case:
    """Send papers that came to the wrong place where they belong (转办, 异地代收).

    Where both halls act for the same organ the five days run on; otherwise this hall was only the applicant's
    messenger, and the clock starts with the receipt there. Raises NotCompetent, RefusedBefore, TooManyHops.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        _check_target(change, to, reason)
        case = change.case
        if to == change.hall.code:
            raise NotCompetent(field='to', hall=change.hall.short_name)
        change.perform(Act.TRANSFER, to=to, reason=reason.strip())
        here, there = (catalogue.organs_of(case.matter, hall, at) for hall in (change.hall.code, to))
        if not here & there:
            case.state = State.ENTRUSTED
            case.set_dues(Dues())
        _send(change, to, kind='transfer', reason=reason)
        return case


def assign_case(*, uid: UUID, version: int, actor: Actor, to: str, reason: str, at: datetime | None = None) -> Case:
    """Give a case to a hall below (下派): what was promised to the applicant runs on. Raises NotBelow, NotCompetent."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        _check_target(change, to, reason)
        if change.hall.code not in {hall.code for hall in ancestors(to)}:
            raise NotBelow(field='to', hall=entry(to).short_name)
        change.perform(Act.ASSIGN, to=to, reason=reason.strip())
        _send(change, to, kind='assign', reason=reason)
        return change.case


def send_back(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """Return a case to the hall that sent it, with the reason (退回): never stops the applicant's clock.

    A second return on the same ground is marked `again` in its event, for supervision. Raises NobodyBefore.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with changing(uid, actor=actor, at=at, version=version) as change:
        _check_nothing_open(change)
        to = sender_of(change.case)
        if not to:
            raise NobodyBefore
        again = any(stop.kind == 'return' and stop.reason == reason.strip() for stop in change.case.road)
        change.perform(Act.SEND_BACK, to=to, reason=reason.strip(), again=again)
        _send(change, to, kind='return', reason=reason)
        return change.case


def sender_of(case: Case) -> str:
    """The hall that sent the case onward to its present stop; empty where it began.

    After a merger the successor stands at the stops of the closed halls, and does not send back to itself.
    """
    road = case.road
    for place in range(len(road) - 1, 0, -1):
        if road[place].kind in ONWARD and standing_for(road[place].hall) == case.holder:
            sender = standing_for(road[place - 1].hall)
            if sender != case.holder:
                return sender
    return ''


def _check_target(change: Change, to: str, reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(field='reason')
    _check_nothing_open(change)
    case, name = change.case, entry(to).short_name
    if not catalogue.may_take(case.matter, to, change.at, received=case.received_at, facts=case.facts):
        raise NotCompetent(field='to', hall=name)
    if case.events.filter(kind='came_back', data__sender=to).exists():
        raise RefusedBefore(field='to', hall=name)
    if forwards_used(case):
        raise TooManyHops


def _check_nothing_open(change: Change) -> None:
    for one in open_procedures(change.case.clock):
        raise ProcedureOpen(kind=ProcedureKind(one.kind).label)


def _send(change: Change, to: str, *, kind: str, reason: str) -> None:
    change.case.forwarded_at = change.at
    hand_over(change, to, kind=kind, reason=reason.strip()[:300])

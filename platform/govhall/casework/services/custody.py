"""Handing a case to another hall: custody is a token with a hop number."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.case import HandedOver, Stop
from govhall.casework.case_files import owner
from govhall.casework.events import snapshot
from govhall.casework.models import Case
from govhall.casework.rules.procedures import ProcedureKind, ProcedureOpen, open_procedures
from govhall.casework.rules.states import Act, Custody
from govhall.casework.services.change import Change, changing
from govhall.casework.services.completeness import require_all_here
from govhall.catalogue.routing import route
from govhall.catalogue.rules import Power
from govhall.files.sending import send_files
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from tenants.access import Actor

MAX_FORWARDS = 3  # village, township, county, province; more needs a supervisor
ONWARD = frozenset({'report', 'receipt', 'transfer', 'assign'})
BACK = frozenset({'refusal', 'return', 'recall'})  # to a hall that has held the case: it always takes it
SUCCESSION = 'succession'  # from a hall that was merged into this one: its duties come with it


class NoHigherHall(Refused):
    """There is no hall to send the case to."""

    code = 'NO_HIGHER_HALL'
    sentence = '没有可以上报的上级大厅，这件事应在本大厅办理。'


class ReviewFirst(Refused):
    """This hall must review the case before it reports it."""

    code = 'REVIEW_FIRST'
    sentence = '这件事要先在本大厅受理、审查，签署意见后才能上报。'


class TooManyHops(Refused):
    """The case has been passed around too often."""

    code = 'TOO_MANY_HOPS'
    sentence = '这件事已多次转手，请报监督人员协调。'


def forward_case(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> Case:
    """Send the case upward with all its papers: reported after review (审核转报), or only received here (代收).

    The sender is *in transit* until the next hall takes over or refuses; until then it may decide nothing.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        way = route(matter=case.matter, hall=change.hall.code, at=at, received=case.received_at, facts=case.facts)
        if way.next_hall is None:
            raise NoHigherHall
        if forwards_used(case):
            raise TooManyHops
        for one in open_procedures(case.clock):
            raise ProcedureOpen(kind=ProcedureKind(one.kind).label)
        reviews = Power.REVIEW in way.powers
        if reviews and case.state != 'reviewed' and case.custody == Custody.HELD:
            raise ReviewFirst
        require_all_here(case)
        change.perform(Act.REPORT if reviews else Act.PASS_ON, to=way.next_hall, why=way.reason)
        case.forwarded_at = at
        hand_over(change, way.next_hall, kind='report' if reviews else 'receipt')
        return case


def forwards_used(case: Case) -> bool:
    """Whether the case has been sent on as often as it may be; a sending that was refused moved nothing."""
    after = [*(stop.kind for stop in case.road[1:]), '']
    moved = sum(stop.kind in ONWARD and then != 'refusal' for stop, then in zip(case.road, after, strict=True))
    return moved >= MAX_FORWARDS


def hand_over(
    change: Change, to: str, *, kind: str, reason: str = '', reason_code: str = '', answers: str = ''
) -> None:
    """Give the token to a neighbour with the next hop number, and its files after it; this hall then only waits.

    A refusal `answers` the hand-over with that hash.
    """
    case = change.case
    case.hop += 1
    case.custody, case.towards, case.holder = Custody.IN_TRANSIT, to, to
    case.road_data = [
        *case.road_data,
        plain(Stop(hall=to, hop=case.hop, kind=kind, at=change.at, reason=reason)),
    ]
    if to not in case.neighbours:
        case.neighbours = [*case.neighbours, to]
    change.append('handed_over', to=to, hop=case.hop, kind=kind, reason=reason)
    change.send(
        to,
        HandedOver(
            hop=case.hop,
            kind=kind,  # type: ignore[arg-type]
            case=snapshot(case),
            reason=reason,
            reason_code=reason_code,
        ),
        answers=answers,
    )
    if kind != 'refusal':  # to a hall that has all of them
        send_files(owner(case), to, at=change.at, own_only=kind in BACK)

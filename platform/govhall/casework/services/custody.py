"""Handing a case to another hall: custody is a token with a hop number."""

from federation.contracts.case import HandedOver, Stop
from govhall.casework.case_files import owner
from govhall.casework.events import snapshot
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.casework.services.change import Change
from govhall.catalogue.routing import Route
from govhall.files.dispatch import send_files
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain

MAX_FORWARDS = 3  # village, township, county, province; more needs a supervisor
ONWARD = frozenset({'report', 'receipt', 'transfer', 'assign'})
BACK = frozenset({'refusal', 'return', 'recall'})  # to a hall that has held the case: it always takes it
SUCCESSION = 'succession'  # from a hall that was merged into this one: its duties come with it


class TooManyHops(Refused):
    """The case has been passed around too often."""

    code = 'TOO_MANY_HOPS'
    status = 409
    sentence = '这件事已多次转手，请报监督人员协调。'


def forwards_used(case: Case) -> bool:
    """Whether the case has been sent on as often as it may be; a sending that was refused moved nothing."""
    after = [*(stop.kind for stop in case.road[1:]), '']
    moved = sum(stop.kind in ONWARD and then != 'refusal' for stop, then in zip(case.road, after, strict=True))
    return moved >= MAX_FORWARDS


def may_go_up(case: Case, way: Route) -> bool:
    """Whether there is a hall above to which the case may still be sent."""
    return way.next_hall is not None and not forwards_used(case)


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

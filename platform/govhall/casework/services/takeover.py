"""Taking over a case that another hall hands over, or finding why this hall can't."""

from uuid import UUID

from msgspec.structs import replace

from federation.contracts.case import HandedOver, Snapshot
from federation.inbox.messages import MessageContext
from govhall.casework.models import Case
from govhall.casework.rules.clocks import decision_dues
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.change import Change
from govhall.casework.services.custody import BACK, SUCCESSION
from govhall.casework.services.lookups import Lookups
from govhall.catalogue.matter_owners import Placement
from govhall.catalogue.rules import Power
from govhall.deadlines.calendar import calendar_of
from govhall.forms.facts import application_facts
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.ids import random_uid
from govhall.kernel.structures import plain
from govhall.licences.rules.kinds import FirstResult
from tenants.context import current_hall

ARRIVALS = {'refusal': 'came_back', 'return': 'sent_back', 'recall': 'recalled', SUCCESSION: 'succeeded'}


class NoGrantHere(Refused):
    """The hall has no live grant for the matter."""

    code = 'NO_GRANT_HERE'
    sentence = '{hall}没有承接这一事项的权力，已原件退回，请核对该由哪个大厅办理。'


class MatterUnknownHere(Refused):
    """The hall's catalogue does not know the matter."""

    code = 'MATTER_UNKNOWN_HERE'
    sentence = '{hall}的目录里没有这一事项，已原件退回。'


def refusal_of(message: HandedOver, *, hall: str, lookups: Lookups) -> Refused | None:
    """Why this hall refuses custody, or None; what comes back, or from a hall merged into this one, is always taken."""
    if message.kind in BACK or message.kind == SUCCESSION:
        return None
    name = current_hall().short_name
    if lookups.placement(message.case.matter, hall) is None:
        return MatterUnknownHere(hall=name)
    shot = message.case
    facts = application_facts(shot.applicant, shot.area, shot.form)
    if not lookups.may(shot.matter, hall, Power.RECEIVE, received=shot.received_at, facts=facts):
        return NoGrantHere(hall=name)
    return None


def take_over(change: Change, message: HandedOver, delivery: MessageContext) -> None:
    """Take the token into this hall's hands; the change is ready to be finished, or the token to be handed back."""
    case, shot = change.case, message.case
    case.hop, case.custody, case.holder, case.towards = message.hop, Custody.HELD, change.hall.code, ''
    case.state, case.papers_data, case.opinions_data = shot.state, plain(shot.papers), plain(shot.opinions)
    case.road_data, case.corrections, case.clock_from = plain(shot.road), shot.corrections, shot.clock_from
    case.accepted_at, case.accepted_by = shot.accepted_at, shot.accepted_by
    if change.is_new:
        place(change)
    if message.kind == SUCCESSION:
        _stand_in(case, shot, sender=delivery.sender)
    else:
        _go_on_counting(change, shot)
        case.note = message.reason
    if delivery.sender not in case.neighbours:
        case.neighbours = [*case.neighbours, delivery.sender]
    change.append(
        ARRIVALS.get(message.kind, 'took_over'),
        sender=delivery.sender,
        hop=message.hop,
        kind=message.kind,
        reason=message.reason,
        reason_code=message.reason_code,
        chain_tip=shot.chain_tip,
    )


def place(change: Change) -> None:
    """Say whose a case is that is new in this hall; what comes back is still whose it was."""
    case = change.case
    case.department, case.section, case.window = change.lookups.placement(case.matter, change.hall.code) or Placement()


def _stand_in(case: Case, shot: Snapshot, *, sender: str) -> None:
    """Nothing begins anew with a successor: every day stays as the closed hall counted it."""
    case.set_dues(shot.dues)
    case.clock_data, case.note = plain(shot.clock) if shot.clock else None, shot.note
    if not case.below and case.origin != case.holder:
        case.below = sender  # the closed hall keeps its copy current, which answers by the number


def _go_on_counting(change: Change, shot: Snapshot) -> None:
    """Count with this hall's own calendar; the deciding organ has its statutory days from the day of receipt (§43).

    The promise to the applicant runs on from acceptance; a review below has ended with the hand-over.
    """
    case, clock = change.case, shot.clock
    case.set_dues(shot.dues)
    case.clock_data = plain(clock) if clock else None
    if clock is None or case.state not in (State.ACCEPTED, State.REVIEWED):
        return
    if clock.review_days and change.may(Power.DECIDE):
        received = clock.received_above or change.at.astimezone(CHINA).date()
        clock = replace(clock, review_days=0, received_above=received)
    case.clock_data = plain(clock)
    case.set_dues(decision_dues(clock, calendar_of(change.hall.area_code)))


def arrived(shot: Snapshot, *, uid: UUID, sender: str) -> Case:
    """The case as it comes from another hall, not stored yet; who holds it and how far it is, the caller says."""
    return Case(
        uid=uid,
        number=shot.number,
        fact=random_uid(),
        matter=shot.matter,
        matter_version=shot.matter_version,
        applicant_data=plain(shot.applicant),
        form_data=plain(shot.form),
        origin=shot.origin,
        point=shot.point,
        area=shot.area,
        below=sender,
        received_at=shot.received_at,
        clock_from=shot.clock_from,
        first_handler=shot.first_handler,
        kind=shot.kind,
        first_number=shot.first_number,
        first_data=plain(FirstResult(shot.expires_on, shot.granted_on)) if shot.first_number else None,
        site_data=plain(shot.site_checks) if shot.site_checks else None,
    )

"""Taking over a case that another hall hands over, or finding why this hall can't."""

from datetime import datetime

from federation.contracts.case import HandedOver
from federation.inbox.parcels import Delivery
from govhall.casework.events import plain
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.casework.services.change import Change
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.refusals import UnknownMatter
from govhall.kernel.errors import Refused
from govhall.kernel.ids import random_uid
from tenants.context import current_hall


class NoGrantHere(Refused):
    """The hall has no live grant for the matter."""

    code = 'NO_GRANT'
    sentence = '{hall}没有承接这一事项的权力，已原件退回，请核对该由哪个大厅办理。'


class MatterUnknownHere(Refused):
    """The hall's catalogue does not know the matter."""

    code = 'UNKNOWN_MATTER'
    sentence = '{hall}的目录里没有这一事项，已原件退回。'


def refusal_of(message: HandedOver, *, hall: str, at: datetime) -> Refused | None:
    """Why this hall refuses custody, or None; what comes back as a refusal is always taken."""
    if message.kind == 'refusal':
        return None
    name = current_hall().short_name
    try:
        catalogue.matter(message.case.matter)
    except UnknownMatter:
        return MatterUnknownHere(hall=name)
    shot = message.case
    facts = {'applicant': shot.applicant.kind, 'area': shot.area}
    if not catalogue.may_take(shot.matter, hall, at, received=shot.received_at, facts=facts):
        return NoGrantHere(hall=name)
    return None


def taken_over_case(case: Case | None, message: HandedOver, delivery: Delivery, *, at: datetime) -> Change:
    """The case with the token in this hall's hands, ready to be finished or handed back."""
    hall, shot = current_hall(), message.case
    change = Change(case or _arrived(message, delivery), hall=hall, actor=None, at=at, is_new=case is None)
    case = change.case
    case.hop, case.custody, case.holder, case.towards = message.hop, Custody.HELD, hall.code, ''
    case.state, case.papers_data, case.opinions_data = shot.state, plain(shot.papers), plain(shot.opinions)
    case.road_data, case.corrections, case.clock_from = plain(shot.road), shot.corrections, shot.clock_from
    case.accepted_at, case.accepted_by = shot.accepted_at, shot.accepted_by
    case.set_dues(shot.dues)
    case.note = message.reason
    if delivery.sender not in case.neighbours:
        case.neighbours = [*case.neighbours, delivery.sender]
    change.append(
        'took_over' if message.kind != 'refusal' else 'came_back',
        sender=delivery.sender,
        hop=message.hop,
        kind=message.kind,
        reason=message.reason,
        reason_code=message.reason_code,
        chain_tip=shot.chain_tip,
    )
    return change


def _arrived(message: HandedOver, delivery: Delivery) -> Case:
    shot = message.case
    return Case(
        uid=delivery.subject,
        number=shot.number,
        fact=random_uid(),
        matter=shot.matter,
        matter_version=shot.matter_version,
        applicant_data=plain(shot.applicant),
        origin=shot.origin,
        point=shot.point,
        area=shot.area,
        below=delivery.sender,
        received_at=shot.received_at,
        clock_from=shot.clock_from,
        first_handler=shot.first_handler,
    )

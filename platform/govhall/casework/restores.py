"""After a restore: a neighbour tells how it knows a case; a later token and an outcome are believed."""

from datetime import date, datetime
from uuid import UUID

import structlog
from django.utils import timezone

from federation.contracts.case import Tip
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handles
from federation.repair.fences import awaits_tip, note_tip
from federation.repair.registry import makes_tips, restarts_cell, restarts_hall
from govhall.casework.events import snapshot
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.change import Change
from govhall.casework.services.conclusion import learn_outcome
from govhall.casework.services.licence import learn_licence
from govhall.casework.services.related_cases import learn_followed
from govhall.casework.services.serials import COUNTER, leave_gaps, raise_to
from govhall.casework.services.takeover import arrived, place
from govhall.documents.register.services import leave_gaps_in_books
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain
from tenants.context import current_hall
from tenants.models import Point

log = structlog.get_logger()


@makes_tips
def tip_of(subject: UUID, epoch: int) -> Tip | None:
    """How the current hall knows the case; None if it does not."""
    case = Case.objects.filter(uid=subject).first()
    if case is None:
        return None
    return Tip(
        epoch=epoch,
        hop=case.hop,
        holder=case.holder,
        case=snapshot(case),
        outcome=case.outcome,
        delivered_at=case.delivered_at,
        licence=case.licence,
        followed=case.followed,
        served=case.served,
    )


@handles(Tip)
def on_tip(tip: Tip, delivery: MessageContext) -> None:
    """Adopt an outcome; a later token went towards the sender; what is unknown here is made again."""
    if not awaits_tip(delivery, tip.epoch):
        log.warning('tip_not_awaited', hall=delivery.recipient, case=str(delivery.subject))
        return  # of an older restore, or from somebody whom nobody has asked
    found = Case.objects.select_for_update().filter(uid=delivery.subject).first()
    case = found or _made_again(tip, delivery)
    change = Change(case, hall=current_hall(), actor=None, at=timezone.now(), is_new=found is None)
    if change.is_new:
        place(change)
    known = case.outcome
    differs = bool(known and tip.outcome and known != tip.outcome)
    is_later = found is not None and tip.hop > case.hop
    brings_outcome = tip.outcome is not None and known is None
    if is_later:
        _believe(case, tip, sender=delivery.sender)
    follows = tip.followed is not None and case.followed is None
    if found is None or is_later or brings_outcome or differs or follows:
        change.append('told_by_tip', sender=delivery.sender, hop=tip.hop, holder=tip.holder, differs=differs)
        if tip.outcome is not None:
            learn_outcome(change, tip.outcome, sender=delivery.sender)
        learn_licence(change, tip.licence, sender=delivery.sender)
        learn_followed(change, tip.followed, sender=delivery.sender)
        if tip.delivered_at is not None and case.delivered_at is None:
            case.delivered_at, case.state = tip.delivered_at, State.DELIVERED
            case.service_data = plain(tip.served) if tip.served else None
        change.finish()
    if differs:
        log.error('outcomes_differ', hall=delivery.recipient, case=str(delivery.subject))
    raise_to(case.number, hall=delivery.recipient)
    note_tip(delivery, tip.epoch, adopted=found is None or is_later or brings_outcome, differs=differs)


def _made_again(tip: Tip, delivery: MessageContext) -> Case:
    case = arrived(tip.case, uid=delivery.subject, sender='')
    _believe(case, tip, sender=delivery.sender)
    if tip.hop == 0 and tip.holder == tip.case.origin == delivery.recipient:
        case.custody, case.towards = Custody.HELD, ''  # it never left: the sender was only asked about it
    return case


def _believe(case: Case, tip: Tip, *, sender: str) -> None:
    shot = tip.case
    case.hop, case.custody, case.towards = tip.hop, Custody.WATCHING, sender
    case.holder = tip.holder if tip.holder != current_hall().code else sender
    case.state, case.note, case.corrections = shot.state, shot.note, shot.corrections
    case.papers_data, case.opinions_data, case.road_data = plain(shot.papers), plain(shot.opinions), plain(shot.road)
    case.accepted_at, case.accepted_by, case.clock_from = shot.accepted_at, shot.accepted_by, shot.clock_from
    case.clock_data = plain(shot.clock) if shot.clock else None
    case.set_dues(shot.dues)
    beside = _beside(case)
    case.below = case.below or (beside[0] if beside else '')
    case.neighbours = list(dict.fromkeys([*case.neighbours, *beside, sender]))


def _beside(case: Case) -> list[str]:
    """The halls before and behind this one on the road of the case, the one on the side of its origin first."""
    here, road = current_hall().code, [stop.hall for stop in case.road]
    places = [place for place, hall in enumerate(road) if hall == here]
    before = [road[place - 1] for place in places if place > 0 and case.origin != here]
    behind = [road[place + 1] for place in places if place + 1 < len(road)]
    return [hall for hall in dict.fromkeys([*before, *behind]) if hall != here]


@restarts_hall
def number_behind_the_gap(since: datetime) -> None:
    """Numbers that were given out after the backup are forgotten; none of them may be given out again."""
    points = Point.objects.filter(hall=current_hall()).values_list('block', flat=True)
    today = timezone.now().astimezone(CHINA).date()
    leave_gaps([COUNTER, *points], today)


@restarts_cell
def number_papers_behind_the_gap(since: datetime) -> None:
    """The same for the numbers of papers, which count through a year for the whole cell."""
    leave_gaps_in_books(date(since.astimezone(CHINA).year, 1, 1))

"""A hall that was merged or split passes all it has, and all that still comes, to its successors (撤乡并镇).

The organ that goes on with the powers goes on with the duties: number, receipt, promise and every limit stay. Custody
crosses by the ordinary token; a second message tells what a token does not carry.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from federation.contracts.case import HandedOver, OpenRequest, Succeeded
from federation.directory.models import HallEntry
from federation.directory.rules import passes_on
from federation.directory.selectors import entry
from federation.inbox.messages import MessageContext
from govhall.casework.events import snapshot
from govhall.casework.models import Case, CaseEvent, CaseRequest
from govhall.casework.models.request import CONSULTATIONS
from govhall.casework.rules.states import TO_DELIVER, Custody
from govhall.casework.selectors import hall_names
from govhall.casework.services.change import Change
from govhall.casework.services.conclusion import learn_outcome
from govhall.casework.services.custody import BACK, SUCCESSION, hand_over
from govhall.casework.services.hall_closure import closing_of
from govhall.casework.services.home import heir_of
from govhall.casework.services.licence import learn_licence
from govhall.casework.services.related_cases import learn_followed
from govhall.casework.services.takeover import arrived, refusal_of
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from tenants.context import current_hall
from tenants.models import Hall


class HallMerged(Refused):
    """The hall was merged into another one and begins nothing new."""

    code = 'HALL_MERGED'
    status = 409
    sentence = '{hall}已于{day:%Y年%m月%d日}并入{successor}，不再收件。请到{successor}办理。'


class HallSplit(HallMerged):
    """The hall was split among several by villages and begins nothing new."""

    code = 'HALL_SPLIT'
    sentence = '{hall}已于{day:%Y年%m月%d日}撤销，各村分别由{successors}承接，这里不再收件。请到您村所在的大厅办理。'


class PassedOnNoLonger(Refused):
    """The twelve months in which a closed hall passes on what is sent to it are over."""

    code = 'PASSED_ON_NO_LONGER'
    sentence = '{hall}已撤并，由{successor}承接，转递期已满一年，已原件退回，请改送{successor}（{code}）。'


def check_open(hall: Hall) -> None:
    """Raises HallMerged where nothing may begin any more."""
    closed = closing_of(hall)
    if closed is not None and closed.villages:
        raise HallSplit(hall=closed.name, day=closed.valid_to, successors=_say_halls(closed.heirs))
    if closed is not None:
        raise HallMerged(hall=closed.name, day=closed.valid_to, successor=entry(closed.successor).name)


def _say_halls(codes: Collection[str]) -> str:
    names = hall_names(codes)
    return '、'.join(names[code] for code in codes)


def refusal_at_closed(change: Change, message: HandedOver, closed: HallEntry) -> Refused | None:
    """Why a closed hall sends a token back: the year is over, or its successor may not take the matter; else None.

    What comes back to the closed hall is passed on for ever, because nobody else may hold it.
    """
    if message.kind in BACK or message.kind == SUCCESSION:
        return None
    successor = heir_of(change.case, closed) or closed.successor
    if closed.valid_to is not None and not passes_on(closed.valid_to, change.at.astimezone(CHINA).date()):
        return PassedOnNoLonger(hall=closed.name, successor=entry(successor).name, code=successor)
    return refusal_of(message, hall=successor, lookups=change.lookups)


def unfinished(heirs: Collection[str]) -> QuerySet[Case]:
    """The cases of the current hall that a successor must know and none does: open, or decided and not delivered.

    After a hall was split they are those of which nobody can tell the village, and a person chooses.
    """
    told = CaseEvent.objects.filter(case=OuterRef('uid'), kind='succeeded_by', data__to__in=list(heirs))
    waiting = Q(outcome_data__isnull=True) | Q(delivered_at__isnull=True, state__in=TO_DELIVER)
    held = Q(custody=Custody.HELD, outcome_data__isnull=True)
    return Case.objects.filter(waiting).filter(held | ~Exists(told)).order_by('received_at', 'uid')


def pass_on_by(change: Change, closed: HallEntry, *, reason: str) -> bool:
    """Pass one case of a closed hall to the successor that it belongs to; False where a person must choose that."""
    heir = heir_of(change.case, closed)
    if heir:
        pass_on(change, heir, reason=reason)
    return bool(heir)


def pass_on(change: Change, successor: str, *, reason: str = '') -> None:
    """Put the successor in this hall's place for one case: custody if it is held here, and what else is open."""
    case = change.case
    if case.custody == Custody.HELD and not case.outcome_data:
        hand_over(change, successor, kind=SUCCESSION, reason=reason)
    change.send(
        successor,
        Succeeded(
            hop=case.hop,
            holder=case.holder,
            case=snapshot(case),
            outcome=case.outcome,
            delivery_due=case.delivery_due,
            hearing=case.hearing_data,
            requests=_open_requests(case),
            licence=case.licence,
            followed=case.followed,
            served=case.served,
        ),
    )
    # The answer to what this hall has asked goes on to who asks in its place.
    case.requests.filter(came_from='', granted__isnull=True).update(came_from=successor)
    if successor not in case.neighbours:
        case.neighbours = [*case.neighbours, successor]
    case.delivery_due = None  # kept by the successor, to which the applicant comes now
    change.append('succeeded_by', to=successor, reason=reason)


def _open_requests(case: Case) -> list[OpenRequest]:
    asked_here = Q(kind__in=CONSULTATIONS) & ~Q(came_from='')
    return [
        OpenRequest(
            request=request.uid,
            kind=request.kind,  # type: ignore[arg-type]
            asked_by=request.asked_by,
            asked_at=request.asked_at,
            reason=request.reason,
            waits=request.came_from != '',
        )
        for request in case.requests.filter(Q(came_from='') | asked_here, granted__isnull=True)
    ]


def stand_in(message: Succeeded, delivery: MessageContext, *, at: datetime) -> Case:
    """Take the place of a closed hall: watch the case, deliver its result, wait for or give its answers; returns it."""
    found = Case.objects.select_for_update().filter(uid=delivery.subject).first()
    case = found or _watched(message, delivery)
    change = Change(case, hall=current_hall(), actor=None, at=at, is_new=found is None, tells_facts=False)
    if found is not None and message.outcome is not None:
        learn_outcome(change, message.outcome, sender=delivery.sender)
        learn_licence(change, message.licence, sender=delivery.sender)
    learn_followed(change, message.followed, sender=delivery.sender)
    case.delivery_due = case.delivery_due or message.delivery_due
    case.hearing_data = case.hearing_data or message.hearing
    case.towards = case.towards or ('' if case.custody == Custody.HELD else delivery.sender)
    if delivery.sender not in case.neighbours:
        case.neighbours = [*case.neighbours, delivery.sender]
    change.append('stands_in', sender=delivery.sender, hop=message.hop, chain_tip=message.case.chain_tip)
    change.finish()
    for asked in message.requests:
        _note(case, asked, delivery.sender)
    return case


def _watched(message: Succeeded, delivery: MessageContext) -> Case:
    """The case as the closed hall watched it; requests to its holder go the way that they went before."""
    shot = message.case
    case = arrived(shot, uid=delivery.subject, sender='')
    case.custody, case.hop, case.holder, case.towards = Custody.WATCHING, message.hop, message.holder, delivery.sender
    case.state, case.note, case.corrections = shot.state, shot.note, shot.corrections
    case.papers_data, case.opinions_data, case.road_data = plain(shot.papers), plain(shot.opinions), plain(shot.road)
    case.accepted_at, case.accepted_by = shot.accepted_at, shot.accepted_by
    case.clock_data = plain(shot.clock) if shot.clock else None
    case.set_dues(shot.dues)
    case.outcome_data = plain(message.outcome) if message.outcome else None
    case.licence_data = plain(message.licence) if message.licence else None
    case.service_data = plain(message.served) if message.served else None
    return case


def _note(case: Case, asked: OpenRequest, sender: str) -> None:
    CaseRequest.objects.get_or_create(
        uid=asked.request,
        defaults={
            'case_id': case.uid,
            'kind': asked.kind,
            'asked_by': asked.asked_by,
            'came_from': sender if asked.waits else '',
            'asked_at': asked.asked_at,
            'reason': asked.reason,
        },
    )

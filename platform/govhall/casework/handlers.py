"""What this hall does with messages about a case; each runs inside the inbox's transaction and is told once."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from django.utils import timezone

from federation.contracts.base import Message
from federation.contracts.case import (
    Answered,
    Concluded,
    Consulted,
    Delivered,
    HandedOver,
    Licensed,
    Progressed,
    Requested,
    ResultFollowed,
    Succeeded,
    TakenOver,
)
from federation.directory.models import HallEntry
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handles, handles_many
from federation.repair.fences import fenced_since, postpone
from federation.repair.registry import resumes
from govhall.casework.acts.deem_accepted import deem_if_lapsed
from govhall.casework.case_files import owner
from govhall.casework.events import progress, same_progress
from govhall.casework.models import CaseRequest
from govhall.casework.models.request import CONSULTATIONS
from govhall.casework.refusals import NoSuchCase
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.case_batch import CaseBatch
from govhall.casework.services.change import Change, changing
from govhall.casework.services.conclusion import learn_outcome
from govhall.casework.services.consultation import be_consulted, take_consultation
from govhall.casework.services.custody import SUCCESSION, hand_over
from govhall.casework.services.hall_closure import closing_of
from govhall.casework.services.home import next_heir
from govhall.casework.services.licence import learn_licence
from govhall.casework.services.related_cases import forget_followed, learn_followed
from govhall.casework.services.request_answers import treat_request
from govhall.casework.services.requests import take_answer
from govhall.casework.services.sender_authority import (
    check_answering,
    check_concluding,
    check_mover,
    check_neighbour,
    check_successor,
)
from govhall.casework.services.succession import pass_on_by, refusal_at_closed, stand_in
from govhall.casework.services.takeover import arrived, refusal_of, take_over
from govhall.files.arrival import take_in, take_in_waiting
from govhall.kernel.errors import Broken, Refused
from govhall.kernel.structures import plain
from tenants.context import current_hall

M = TypeVar('M', bound=Message)
OnCase = Callable[[Change, M, MessageContext], None]


class UnknownRequest(Broken):
    """An answer to what this hall has never asked."""


def in_case_batch(handle: OnCase[M]) -> Callable[[CaseBatch, M, MessageContext], None]:
    """Give the handler its case; a stream starts with a hand-over, so the case is known to both ends."""

    @wraps(handle)
    def handler(case_batch: CaseBatch, message: M, delivery: MessageContext) -> None:
        if case_batch.fenced_since is not None and case_batch.find(delivery.subject) is None:
            return  # forgotten in a restore; the tip behind this message brings it back
        change = case_batch.change_of(delivery.subject)
        handle(change, message, delivery)
        change.finish()

    return handler


def about_known_case(handle: OnCase[M]) -> Callable[[M, MessageContext], None]:
    """Give the handler the locked case, for what is taken one by one."""

    @wraps(handle)
    def handler(message: M, delivery: MessageContext) -> None:
        try:
            with changing(delivery.subject, actor=None, at=timezone.now(), by_message=True) as change:
                handle(change, message, delivery)
        except NoSuchCase:
            if fenced_since(delivery.recipient) is None:
                raise  # else it was forgotten in a restore, and the tip behind this message brings it back

    return handler


def on_handed_over(case_batch: CaseBatch, message: HandedOver, delivery: MessageContext) -> None:
    """Take the case over, or refuse it by handing it back with the reason; an old token changes nothing.

    A hall that was merged hands it on to its successor at once.
    """
    closed = case_batch.closing
    case = case_batch.find(delivery.subject)
    if case is not None and message.hop <= case.hop:
        return  # this hall, or one beyond it, has had a later token
    new = case or arrived(message.case, uid=delivery.subject, sender=delivery.sender)
    change = case_batch.change(new, is_new=case is None)
    if message.kind == SUCCESSION:
        check_successor(delivery.sender)
    if not change.is_fenced:
        check_mover(case, delivery.sender)
    take_over(change, message, delivery)
    if change.is_fenced:
        # The token may be an old one that has left this hall since: it is taken, and nothing is done with it.
        change.send(delivery.sender, TakenOver(hop=message.hop, at=case_batch.at), answers=delivery.hash)
        postpone(delivery)
    else:
        refusal = _refusal(message, closed, change)
        if refusal is None:
            change.send(delivery.sender, TakenOver(hop=message.hop, at=case_batch.at), answers=delivery.hash)
        _begin_or_hand_back(change, delivery, closed, refusal)
    change.finish()


@resumes(HandedOver)
def on_handed_over_resumed(message: HandedOver, delivery: MessageContext) -> None:
    """Do what was put off with a token that came while the hall was fenced, if this hall still has that token."""
    closed = closing_of(current_hall())
    with changing(delivery.subject, actor=None, at=timezone.now()) as change:
        case = change.case
        if case.custody == Custody.HELD and case.hop == message.hop and not case.outcome_data:
            _begin_or_hand_back(change, delivery, closed, _refusal(message, closed, change))


def _refusal(message: HandedOver, closed: HallEntry | None, change: Change) -> Refused | None:
    if closed is None:
        return refusal_of(message, hall=change.hall.code, lookups=change.lookups)
    return refusal_at_closed(change, message, closed)


def _begin_or_hand_back(
    change: Change, delivery: MessageContext, closed: HallEntry | None, refusal: Refused | None
) -> None:
    if refusal is not None:
        words = {'reason': str(refusal), 'reason_code': refusal.code}
        hand_over(change, delivery.sender, kind='refusal', **words, answers=delivery.hash)
    elif closed is None:
        deem_if_lapsed(change)
    else:
        pass_on_by(change, closed, reason='大厅撤并，来件转交')


@in_case_batch
def on_taken_over(change: Change, message: TakenOver, delivery: MessageContext) -> None:
    """The next hall holds the case: this one watches."""
    case = change.case
    _check_neighbour(change, delivery.sender)
    if case.custody == Custody.IN_TRANSIT and case.hop == message.hop and case.towards == delivery.sender:
        case.custody = Custody.WATCHING
        change.append('taken_over_by', hall=delivery.sender, hop=message.hop)


@in_case_batch
def on_progressed(change: Change, message: Progressed, delivery: MessageContext) -> None:
    """Keep the copy current and tell the hall below; what a later hop or an outcome has overtaken is left.

    A closed hall tells its successor, too, of what was new to itself: else two could tell each other for ever.
    """
    case = change.case
    _check_neighbour(change, delivery.sender)
    before = progress(case, at=message.at)
    if case.outcome_data or case.custody == Custody.HELD or message.hop < case.hop:
        return
    case.state, case.holder, case.note = message.state, message.holder, message.note
    case.accepted_at, case.accepted_by = message.accepted_at, message.accepted_by
    case.corrections, case.papers_data = message.corrections, plain(message.papers)
    case.set_dues(message.dues)
    case.clock_data = plain(message.clock) if message.clock else None
    change.append('progressed', state=message.state, holder=message.holder, note=message.note)
    is_new = not same_progress(before, progress(case, at=message.at))
    listeners = {case.below, next_heir(case, change.hall.code, change.lookups.find) if is_new else ''}
    for hall in sorted(listeners - {'', delivery.sender}):
        change.send(hall, message)


@in_case_batch
def on_concluded(change: Change, message: Concluded, delivery: MessageContext) -> None:
    """Learn the outcome and pass it on."""
    if not change.is_fenced:
        check_concluding(change.case, delivery.sender)
    learn_outcome(change, message.outcome, sender=delivery.sender)


@in_case_batch
def on_licensed(change: Change, message: Licensed, delivery: MessageContext) -> None:
    """Learn of the certificate and pass it on; only after an outcome, which its stream told before."""
    if not change.is_fenced:
        check_concluding(change.case, delivery.sender)
    learn_licence(change, message.licence, sender=delivery.sender)


@in_case_batch
def on_result_followed(change: Change, message: ResultFollowed, delivery: MessageContext) -> None:
    """Another case took the place of this result, or ended it, or was revoked: keep that and pass it on."""
    _check_neighbour(change, delivery.sender)
    if message.withdrawn:
        forget_followed(change, by=message.followed.number, sender=delivery.sender)
    else:
        learn_followed(change, message.followed, sender=delivery.sender)


@in_case_batch
def on_delivered(change: Change, message: Delivered, delivery: MessageContext) -> None:
    """The applicant has the result."""
    case = change.case
    _check_neighbour(change, delivery.sender)
    if case.delivered_at is None:
        case.delivered_at, case.state = message.at, State.DELIVERED
        case.service_data = plain(message.served) if message.served else None
        change.append('delivered_by', hall=message.hall, way=message.served.way if message.served else '')
        for hall in case.neighbours:
            if hall != delivery.sender:
                change.send(hall, message)


def _check_neighbour(change: Change, sender: str) -> None:
    """After a restore the hall does not know all its neighbours, so it believes whoever signs."""
    if not change.is_fenced:
        check_neighbour(change.case, sender)


OF_CUSTODY: dict[type[Message], Callable[[CaseBatch, Any, MessageContext], None]] = {
    HandedOver: on_handed_over,
    TakenOver: on_taken_over,
    Progressed: on_progressed,
    Concluded: on_concluded,
    Licensed: on_licensed,
    ResultFollowed: on_result_followed,
    Delivered: on_delivered,
}


@handles_many(*OF_CUSTODY)
def on_custody(batch: Sequence[tuple[Message, MessageContext]]) -> None:
    """What halls tell each other of who holds a case and how far it is; as many as have come, in their order."""
    begins = any(isinstance(message, HandedOver) for message, _ in batch)
    case_batch = CaseBatch({delivery.subject for _, delivery in batch}, at=timezone.now(), begins=begins)
    for message, delivery in batch:
        OF_CUSTODY[type(message)](case_batch, message, delivery)
    case_batch.write()
    take_in_waiting({delivery.subject for message, delivery in batch if isinstance(message, HandedOver)})


@handles(Requested)
@about_known_case
def on_requested(change: Change, message: Requested, delivery: MessageContext) -> None:
    """Answer the request, or send it after the token; a fenced hall keeps it until it knows where the token is."""
    if change.is_fenced:
        postpone(delivery)
        return
    check_neighbour(change.case, delivery.sender)
    treat_request(change, message, sender=delivery.sender, hash_of_it=delivery.hash)


@handles(Answered)
@about_known_case
def on_answered(change: Change, message: Answered, delivery: MessageContext) -> None:
    """Record the answer and pass it on."""
    asked = CaseRequest.objects.select_for_update().filter(uid=message.request).first()
    if asked is None and change.is_fenced:
        change.append('answered', request=str(message.request), granted=message.granted, reason=message.reason)
        return  # asked before the restore, and forgotten
    if not change.is_fenced:
        check_answering(change.case, delivery.sender, message.request)
    if asked is None:
        raise UnknownRequest(str(message.request))
    if asked.kind in CONSULTATIONS:
        take_consultation(change, asked, message, sender=delivery.sender)
    else:
        take_answer(change, asked, message)


@handles(Consulted)
def on_consulted(message: Consulted, delivery: MessageContext) -> None:
    """Keep the question of a hall that holds a case; after a merger the successor is to answer it."""
    closed = closing_of(current_hall())
    be_consulted(message, delivery)
    if closed is not None:
        with changing(delivery.subject, actor=None, at=timezone.now(), by_message=True) as change:
            if change.is_fenced:
                postpone(delivery)
            else:
                pass_on_by(change, closed, reason='大厅撤并，协办请求转交')


@handles(Succeeded)
def on_succeeded(message: Succeeded, delivery: MessageContext) -> None:
    """Take the place of a hall that was merged into this one."""
    check_successor(delivery.sender)
    take_in(owner(stand_in(message, delivery, at=timezone.now())))

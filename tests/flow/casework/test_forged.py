"""A hall that is enrolled and signs well, but says what is not its to say: it changes nothing (domain 5.6, entry 4)."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from federation.contracts.base import Message
from federation.contracts.case import (
    Answered,
    Concluded,
    Delivered,
    HandedOver,
    Outcome,
    Requested,
    Succeeded,
    TakenOver,
)
from federation.inbox.models import ParkedMessage
from federation.outbox.services import emit
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.events import progress, snapshot
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.consultation import Question, consult
from govhall.kernel.ids import new_uid
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.state import everything
from tests.builders.world import BIRTH, COUNTY, HYGIENE, OTHER_TOWNSHIP, TOWNSHIP, World

CASES = ('casework_case', 'casework_event', 'casework_request', 'casework_notice')
FORGER = OTHER_TOWNSHIP


def outcome(kind: str) -> Outcome:
    return Outcome(kind=kind, at=timezone.now(), hall=FORGER, by='')  # type: ignore[arg-type]


def token(case: Case, kind: str) -> HandedOver:
    return HandedOver(hop=case.hop + 1, kind=kind, case=snapshot(case))  # type: ignore[arg-type]


def request(case: Case) -> Requested:
    return Requested(request=new_uid(), kind='withdraw', asked_by=FORGER, asked_at=timezone.now())


def succession(case: Case) -> Succeeded:
    return Succeeded(hop=case.hop, holder=FORGER, case=snapshot(case), outcome=outcome('approved'))


FORGERIES: dict[str, Callable[[Case], Message]] = {
    'outcome': lambda case: Concluded(hop=case.hop, outcome=outcome('approved')),
    'token': lambda case: token(case, 'transfer'),
    'return': lambda case: token(case, 'return'),
    'merger': lambda case: token(case, 'succession'),
    'successor': succession,
    'withdrawal': request,
    'delivery': lambda case: Delivered(hall=FORGER, at=timezone.now()),
    'receipt': lambda case: TakenOver(hop=case.hop, at=timezone.now()),
    'progress': lambda case: progress(case, at=timezone.now()),
}


def cases(world: World) -> dict[str, list[str]]:
    world.carry()
    return {table: rows for table, rows in everything().items() if table.endswith(CASES)}


def say(world: World, case: Case, to: str, message: Message) -> None:
    with hall_context(world.hall(FORGER)):
        emit(message, recipient=to, subject=case.uid)
    world.carry()


@pytest.mark.parametrize('forgery', FORGERIES)
def test_4_a_forged_message_about_a_case_that_this_hall_holds_is_refused(world: World, forgery: str) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    before = cases(world)
    say(world, case, TOWNSHIP, FORGERIES[forgery](case))
    assert cases(world) == before
    parked = ParkedMessage.objects.get()
    said = 'SenderNotAuthorised' in parked.reason
    assert (parked.sender, parked.recipient, said) == (FORGER, TOWNSHIP, True), parked.reason


@pytest.mark.parametrize('forgery', ['outcome', 'progress', 'delivery', 'receipt', 'successor'])
def test_4_a_forged_message_about_a_case_that_is_away_is_refused(world: World, forgery: str) -> None:
    below = Desk.of_chief(world, TOWNSHIP)
    case = world.receive(TOWNSHIP, HYGIENE)
    sent = below.do(forward_case, case.uid)
    before = cases(world)
    say(world, case, TOWNSHIP, FORGERIES[forgery](sent))
    assert cases(world) == before
    assert ParkedMessage.objects.filter(sender=FORGER).count() == 1


def test_4_an_answer_of_a_hall_that_was_not_asked_is_refused(world: World) -> None:
    desk = Desk.of_chief(world, COUNTY)
    case = world.receive(COUNTY, HYGIENE)
    question = Question(kind='assist', to=TOWNSHIP, text='请核实现场')
    desk.do(consult, case.uid, question=question)
    before = cases(world)
    with hall_context(world.hall(COUNTY)):
        asked = case.requests.get().uid
    say(world, case, COUNTY, Answered(request=asked, granted=True, at=timezone.now(), reason='属实', by='某人'))
    assert cases(world) == before


def test_4_near_miss_what_the_true_holder_says_is_believed_after_the_forgery(world: World) -> None:
    below, above = Desk.of_chief(world, TOWNSHIP), Desk.of_chief(world, COUNTY)
    case = world.receive(TOWNSHIP, HYGIENE)
    say(world, case, TOWNSHIP, FORGERIES['outcome'](case))
    below.send_up(case.uid)
    held = above.case(case.uid)
    assert (held.custody, below.case(case.uid).custody) == (Custody.HELD, Custody.WATCHING)


def test_4_near_miss_the_holder_itself_decides(world: World) -> None:
    desk = Desk.of_chief(world, TOWNSHIP)
    case = world.receive(TOWNSHIP, BIRTH)
    say(world, case, TOWNSHIP, FORGERIES['outcome'](case))
    assert desk.do(decide_on_the_spot, case.uid).state == State.APPROVED

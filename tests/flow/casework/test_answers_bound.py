"""An answer names the hash of the very message that it answers, under its signature."""

import pytest

from federation.contracts.envelope import Envelope, chain_hash, content_digest
from govhall.casework.acts.answer import answer_consultation
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.services.consultation import Question, consult
from tests.builders.desk import Desk
from tests.builders.world import COUNTY, HYGIENE, LOGGING, OTHER_TOWNSHIP, TOWNSHIP, World

pytestmark = pytest.mark.django_db


def told(world: World) -> list[tuple[Envelope, str]]:
    """What halls have told each other about cases, each with its hash."""
    found = []
    for record in world.link.log:
        envelope = Envelope.from_headers(record.headers)
        if envelope.sequence:
            digest = content_digest(envelope.type, record.value or b'')
            found.append((envelope, chain_hash(envelope.previous, digest)))
    return found


def answered(world: World, answer: str, question: str) -> list[bool]:
    """For each answer of this type, whether it names a message of that type to the hall that answers."""
    asked = {(e.source, e.recipient, own) for e, own in told(world) if e.type == question}
    return [(e.recipient, e.source, e.request_hash) in asked for e, _ in told(world) if e.type == answer]


def test_who_takes_over_names_the_hand_over(world: World) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    Desk.of_chief(world, TOWNSHIP).send_up(case.uid)
    assert answered(world, 'case.taken_over.v1', 'case.handed_over.v1') == [True]


def test_who_refuses_custody_names_the_hand_over(world: World) -> None:
    case = world.receive(OTHER_TOWNSHIP, LOGGING)
    Desk.of_chief(world, OTHER_TOWNSHIP).send_up(case.uid)
    there, back = [(e, own) for e, own in told(world) if e.type == 'case.handed_over.v1']
    assert (back[0].recipient, back[0].request_hash) == (OTHER_TOWNSHIP, there[1])


def test_the_answer_to_a_request_names_the_request(world: World) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    desk = Desk.of_chief(world, TOWNSHIP)
    desk.send_up(case.uid)
    desk.do(withdraw_case, case.uid, reason='不办了')
    world.carry()
    assert answered(world, 'case.answered.v1', 'case.requested.v1') == [True]


def test_the_answer_to_a_question_names_the_question(world: World) -> None:
    case = world.receive(COUNTY, HYGIENE)
    Desk.of_chief(world, COUNTY).do(consult, case.uid, question=Question(kind='assist', to=TOWNSHIP, text='请去看看'))
    world.carry()
    Desk.of_chief(world, TOWNSHIP).do(answer_consultation, case.uid, text='已去看过，情况属实')
    world.carry()
    assert answered(world, 'case.answered.v1', 'case.consulted.v1') == [True]


def test_what_answers_nothing_names_nothing(world: World) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    Desk.of_chief(world, TOWNSHIP).send_up(case.uid)
    assert {e.request_hash for e, _ in told(world) if e.type == 'case.progressed.v1'} <= {''}

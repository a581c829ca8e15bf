"""An answer is believed only if it names a message that this hall has said to the one that answers."""

from uuid import UUID

import pytest
from django.db import connection, transaction

from federation.outbox.services import emit
from federation.relay.relay import Relay
from govhall.kernel.ids import new_uid
from tenants.context import hall_context
from tenants.models import Hall
from tests.builders.trial import OTHER, RECEIVER, SENDER, Noted, Road, hash_of, intake, rows, say, texts

pytestmark = pytest.mark.usefixtures('halls')


def carry(road: Road) -> None:
    Relay(road).once()
    intake(road).once(0)


def asked(road: Road, case: UUID) -> list[str]:
    """Three messages about the case, with their hashes."""
    say('1', '2', '3', case=case)
    carry(road)
    return [hash_of(record) for record in road.everything()]


def answer(text: str, *, case: UUID, naming: str, by: str = RECEIVER) -> None:
    with hall_context(Hall.objects.get(code=by)), transaction.atomic():
        emit(Noted(text=text), recipient=SENDER, subject=case, answers=naming)


def change(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def parked() -> list[tuple[object, ...]]:
    return [(sender, str(reason).split()[0]) for sender, reason in rows('SELECT sender, reason FROM fed_parked')]


@pytest.mark.parametrize('place', [0, 1, 2])
def test_an_answer_to_anything_that_was_said_takes_effect(road: Road, case: UUID, place: int) -> None:
    answer('yes', case=case, naming=asked(road, case)[place])
    carry(road)
    assert texts(case, SENDER) == ['yes']


def test_an_answer_to_what_was_never_said_is_kept_aside_and_stops_its_own_stream_only(road: Road, case: UUID) -> None:
    hashes = asked(road, case)
    answer('forged', case=case, naming='ab' * 32)
    answer('behind it', case=case, naming=hashes[0])
    say('from another', case=case, sender=OTHER, recipient=SENDER)
    carry(road)
    assert texts(case, SENDER) == ['from another']
    assert parked() == [(RECEIVER, 'AnswersNothing'), (RECEIVER, 'behind')]
    assert rows("SELECT sender, state FROM fed_cursor WHERE state <> 'ok'") == [(RECEIVER, 'blocked')]


@pytest.mark.parametrize('by', [RECEIVER, OTHER])
def test_an_answer_to_another_case_or_another_hall_is_kept_aside(road: Road, case: UUID, by: str) -> None:
    elsewhere = asked(road, case if by == OTHER else new_uid())[0]
    say('also here', case=case, recipient=RECEIVER)
    answer('astray', case=case, naming=elsewhere, by=by)
    carry(road)
    assert texts(case, SENDER) == []
    assert parked() == [(by, 'AnswersNothing')]


def test_an_answer_to_what_still_waits_to_leave_the_outbox_takes_effect(road: Road, case: UUID) -> None:
    """A relay that dies between sending and removing leaves such rows."""
    first = asked(road, case)[0]
    answer('yes', case=case, naming=first)
    Relay(road).once()
    columns = 'event_id, topic, key, type, sender, recipient, subject, epoch, seq, base, previous, headers, body'
    change(
        f"WITH gone AS (DELETE FROM fed_sent WHERE seq = 1 AND sender = '{SENDER}' RETURNING {columns}, created_at) "
        f'INSERT INTO fed_outbox ({columns}, created_at, bucket) SELECT *, 0 FROM gone'
    )
    intake(road).once(0)
    assert texts(case, SENDER) == ['yes']


@pytest.mark.parametrize(
    'forgotten',
    [
        f"DELETE FROM fed_sent WHERE seq = 1 AND sender = '{SENDER}'",
        'UPDATE fed_delivery SET adopted_seq = 3',
        f"INSERT INTO fed_fence VALUES ('{SENDER}', 2, now())",
    ],
    ids=['cleared away', 'adopted', 'fenced'],
)
def test_an_answer_to_what_nobody_can_know_any_more_is_believed(road: Road, case: UUID, forgotten: str) -> None:
    asked(road, case)
    change(forgotten)
    answer('yes', case=case, naming='ab' * 32)
    carry(road)
    assert texts(case, SENDER) == ['yes']

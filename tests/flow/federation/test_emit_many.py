"""Many messages said at once are the messages that would be said one by one, in a handful of statements."""

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from federation.contracts.envelope import chain_hash, content_digest
from federation.directory.selectors import UnknownHall
from federation.outbox.messages import OutgoingFact, OutgoingMessage, OwnHall, emit_many
from federation.outbox.models import OutboxRow
from federation.outbox.services import emit
from govhall.kernel.chain import GENESIS
from govhall.kernel.ids import new_uid
from tenants.context import hall_context
from tenants.models import Hall
from tests.builders.trial import OTHER, RECEIVER, SENDER, Counted, Noted, rows

pytestmark = pytest.mark.usefixtures('halls')


def letter(text: str, case: UUID, recipient: str = RECEIVER) -> OutgoingMessage:
    return OutgoingMessage(Noted(text=text), recipient, case)


def say_all(said: list[OutgoingMessage | OutgoingFact]) -> list[str]:
    with hall_context(Hall.objects.get(code=SENDER)), transaction.atomic():
        return emit_many(said)


def test_letters_of_one_stream_take_its_places_in_order(case: UUID) -> None:
    other = new_uid()
    say_all([letter('1', case), letter('a', other), letter('2', case), letter('x', case, OTHER)])
    hashes = say_all([letter('3', case), letter('4', case)])
    found = OutboxRow.objects.filter(subject=case, recipient=RECEIVER).order_by('id')
    assert [row.sequence for row in found] == [1, 2, 3, 4]
    tip, tips = GENESIS, []
    for row in found:
        assert row.previous == tip
        tip = chain_hash(tip, content_digest(row.type, bytes(row.body)))
        tips.append(tip)
    assert tips[2:] == hashes
    assert rows('SELECT sum(seq) FROM fed_outbox WHERE seq > 0') == [(12,)]


def test_letters_and_facts_stand_in_the_outbox_as_they_were_said(case: UUID) -> None:
    say_all([letter('1', case), OutgoingFact(Counted(number=1), new_uid()), letter('2', case)])
    assert rows('SELECT type, seq FROM fed_outbox ORDER BY id') == [
        ('trial.noted.v1', 1),
        ('trial.counted.v1', 0),
        ('trial.noted.v1', 2),
    ]


def test_one_by_one_goes_on_where_many_ended(case: UUID) -> None:
    (last,) = say_all([letter('1', case)])
    with hall_context(Hall.objects.get(code=SENDER)), transaction.atomic():
        emit(Noted(text='2'), recipient=RECEIVER, subject=case)
    assert OutboxRow.objects.get(sequence=2).previous == last


@pytest.mark.parametrize(('wrong', 'error'), [(SENDER, OwnHall), ('ZZXX0001', UnknownHall)])
def test_nothing_is_said_if_one_may_not_be(case: UUID, wrong: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        say_all([letter('1', case), letter('2', case, wrong)])
    assert rows('SELECT count(*) FROM fed_outbox') == [(0,)]


def test_a_hundred_letters_take_as_many_statements_as_one(django_assert_num_queries: Any) -> None:
    with hall_context(Hall.objects.get(code=SENDER)), transaction.atomic():
        emit_many([letter('the key is known', new_uid())])
        for count in (1, 100):
            with django_assert_num_queries(3):  # the directory, the streams, the outbox
                emit_many([letter('1', new_uid()) for _ in range(count)])


def test_nothing_to_say_writes_nothing(django_assert_num_queries: Any) -> None:
    with hall_context(Hall.objects.get(code=SENDER)), transaction.atomic(), django_assert_num_queries(0):
        assert emit_many([]) == []

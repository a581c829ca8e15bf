"""The direct link is the same road without a broker."""

from uuid import UUID

import pytest
from django.conf import settings

from federation.inbox.offsets import position
from federation.intake.consumer import Intake
from federation.keys.services import make_hall_keys
from federation.link.direct import DirectReader, DirectSender
from federation.link.port import OutgoingRecord
from federation.link.topics import topics_read_by
from federation.relay.relay import Relay
from tests.builders.trial import SENDER, Counted, enter_hall, rows, say, texts
from tests.builders.vouched import Vouched, numbers, tell

pytestmark = pytest.mark.usefixtures('halls')


@pytest.fixture
def sender() -> DirectSender:
    return DirectSender(topics_read_by(settings.CELL))


def reader() -> DirectReader:
    return DirectReader(topics_read_by(settings.CELL), position)


def test_message_crosses_the_log_table(sender: DirectSender, case: UUID) -> None:
    say('1', '2', case=case)
    Relay(sender).once()
    Intake(reader(), settings.CELL).once(0)
    assert texts(case) == ['1', '2']
    assert rows('SELECT partition FROM fed_offset') == [(-1,)]


def test_watermarks_count_one_after_the_other_in_an_intake_that_lives_on(sender: DirectSender) -> None:
    intake = Intake(reader(), settings.CELL)
    for number in range(1, 4):
        tell(Counted(number=number), Vouched(number=number))
        Relay(sender).once()
        intake.once(0)
    assert numbers() == [1, -1, 2, -2, 3, -3]


def test_new_reader_goes_on_where_the_last_one_ended(sender: DirectSender, case: UUID) -> None:
    say('1', case=case)
    Relay(sender).once()
    Intake(reader(), settings.CELL).once(0)
    say('2', case=case)
    Relay(sender).once()
    assert len(reader().poll(10, 0)) == 1


def test_message_for_another_cell_stays_in_the_outbox(sender: DirectSender, case: UUID) -> None:
    enter_hall('ZZPP0001', cell='sichuan')
    make_hall_keys(['ZZPP0001'])
    say('far', case=case, recipient='ZZPP0001')
    say('near', case=case)
    assert Relay(sender).once() == 2  # the key of that hall, and what is near
    assert rows('SELECT sender, recipient FROM fed_outbox WHERE seq > 0') == [(SENDER, 'ZZPP0001')]


def test_no_more_than_the_limit_is_read_in_the_order_of_the_log(sender: DirectSender) -> None:
    names = [topic.name for topic in topics_read_by(settings.CELL)][:2]
    records = [OutgoingRecord(names[number % 2], b'k', [('n', b'')], str(number).encode()) for number in range(5)]
    sender.send(records)
    one = reader()
    assert [record.value for record in one.poll(3, 0)] == [b'0', b'1', b'2']
    assert [record.value for record in one.poll(3, 0)] == [b'3', b'4']
    assert one.poll(3, 0) == []

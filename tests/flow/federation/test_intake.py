"""What cannot be trusted is set aside byte for byte; facts and entries take their own, simpler road."""

from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction

from federation.contracts.envelope import Envelope
from federation.intake import consumer
from federation.intake.address_book import AddressBook
from federation.intake.record_reader import load_signers
from federation.keys.services import make_hall_keys
from federation.link.port import IncomingRecord, OutgoingRecord
from federation.link.topics import Lane, cell_topic
from federation.outbox.services import emit_facts, publish_entry
from federation.relay.relay import Relay
from federation.trust import keys
from govhall.kernel.errors import Later
from govhall.kernel.ids import new_uid
from tenants.context import hall_context
from tenants.models import Hall
from tests.builders import trial
from tests.builders.trial import (
    OTHER,
    SENDER,
    Counted,
    Listed,
    Noted,
    Road,
    enter_hall,
    intake,
    make_halls,
    raw_record,
    rows,
    say,
    texts,
)

pytestmark = pytest.mark.usefixtures('halls')
INBOX = cell_topic(settings.CELL, Lane.INBOX)


def reasons() -> list[str]:
    return [str(row[0]) for row in rows('SELECT reason FROM fed_quarantine ORDER BY id')]


def count_facts(*numbers: int) -> None:
    with hall_context(Hall.objects.get(code=SENDER)), transaction.atomic():
        for number in numbers:
            emit_facts(Counted(number=number), key=new_uid())


@pytest.mark.parametrize(
    'spoil',
    [
        lambda good: good._replace(headers=[]),
        lambda good: good._replace(headers=[(name, raw) for name, raw in good.headers if name != 'ce_sequence']),
        lambda good: good._replace(headers=[*good.headers, ('ce_sequence', b'first')]),
        lambda good: good._replace(headers=[*good.headers, ('ce_sequence', b'0')]),
        lambda good: good._replace(headers=[*good.headers, ('ce_source', b'\xff')]),
        lambda good: good._replace(headers=[*good.headers, ('ce_time', b'yesterday')]),
        lambda good: good._replace(headers=[*good.headers, ('ce_signature', b'forged')]),
        lambda good: good._replace(value=b'\x00\xff'),
        lambda good: good._replace(value=b'{"text": 1}'),
        lambda good: good._replace(value=good.value[:-1]),
        lambda good: good._replace(key=b'\xff'),
    ],
    ids=[
        'no headers',
        'no sequence',
        'sequence not a number',
        'sequence 0',
        'sender not text',
        'time',
        'signature',
        'bytes',
        'wrong type',
        'cut off',
        'key',
    ],
)
def test_unreadable_record_is_quarantined_and_the_rest_flows(spoil: object, road: Road, case: UUID) -> None:
    spoiled: OutgoingRecord = spoil(raw_record(case=new_uid()))  # type: ignore[operator]
    road.append(spoiled)
    say('flows', case=case)
    Relay(road).once()
    intake(road).once(0)
    assert texts(case) == ['flows']
    assert rows('SELECT position, value FROM fed_quarantine') == [(0, spoiled.value)]
    assert rows('SELECT next_offset FROM fed_offset') == [(2,)]


def test_quarantine_keeps_no_data_in_its_reason(road: Road) -> None:
    road.append(raw_record(case=new_uid(), body=b'{"text": ["110105199001011234"]}'))
    intake(road).once(0)
    assert reasons() == ['UnreadableMessage: trial.noted.v1: ValidationError']


def test_record_read_again_is_quarantined_once(road: Road) -> None:
    road.append(raw_record(case=new_uid(), body=b'?'))
    running = intake(road)
    running.once(0)
    road.places.clear()
    running.once(0)
    assert len(reasons()) == 1


def test_tombstone_is_passed_over(road: Road, case: UUID) -> None:
    road.log[INBOX, 0] = [IncomingRecord(INBOX, 0, 0, b'k', [], None)]
    say('flows', case=case)
    Relay(road).once()
    intake(road).once(0)
    assert texts(case) == ['flows']
    assert reasons() == []


def test_message_for_a_hall_of_another_cell_is_quarantined(road: Road, case: UUID) -> None:
    enter_hall('ZZPP0001', cell='sichuan')
    make_hall_keys(['ZZPP0001'])
    road.append(raw_record(case=case, recipient='ZZPP0001'))
    intake(road).once(0)
    assert reasons() == ['recipient_in_another_cell']


@pytest.mark.parametrize('stranger', ['sender', 'recipient'])
def test_hall_that_stays_unknown_is_quarantined_after_the_wait(stranger: str, road: Road, case: UUID) -> None:
    make_hall_keys(['ZZXX0001'])
    road.append(raw_record(case=case, **{stranger: 'ZZXX0001'}))  # type: ignore[arg-type]
    intake(road).once(0)
    assert reasons() == []
    intake(road, patience=0).once(0)
    assert [reason.removeprefix('sender: ') for reason in reasons()] == ['hall_not_in_directory']


def test_message_for_a_hall_not_provisioned_yet_waits(road: Road, case: UUID) -> None:
    enter_hall('ZZNN0001')
    make_hall_keys(['ZZNN0001'])
    road.append(raw_record(case=case, recipient='ZZNN0001', said=Noted(text='welcome')))
    intake(road, patience=0).once(0)
    assert (reasons(), texts(case, 'ZZNN0001')) == ([], [])
    Hall.objects.filter(code='ZZNN0001').delete()
    make_halls(['ZZNN0001'])
    intake(road, patience=0).once(0)
    assert texts(case, 'ZZNN0001') == ['welcome']


def test_facts_of_one_poll_come_in_one_call(road: Road) -> None:
    count_facts(1, 2, 3)
    Relay(road).once()
    intake(road).once(0)
    assert rows('SELECT numbers FROM trial_fact') == [([1, 2, 3],)]


def test_fact_that_cannot_be_applied_is_set_aside_and_the_others_count(road: Road) -> None:
    trial.faults['2'] = ValueError()
    count_facts(1, 2, 3)
    Relay(road).once()
    intake(road).once(0)
    assert rows('SELECT numbers FROM trial_fact ORDER BY numbers') == [([1],), ([3],)]
    assert reasons()[0].startswith('ValueError at trial.py')


def test_fact_that_must_wait_holds_the_offset(road: Road) -> None:
    trial.faults['1'] = Later()
    count_facts(1, 2)
    Relay(road).once()
    intake(road).once(0)
    assert rows('SELECT next_offset FROM fed_offset') == [(0,)]


def test_entry_reaches_its_handler_under_its_key(road: Road) -> None:
    with transaction.atomic():
        publish_entry('catalogue', key='word/1', message=Listed(word='x'))
    Relay(road).once()
    intake(road).once(0)
    assert rows('SELECT key, word FROM trial_entry') == [('word/1', 'x')]


def test_entry_under_another_key_than_the_signed_one_is_quarantined(road: Road) -> None:
    """Or who may write the topic could put one entry in the place of another, which the topic would then forget."""
    with transaction.atomic():
        publish_entry('catalogue', key='word/1', message=Listed(word='x'))
    Relay(road).once()
    moved = road.everything()[0]._replace(key=b'word/2')
    road.log.clear()
    road.append(moved)
    intake(road).once(0)
    assert rows('SELECT key, word FROM trial_entry') == []
    assert reasons() == ['Untrusted: the key is not that of the signed subject']


def test_what_waits_is_bounded_by_its_bytes_too(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    trial.faults['1'] = Later()
    count_facts(*range(1, 9))
    Relay(road).once()
    monkeypatch.setattr(consumer, 'POLL', 2)
    monkeypatch.setattr(consumer, 'ROOM_BYTES', 1)
    one = intake(road)
    for _ in range(2):
        one.once(0)
        assert one.state()['waiting'] == 1  # of the first two; nothing more is read while it waits
        assert rows('SELECT numbers FROM trial_fact') == [([2],)]
    trial.faults.clear()
    one = intake(road)
    for _ in range(4):
        one.once(0)
    told = [numbers for (numbers,) in rows('SELECT numbers FROM trial_fact')]
    assert told == [[2], [1, 2], [3, 4], [5, 6], [7, 8]]


def test_fact_on_the_lane_of_cases_is_quarantined(road: Road) -> None:
    count_facts(1)
    Relay(road).once()
    astray = road.everything()[0]._replace(topic=INBOX)
    road.log.clear()
    road.append(astray)
    intake(road).once(0)
    assert rows('SELECT count(*) FROM trial_fact') == [(0,)]
    assert len(reasons()) == 1


def test_keys_and_halls_of_many_senders_cost_a_statement_not_one_each(django_assert_num_queries: Any) -> None:
    """The one at the end is no key id: it is refused by itself and hides nobody."""
    received = [IncomingRecord('t', 0, at, b'', record.headers, b'') for at, record in enumerate(named())]
    keys.forget_keys()
    with django_assert_num_queries(1):
        load_signers(received)
    book = AddressBook(settings.CELL)
    envelopes = [Envelope.from_headers(one.headers) for one in received[:-1]]
    with django_assert_num_queries(1):
        book.meet(envelopes)
        for envelope in envelopes:
            book.check_sender(envelope)
    with django_assert_num_queries(0):
        book.meet(envelopes)
        for envelope in envelopes:
            keys.known_key(envelope.key_id)


def named() -> list[OutgoingRecord]:
    good = [raw_record(case=new_uid(), sender=sender) for sender in (SENDER, OTHER)]
    return [*good, good[0]._replace(headers=[*good[0].headers, ('ce_keyid', b'\x00\xff')])]

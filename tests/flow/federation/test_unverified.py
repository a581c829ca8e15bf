"""Records of senders whose key nobody has told: a few wait a minute, and they cost no look-up each."""

from uuid import UUID

import msgspec
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from federation.contracts.envelope import Envelope
from federation.intake import address_book, unverified
from federation.intake.address_book import AddressBook
from federation.intake.consumer import Intake
from federation.link.port import IncomingRecord
from federation.relay.relay import Relay
from federation.trust import keys
from federation.trust.models import PublicKey
from federation.trust.signatures import sign
from govhall.kernel.ids import new_uid
from tests.builders.trial import OTHER, Road, raw_record, rows, say, texts

pytestmark = pytest.mark.usefixtures('halls')
KEYS = 'FROM "fed_key"'
WHY = 'SELECT reason, count(*) FROM fed_quarantine GROUP BY reason ORDER BY count(*)'


class Clock:
    """Seconds that pass when the test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def start(road: Road) -> tuple[Intake, Clock]:
    clock = Clock()
    book = AddressBook(settings.CELL, clock=clock)
    return Intake(road.reopen(), settings.CELL, addresses=book, clock=clock), clock


def untold(count: int, *, keys_named: int = 1) -> list[IncomingRecord]:
    """Records that name keys that nobody has."""
    good = raw_record(case=new_uid())
    rest = [pair for pair in good.headers if pair[0] != 'ce_keyid']
    return [
        IncomingRecord(
            good.topic, 0, at, good.key, [*rest, ('ce_keyid', f'nobody-{at % keys_named}'.encode())], good.value
        )
        for at in range(count)
    ]


def lay(road: Road, records: list[IncomingRecord]) -> None:
    log = road.log.setdefault((records[0].topic, 0), [])
    log += [record._replace(offset=len(log) + at) for at, record in enumerate(records)]


@pytest.mark.parametrize('keys_named', [1, 6000])
def test_six_thousand_records_of_strangers_do_not_keep_a_message_waiting(
    road: Road, case: UUID, keys_named: int
) -> None:
    lay(road, untold(6000, keys_named=keys_named))
    say('flows', case=case)
    Relay(road).once()
    intake, clock = start(road)
    with CaptureQueriesContext(connection) as asked:
        while intake.once(0):  # a busy machine needs more polls for them: each has a bound of time
            pass
    assert texts(case) == ['flows']
    looks = [captured_query for captured_query in asked.captured_queries if KEYS in captured_query['sql']]
    assert 0 < len(looks) <= 15, f'{len(looks)} looks for keys: one a poll of 500'
    assert len(asked) < 100, f'{len(asked)} statements for 6,001 records'
    assert intake.state()['unverified'] == unverified.MOST
    assert rows(WHY) == [(unverified.CROWDED, 6000 - unverified.MOST)]
    clock.now += 61
    intake.once(0)
    assert rows(WHY) == [(unverified.UNTOLD, unverified.MOST), (unverified.CROWDED, 6000 - unverified.MOST)]
    assert intake.state()['waiting'] == 0


def test_waiting_strangers_are_looked_for_in_one_statement_a_second(road: Road) -> None:
    lay(road, untold(300, keys_named=300))
    intake, clock = start(road)
    intake.once(0)
    keys.forget_keys()
    clock.now += 1
    with CaptureQueriesContext(connection) as asked:
        intake.once(0)
        intake.once(0)
    assert sum(KEYS in captured_query['sql'] for captured_query in asked.captured_queries) == 1
    assert intake.state()['unverified'] == 300


def test_stranger_whose_key_comes_within_the_minute_is_taken_in_its_turn(road: Road, case: UUID) -> None:
    say('1', '2', case=case, sender=OTHER)
    Relay(road).once()
    key = PublicKey.objects.get(owner=OTHER)
    PublicKey.objects.filter(owner=OTHER).delete()
    keys.forget_keys()
    intake, clock = start(road)
    intake.once(0)
    assert texts(case) == []
    key.save(force_insert=True)
    keys.forget_keys()
    clock.now += 30
    intake.once(0)
    assert texts(case) == ['1', '2']
    assert intake.state()['unverified'] == 0


def test_strangers_do_not_keep_receipts_back(road: Road, case: UUID) -> None:
    lay(road, untold(5))
    say('1', case=case)
    Relay(road).once()
    intake, clock = start(road)
    intake.once(0)
    clock.now += settings.RECEIPT_SECONDS + 1
    intake.once(0)
    said = rows("SELECT convert_from(body, 'UTF8') FROM fed_outbox WHERE type LIKE 'transport.receipt%'")
    assert any('"as_of":"20' in str(body) for (body,) in said)


def test_message_sealed_for_a_key_that_nobody_has_is_given_up_after_a_minute(road: Road, case: UUID) -> None:
    good = raw_record(case=new_uid())
    envelope = msgspec.structs.replace(Envelope.from_headers(good.headers), sealed_for='nobody')
    (envelope,) = sign([(envelope, good.value)])
    road.append(good._replace(headers=envelope.to_headers()))
    intake, clock = start(road)
    intake.once(0)
    assert intake.state()['waiting'] == 1
    for _ in range(3):
        clock.now += 61
        intake.once(0)
    assert intake.state()['waiting'] == 0
    assert [reason for reason, _ in rows(WHY)] == ['UnknownKey: sealed for a key that the directory does not name']


def test_no_more_than_so_many_names_wait_for_the_directory() -> None:
    clock = Clock()
    book = AddressBook(settings.CELL, clock=clock)
    waiting = [book.is_out_of_patience(f'made-up-{number}') for number in range(address_book.MOST_ASKED + 10)]
    assert waiting == [False] * address_book.MOST_ASKED + [True] * 10
    clock.now += address_book.PATIENCE_SECONDS
    assert book.is_out_of_patience('made-up-0')
    assert book.is_out_of_patience('another')
    clock.now += address_book.PATIENCE_SECONDS * address_book.FORGET_AFTER
    assert not book.is_out_of_patience('another')

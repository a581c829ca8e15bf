"""What was parked or quarantined is tried again at a person's word, counted before, throttled, and kept who did so."""

from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from federation.contracts.envelope import Envelope
from federation.inbox.messages import InboundMessage
from federation.inbox.parking import park
from federation.inbox.quarantine import SuspectRecord, quarantine_records
from federation.intake.faults import reason_of
from federation.keys.services import make_hall_keys
from federation.relay.relay import Relay
from federation.replay import parked, services
from federation.replay.choice import Choice
from federation.replay.models import Replay
from govhall.kernel.chain import GENESIS
from govhall.kernel.errors import Later
from govhall.kernel.ids import new_uid
from tenants.context import hall_context
from tenants.selectors import hall_by_code
from tests.builders import trial
from tests.builders.committed import Committed, DatabaseRole
from tests.builders.trial import OTHER, RECEIVER, SENDER, Road, enter_hall, intake, raw_record, rows, say, texts
from tests.builders.world import COUNTY, TOWNSHIP


def carry(road: Road) -> None:
    while Relay(road).once():
        pass
    intake(road).once(0)


def run(**options: object) -> str:
    out = StringIO()
    call_command('replay', stdout=out, per_second=10_000.0, by='李运维', **options)
    return out.getvalue()


def block(road: Road, *cases: UUID, recipient: str = RECEIVER) -> None:
    trial.faults['poison'] = ValueError()
    for case in cases:
        say('1', 'poison', '3', case=case, recipient=recipient)
    carry(road)


@pytest.mark.usefixtures('halls')
def test_poison_that_was_mended_gives_an_equal_history(road: Road, case: UUID) -> None:
    block(road, case)
    trial.faults.clear()
    assert 'flows: 1' in run()
    assert texts(case) == ['1', 'poison', '3']
    (theirs,) = rows('SELECT last_seq, tip, state FROM fed_cursor')
    assert theirs[2] == 'ok'
    assert rows('SELECT next_seq - 1, tip FROM h_zzaa0001.fed_stream') == [theirs[:2]]
    assert rows('SELECT count(*) FROM fed_parked') == [(0,)]
    say('4', case=case)
    carry(road)
    assert texts(case) == ['1', 'poison', '3', '4']


@pytest.mark.usefixtures('halls')
def test_dry_run_counts_by_hall_type_and_reason_and_tries_nothing(road: Road, case: UUID) -> None:
    block(road, case, new_uid())
    block(road, new_uid(), recipient=OTHER)
    road.append(raw_record(case=new_uid(), body=b'?'))
    intake(road).once(0)
    trial.faults.clear()
    before = rows('SELECT id, reason, tries FROM fed_parked ORDER BY id')
    printed = run(dry_run=True)
    assert rows('SELECT id, reason, tries FROM fed_parked ORDER BY id') == before
    found = services.count(Choice(), by='x')
    counts = {(place, hall): tuple(one) for (place, hall, _, _), one in found.items()}
    assert counts == {('parked', RECEIVER): (2, 4), ('parked', OTHER): (1, 2), ('quarantined', RECEIVER): (1, 1)}
    assert all(word in printed for word in (RECEIVER, 'trial.noted.v1', 'ValueError', 'UnreadableMessage'))


@pytest.mark.usefixtures('halls')
def test_filters_choose(road: Road, case: UUID) -> None:
    other = new_uid()
    block(road, case)
    block(road, other, recipient=OTHER)
    trial.faults.clear()
    for nothing in ({'type': 'case.answered.v1'}, {'reason': 'KeyError'}, {'stream': str(new_uid())}):
        assert run(**nothing) == ''
    assert run(quarantined=True) == ''
    assert run(since='2999-01-01') == ''
    run(hall=OTHER, type='trial.noted.v1', reason='ValueError', since='2020-01-01')
    assert (texts(case), texts(other, OTHER)) == (['1'], ['1', 'poison', '3'])
    run(stream=f'{case}/{SENDER}')
    assert texts(case) == ['1', 'poison', '3']


@pytest.mark.usefixtures('halls')
def test_limit_and_throttle_hold(road: Road) -> None:
    block(road, *(new_uid() for _ in range(5)))
    trial.faults.clear()
    rests: list[float] = []
    result = services.replay(Choice(), by='x', limit=3, per_second=4, rest=rests.append)
    assert result == {'flows': 3, 'applied': 6}
    assert rests == [0.25, 0.25]
    assert len(parked.chosen(Choice())) == 2


@pytest.mark.parametrize('wrong', [{'limit': 0}, {'per_second': 0}])
@pytest.mark.usefixtures('halls')
def test_a_pace_of_nothing_is_refused(road: Road, wrong: dict[str, object]) -> None:
    with pytest.raises(CommandError):
        call_command('replay', **wrong)


@pytest.mark.usefixtures('halls')
def test_what_still_fails_stays_and_counts_the_try(road: Road, case: UUID) -> None:
    block(road, case)
    assert 'stopped: 1' in run()
    assert texts(case) == ['1']
    assert rows('SELECT seq, tries FROM fed_parked ORDER BY seq') == [(2, 1), (3, 0)]


@pytest.mark.usefixtures('halls')
def test_what_must_wait_is_not_blamed(road: Road, case: UUID) -> None:
    block(road, case)
    trial.faults['poison'] = Later()
    run()
    assert rows('SELECT tries FROM fed_parked ORDER BY seq') == [(0,), (0,)]


@pytest.mark.usefixtures('halls')
def test_twenty_that_fail_in_a_row_end_it(road: Road) -> None:
    for _ in range(3):  # in parts, so that the intake parks them
        block(road, *(new_uid() for _ in range(9)))
    before = rows('SELECT sum(tries)::int FROM fed_parked')[0][0]
    with pytest.raises(CommandError, match='not mended'):
        run()
    assert rows('SELECT sum(tries)::int FROM fed_parked') == [(before + 20,)]  # type: ignore[operator]
    assert Replay.objects.get().result == {'stopped': 20, 'applied': 0, 'gave_up': 1}


@pytest.mark.usefixtures('halls')
def test_each_use_is_kept_with_who_what_and_result(road: Road, case: UUID) -> None:
    block(road, case)
    run(dry_run=True, hall=RECEIVER)
    trial.faults.clear()
    run(reason='ValueError')
    first, second = Replay.objects.order_by('id')
    assert (first.by, first.dry_run, first.what['hall'], first.result) == ('李运维', True, RECEIVER, {'tries': 1})
    assert (second.dry_run, second.what['reason'], second.result) == (False, 'ValueError', {'flows': 1, 'applied': 2})
    assert second.ended_at is not None and second.at <= second.ended_at


@pytest.mark.usefixtures('halls')
def test_a_use_that_breaks_off_is_kept_without_a_result(road: Road, case: UUID) -> None:
    block(road, case)

    def broken_off(seconds: float) -> None:
        raise KeyboardInterrupt

    block(road, new_uid())
    with pytest.raises(KeyboardInterrupt):
        services.replay(Choice(), by='x', limit=9, per_second=1, rest=broken_off)
    assert Replay.objects.get().result is None


@pytest.mark.usefixtures('halls')
def test_quarantined_record_is_verified_again_and_takes_effect(road: Road, case: UUID) -> None:
    make_hall_keys(['ZZXX0001'])
    road.append(raw_record(case=case, sender='ZZXX0001'))
    intake(road, patience=0).once(0)
    assert rows('SELECT count(*) FROM fed_quarantine') == [(1,)]
    run()
    assert rows('SELECT reason, tries FROM fed_quarantine') == [('sender: hall_not_in_directory', 1)]
    enter_hall('ZZXX0001')
    offsets = rows('SELECT topic, partition, next_offset FROM fed_offset')
    assert 'taken: 1' in run()
    assert texts(case) == ['1.1']
    assert rows('SELECT count(*) FROM fed_quarantine') == [(0,)]
    assert rows('SELECT topic, partition, next_offset FROM fed_offset') == offsets


@pytest.mark.usefixtures('halls')
def test_a_forged_record_stays_in_quarantine_however_often_it_is_tried(road: Road, case: UUID) -> None:
    good = raw_record(case=case)
    road.append(good._replace(value=good.value[:-1] + bytes([good.value[-1] ^ 1])))
    intake(road).once(0)
    for tries in (1, 2):
        assert 'suspect: 1' in run()
        assert rows('SELECT tries FROM fed_quarantine') == [(tries,)]
    assert (texts(case), rows('SELECT count(*) FROM fed_cursor')) == ([], [(0,)])


@pytest.mark.usefixtures('halls')
def test_quarantined_poison_is_parked_where_it_belongs(road: Road, case: UUID) -> None:
    trial.faults['poison'] = ValueError()
    make_hall_keys(['ZZXX0001'])
    road.append(raw_record(case=case, sender='ZZXX0001', said=trial.Noted(text='poison')))
    intake(road, patience=0).once(0)
    enter_hall('ZZXX0001')
    run(quarantined=True)
    assert rows('SELECT state FROM fed_cursor') == [('blocked',)]
    assert rows('SELECT count(*) FROM fed_quarantine') == [(0,)]
    assert reason_of(ValueError()) == 'ValueError'


def test_the_intakes_role_may_replay_and_the_webs_may_not(committed: Committed) -> None:
    case = new_uid()
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO fed_cursor (subject, sender, recipient, last_seq, tip, epoch, conflict_epoch, state)'
            " VALUES (%s, %s, %s, 0, %s, 1, 0, 'blocked')",
            [case, TOWNSHIP, COUNTY, GENESIS],
        )
    record = raw_record(case=case, sender=TOWNSHIP, recipient=COUNTY)
    envelope = Envelope.from_headers(record.headers)
    with hall_context(hall_by_code(COUNTY)):
        park(InboundMessage('', 0, 0, b'', record.headers, envelope, record.value, None), 'KeyError', reached=0)
    suspect = SuspectRecord(record.topic, 0, 0, record.key, [], record.value, 'Unreadable')
    quarantine_records([suspect], {})
    trial.faults['1.1'] = ValueError()
    try:
        with committed.process_of(DatabaseRole.INTAKE):
            assert services.count(Choice(), by='x').keys() == {
                ('parked', COUNTY, 'trial.noted.v1', 'KeyError'),
                ('quarantined', '', '', 'Unreadable'),
            }
            result = services.replay(Choice(), by='x', limit=9, per_second=1000)
    finally:
        trial.faults.clear()
    assert result == {'stopped': 1, 'suspect': 1, 'applied': 0}
    with committed.process_of(DatabaseRole.WEB), pytest.raises(Exception, match='permission denied'):
        services.count(Choice(), by='x')

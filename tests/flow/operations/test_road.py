"""Monitoring and the operator's page: who may see them, what they say, and that they can't say more."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from deploy.local.cells import Cell
from federation.watch.heartbeat import HeartbeatWriter
from govhall.archive.services import FilesMissing
from govhall.kernel.ids import new_uid
from tenants.roles import Role
from tenants.sweep import each
from tests.builders.committed import Committed, DatabaseRole
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import BIRTH, COUNTY, PROVINCE, TOWNSHIP, World

TOKEN = 'a token of many letters'
NAME = '张小明'


@pytest.fixture
def stopped(world: World) -> Iterator[World]:
    """A stream that stopped, one with a gap, a record in quarantine, and a message that waits."""
    world.receive(TOWNSHIP, BIRTH)
    with connection.cursor() as cursor:
        for state, reason in (('blocked', 'KeyError at x.py:3'), ('gap', 'gap')):
            case = new_uid()
            cursor.execute(
                'INSERT INTO fed_cursor (subject, sender, recipient, last_seq, tip, epoch, conflict_epoch, state)'
                " VALUES (%s, %s, %s, 0, '', 1, 0, %s)",
                [case, TOWNSHIP, COUNTY, state],
            )
            cursor.execute(
                'INSERT INTO fed_parked (subject, sender, recipient, seq, epoch, type, headers, body, reason)'
                " VALUES (%s, %s, %s, 1, 1, 'case.handed_over.v1', '', %s, %s)",
                [case, TOWNSHIP, COUNTY, NAME.encode(), reason],
            )
        cursor.execute(
            'INSERT INTO fed_quarantine (topic, partition, position, headers, value, reason)'
            " VALUES ('t', 0, 0, '', %s, 'Untrusted: the signature is wrong')",
            [NAME.encode()],
        )
    yield world


def beat(**state: object) -> None:
    for kind in ('relay', 'intake'):
        HeartbeatWriter(kind, lambda: state).once()


@pytest.mark.parametrize('address', ['/metrics', '/healthz/road', '/healthz/degraded'])
def test_figures_are_denied_unless_a_setting_lets_one_in(world: World, settings: Settings, address: str) -> None:
    bearer = {'authorization': f'Bearer {TOKEN}'}
    assert Client().get(address).status_code == 403
    assert Client().get(address, headers={'authorization': 'Bearer '}).status_code == 403
    assert Client().get(address, headers=bearer).status_code == 403
    settings.METRICS_TOKEN = TOKEN
    assert Client().get(address, headers={'authorization': 'Bearer another'}).status_code == 403
    assert Client().get(address, headers={'authorization': 'Bearer 口令'.encode().decode('latin-1')}).status_code == 403
    assert Client().get(address, headers=bearer).status_code in (200, 503)
    settings.METRICS_TOKEN, settings.METRICS_LOOPBACK = '', True
    assert Client().get(address).status_code in (200, 503)
    assert Client().get(address, headers={'x-forwarded-for': '127.0.0.1'}).status_code == 403
    assert Client(REMOTE_ADDR='10.0.0.7').get(address).status_code == 403


def figures(settings: Settings) -> dict[str, float]:
    settings.METRICS_LOOPBACK = True
    lines = Client().get('/metrics').content.decode().splitlines()
    return {line.rpartition(' ')[0]: float(line.rpartition(' ')[2]) for line in lines if not line.startswith('#')}


def test_metrics_count_what_stands_still(stopped: World, settings: Settings) -> None:
    beat(lag={'govhall.bazhong.inbox': 7}, waiting=2, unverified=1, halls_served=3, breaker=None, stalled=False)
    found = figures(settings)
    wanted = {'parked': 2, 'streams_blocked': 1, 'streams_gap': 1, 'streams_conflict': 0, 'quarantined_last_day': 1}
    assert {name: found[f'govhall_{name}'] for name in wanted} == wanted
    assert found['govhall_outbox_rows'] > 0
    assert found['govhall_processes{kind="intake"}'] == 1
    (lag,) = [value for name, value in found.items() if name.startswith('govhall_lag') and 'process="intake' in name]
    assert lag == 7
    assert NAME not in str(found)


def test_relay_counters_go_out_with_their_denominators(world: World, settings: Settings) -> None:
    HeartbeatWriter('relay', lambda: {'relay_rows_out_of_order': 0, 'relay_rows_in_order': 12}).once()
    found = figures(settings)
    values = {name.partition('{')[0]: value for name, value in found.items() if name.startswith('govhall_relay_rows')}
    assert values == {'govhall_relay_rows_out_of_order': 0, 'govhall_relay_rows_in_order': 12}


def test_health_of_the_road_names_what_is_wrong(stopped: World, settings: Settings) -> None:
    settings.METRICS_LOOPBACK = True
    beat()
    answer = Client().get('/healthz/road')
    assert (answer.status_code, answer.json()) == (503, {'wrong': ['streams_blocked', 'records_quarantined']})
    assert Client().get('/healthz').status_code == 200


def test_health_of_a_road_on_which_all_flows_is_good(world: World, settings: Settings) -> None:
    settings.METRICS_LOOPBACK = True
    beat()
    answer = Client().get('/healthz/road')
    assert (answer.status_code, answer.json()) == (200, {'wrong': []})


def test_a_process_beats_every_ten_seconds_and_replaces_its_row(world: World) -> None:
    now = [0.0]
    heart = HeartbeatWriter('relay', lambda: {'at': now[0]}, lambda: now[0])
    seen = []
    for now[0] in (0.0, 9.0, 10.0):
        heart.once()
        with connection.cursor() as cursor:
            cursor.execute("SELECT state -> 'at' FROM fed_health")
            seen.append(cursor.fetchall())
    assert seen == [[('0.0',)], [('0.0',)], [('10.0',)]]


def test_page_says_what_stands_why_and_what_to_do(stopped: World, signed_in: SignedIn) -> None:
    beat()
    page = text(signed_in(stopped.person(PROVINCE, Role.ADMINISTRATOR)).get(at(PROVINCE, 'road/')))
    for words in ('有 2 件事要处理', '有办件的报文处理不了', 'govhall replay', '原因代码：KeyError at x.py:3'):
        assert words in page, words
    for words in ('缺前一件报文', '签名或加密不对', '上报（移交）', '1 件处理不了，1 件缺前一件'):
        assert words in page, words
    assert NAME not in page


def test_page_says_why_the_intake_has_paused_itself(world: World, signed_in: SignedIn) -> None:
    beat(breaker={'reason': 'KeyError at x.py:3', 'again_in': 40, 'seconds': 70, 'tries': 3})
    page = text(signed_in(world.person(PROVINCE, Role.ADMINISTRATOR)).get(at(PROVINCE, 'road/')))
    assert '已暂停，原因代码 KeyError at x.py:3，40 秒后再试' in page
    assert '接收程序已自动暂停办件报文' in page


def test_page_of_a_quiet_cell_says_so(world: World, signed_in: SignedIn) -> None:
    beat()
    page = text(signed_in(world.person(PROVINCE, Role.ADMINISTRATOR)).get(at(PROVINCE, 'road/')))
    assert '收发正常，没有要处理的事' in page
    assert '各大厅都没有排队或停下的报文' in page


def test_page_names_a_process_that_is_silent(world: World, signed_in: SignedIn) -> None:
    page = text(signed_in(world.person(PROVINCE, Role.ADMINISTRATOR)).get(at(PROVINCE, 'road/')))
    assert '发送程序没有运行' in page


@pytest.mark.parametrize('role', [role for role in Role if role is not Role.ADMINISTRATOR])
def test_page_is_for_administrators_only(world: World, signed_in: SignedIn, role: Role) -> None:
    assert signed_in(world.person(PROVINCE, role)).get(at(PROVINCE, 'road/')).status_code == 403


def test_page_is_not_for_administrators_of_a_hall_below(world: World, signed_in: SignedIn) -> None:
    below = signed_in(world.person(COUNTY, Role.ADMINISTRATOR))
    assert below.get(at(COUNTY, 'road/')).status_code == 403
    assert '报文收发' not in text(below.get(at(COUNTY, 'figures/')))
    assert below.get(at(PROVINCE, 'road/')).status_code == 404
    highest = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    assert '报文收发' in text(highest.get(at(PROVINCE, 'figures/')))


def test_web_counts_and_reads_no_message(committed: Committed, cell: Cell) -> None:
    with committed.process_of(DatabaseRole.WEB), connection.cursor() as cursor:
        for name in ('fed_watch', 'fed_watch_halls', 'fed_watch_set_aside'):
            cursor.execute(f'SELECT * FROM public.{name}()')
    for table in ('fed_parked', 'fed_quarantine', 'fed_outbox', 'fed_cursor', 'fed_delivery', 'fed_replay'):
        with (
            committed.process_of(DatabaseRole.WEB),
            connection.cursor() as cursor,
            pytest.raises(Exception, match='permission denied') as denied,
        ):
            cursor.execute(f'SELECT * FROM {table}')
        assert isinstance(denied.value.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize('role', [DatabaseRole.RELAY, DatabaseRole.INTAKE])
def test_relay_and_intake_may_beat_and_web_may_not(committed: Committed, role: DatabaseRole) -> None:
    with committed.process_of(role):
        HeartbeatWriter(str(role), dict).once()
    with committed.process_of(DatabaseRole.WEB), pytest.raises(Exception, match='permission denied'):
        HeartbeatWriter('web', dict).once()


def test_what_background_work_could_not_do_is_shown_and_counted(
    world: World, signed_in: SignedIn, settings: Settings
) -> None:
    item = new_uid()

    def lost(_: object) -> None:
        raise FilesMissing

    each([item], lost, task='casework.sweep_archive', hall=TOWNSHIP)
    page = text(signed_in(world.person(PROVINCE, Role.ADMINISTRATOR)).get(at(PROVINCE, 'road/')))
    for said in ('后台有几件事没有办成', '归档', str(item), '补齐材料文件，或者从备份恢复', '1 次'):
        assert said in page
    settings.METRICS_TOKEN = TOKEN
    figures = Client().get('/metrics', headers={'authorization': f'Bearer {TOKEN}'}).content.decode()
    assert 'govhall_items_aside 1.0' in figures
    assert 'govhall_items_aside_oldest_seconds' in figures

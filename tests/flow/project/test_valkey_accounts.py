"""What stands in Valkey never runs, and a cell's account there sees its own keys only."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings as product
from django.core.cache import cache, caches
from pytest_django.fixtures import Settings
from redis import Redis
from redis.exceptions import NoPermissionError, RedisError

from deploy.local.valkey import Valkey
from govhall.project.cache_values import JsonValues, NotPlain

CELL, OTHER = product.CELL, 'othercell'


class Mine:
    """What somebody plants: opened as a pickle it writes a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.file,)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Valkey]:
    """One with an account for each of two cells."""
    with Valkey(tmp_path, (CELL, OTHER)).start() as valkey:
        yield valkey


@pytest.fixture
def own(server: Valkey, settings: Settings) -> Iterator[Redis]:
    """The product works with the account of its cell; here it is by hand."""
    settings.CACHES = {'default': settings.CACHES['default'] | {'LOCATION': server.account(CELL, 0)}}
    usual, current_app.conf.broker_url = current_app.conf.broker_url, server.account(CELL, 0)
    yield Redis.from_url(server.account(CELL, 0))
    current_app.conf.broker_url = usual
    caches.close_all()


def test_a_planted_pickle_is_no_value_and_runs_nothing(server: Valkey, own: Redis, tmp_path: Path) -> None:
    trap = tmp_path / 'ran'
    with pytest.raises(NotPlain):
        own.set(cache.make_key('planted'), pickle.dumps(Mine(trap)))
        cache.get('planted')
    assert not trap.exists()
    pickle.loads(pickle.dumps(Mine(trap)))  # noqa: S301  # the trap is a real one
    assert trap.exists()


@pytest.mark.parametrize('value', [0, 7, -1, True, None, 1.5, 'ABC 汉字', [1, 'a'], {'a': {'b': None}}])
def test_plain_values_come_back_as_they_were(own: Redis, value: object) -> None:
    cache.set('plain', value, 60)
    assert cache.get('plain', 'missing') == value


def test_counting_works_and_what_is_no_plain_value_is_not_kept(own: Redis) -> None:
    cache.add('count', 0, 60)
    assert [cache.incr('count'), cache.incr('count', 5)] == [1, 6]
    assert cache.get_many(['count', 'nothing']) == {'count': 6}
    with pytest.raises(TypeError):
        JsonValues().dumps(Path())  # type: ignore[arg-type]


def test_an_account_reads_no_other_cells_keys_and_commands_nothing(server: Valkey, own: Redis) -> None:
    Redis.from_url(server.account(OTHER, 0)).set(f'govhall:{OTHER}:1:x', '1')
    refused = [
        lambda: own.get(f'govhall:{OTHER}:1:x'),
        lambda: own.set(f'govhall:{OTHER}:1:x', '2'),
        lambda: own.set('anything', '2'),
        lambda: own.publish(f'govhall:{OTHER}:x', '2'),
        lambda: own.eval('return 1', 0),
        lambda: own.keys('*'),
        own.flushall,
        own.flushdb,
        lambda: own.config_get('*'),
        own.acl_list,
        own.shutdown,
    ]
    for asking in refused:
        with pytest.raises(NoPermissionError):
            asking()
    by_script = own.register_script("return redis.call('GET', KEYS[1])")
    with pytest.raises(RedisError, match=r'(?i)perm|acl'):
        by_script(keys=[f'govhall:{OTHER}:1:x'])
    assert Redis.from_url(server.url).get(f'govhall:{OTHER}:1:x') == b'1'


def test_orders_go_through_the_account_and_only_json_is_taken(own: Redis) -> None:
    with current_app.connection_for_write() as line:
        line.default_channel.client.ping()
        queue = line.SimpleQueue(current_app.conf.task_default_queue)
        queue.put({'order': 1}, serializer='json')
        got = queue.get(timeout=5)
        assert got.payload == {'order': 1}
        got.ack()
        with line.default_channel.client.lock('unacked_mutex', timeout=5):
            pass  # its release is the one script
        queue.close()
    assert current_app.conf.accept_content == ['json']
    assert (current_app.conf.task_serializer, current_app.conf.result_serializer) == ('json', 'json')


def test_the_queue_hands_out_dates_and_takes_back_a_message(own: Redis) -> None:
    """All that a worker does with a message: the scripts of the queue need commands that the account must have."""
    taken: list[str] = []
    with current_app.connection_for_write() as line, line.SimpleQueue('trial') as queue:
        queue.put('first')
        message = queue.get(timeout=5)
        taken.append(message.payload)
        message.requeue()
        again = queue.get(timeout=5)
        taken.append(again.payload)
        line.default_channel.qos.restore_visible()
        again.ack()
    assert taken == ['first', 'first']

"""Ordering work after the commit. The queue is a courtesy: what is not ordered now, a sweep of that work finds later.

So nobody waits for a queue that is away: an order has less than a second, and after one that failed the next ones are
not tried for a few seconds.
"""

import time
from collections.abc import Callable
from threading import Lock, local

import structlog
from celery import current_app
from django.db import transaction
from kombu.connection import Connection
from kombu.exceptions import OperationalError
from kombu.messaging import Producer
from redis.exceptions import RedisError

AWAY_SECONDS = 10.0  # how long a queue that did not answer is not asked again
CONNECT_SECONDS, ANSWER_SECONDS = 0.3, 0.5
AWAY = (OperationalError, RedisError, OSError)
log = structlog.get_logger(__name__)


class Circuit:
    """Open for a while after a failure: then one may try, and the others go on without."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._lock = Lock()
        self._not_before: float | None = None  # None: it answered the last time

    def may_try(self) -> bool:
        """Whether to ask now; who may while it is open keeps the others from asking as well."""
        with self._lock:
            if self._not_before is None:
                return True
            if self._clock() < self._not_before:
                return False
            self._not_before = self._clock() + self._seconds
            return True

    def failed(self) -> bool:
        """It did not answer; True the first time."""
        with self._lock:
            is_first = self._not_before is None
            self._not_before = self._clock() + self._seconds
            return is_first

    def answered(self) -> bool:
        """It answered; True if it had not the time before."""
        with self._lock:
            was_away, self._not_before = self._not_before is not None, None
            return was_away


circuit = Circuit(AWAY_SECONDS)


def after_commit(act: Callable[..., object], *args: object) -> None:
    """Call `act` once the transaction is committed. What it raises is logged: what is committed stays done.

    Django's own robust hooks ask the function for its name, which a partial has not, and one that fails there keeps the
    hooks behind it from being called.
    """

    def call() -> None:
        try:
            act(*args)
        except Exception:
            log.exception('after_commit_failed', act=getattr(act, '__qualname__', type(act).__name__))

    transaction.on_commit(call)


def order_after_commit(task: str, **told: str) -> None:
    """Order a task by its name once the transaction is committed, so that what it is to find is there."""

    def order_it() -> None:
        order(task, **told)

    after_commit(order_it)


def order(task: str, **told: object) -> bool:
    """Order a task by its name now; False when the queue is away. Takes less than a second, and mostly nothing then."""
    if not circuit.may_try():
        return False
    try:
        _send(task, told)
    except AWAY as error:
        if circuit.failed():
            log.warning('queue_away', task=task, reason=type(error).__name__)
        return False
    if circuit.answered():
        log.info('queue_back')
    return True


class _Kept(local):
    """The line of a thread to the queue: a new one for each order cost more than the order."""

    to = ''
    producer: Producer | None = None


_kept = _Kept()


def _send(task: str, told: dict[str, object]) -> None:
    url = current_app.conf.broker_url
    if (known := _kept.producer) is not None and _kept.to == url:
        began = time.monotonic()
        try:
            _send_by(known, task, told)
        except AWAY:
            _kept.producer = None
            known.connection.close()
            if time.monotonic() - began > CONNECT_SECONDS:
                raise  # it stands still: a new line would not be answered either
        else:
            return  # else it was closed since, by a queue that was started again
    made = current_app.amqp.Producer(_connection(), auto_declare=False)
    try:
        _send_by(made, task, told)
    except AWAY:
        made.connection.close()
        raise
    _kept.to, _kept.producer = url, made


def _send_by(producer: Producer, task: str, told: dict[str, object]) -> None:
    current_app.send_task(task, kwargs=told, producer=producer, retry=False)


def _connection() -> Connection:
    limits = {
        'max_retries': 0,
        'socket_connect_timeout': CONNECT_SECONDS,
        'socket_timeout': ANSWER_SECONDS,
    }
    line: Connection = current_app.connection_for_write(transport_options=limits)
    return line

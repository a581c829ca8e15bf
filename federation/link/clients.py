"""Making Kafka clients. One that can't be made leaves nothing behind, and says so soon.

kafka-python starts its thread and opens its sockets before it knows whether any broker answers, and keeps them when
none does: a process that tries again and again would have a thread and three files more each time.
"""

import gc
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from kafka.net.compat import KafkaNetClient

STOP_MILLISECONDS = 1000
T = TypeVar('T')


def make_client(make: Callable[..., T], **settings: Any) -> T:
    """A client by its class. Raises KafkaError when no broker answers in the time that the settings give it."""
    clients: list[Any] = []

    def begin(**options: Any) -> Any:
        clients.append(KafkaNetClient(**options))
        return clients[-1]

    try:
        return make(kafka_client=begin, **settings)
    except BaseException:
        for client in clients:
            _close_all(client)
        raise


def _close_all(client: Any) -> None:
    """Its thread first, which uses the files; they are closed by hand, because a loop cut short leaves them open."""
    net = client._net
    steps = (client._manager.close, lambda: net.stop(STOP_MILLISECONDS), net.close)
    for step in (*steps, net._wakeup_r.close, net._wakeup_w.close, net._selector.close):
        with suppress(Exception):  # what is closed already
            step()
    gc.collect()  # sockets of failed tries are in reference cycles, and a process that works in batches seldom collects

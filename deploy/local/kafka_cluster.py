"""Three brokers on this machine: what one of them can die from without losing a record."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.local.child import Child
from deploy.local.kafka import Kafka
from deploy.local.kafka_properties import seats

NODES = 3


class KafkaCluster:
    """Three nodes, each broker and controller; topics made with three copies survive the loss of any one."""

    def __init__(self, folder: Path) -> None:
        places = seats(folder, NODES)
        self.nodes = [Kafka(folder, seat=seat, all_seats=places) for seat in places]

    @property
    def servers(self) -> str:
        """`host:port,host:port,host:port` for clients."""
        return ','.join(node.servers for node in self.nodes)

    @property
    def children(self) -> list[Child]:
        """The processes of the nodes."""
        return [node.child for node in self.nodes]

    def start(self) -> Self:
        """Start all, then wait for each: none serves alone. Raises `StartFailed`."""
        for node in self.nodes:  # children are started from the main thread
            node.begin()
        for node in self.nodes:
            node.child.wait_ready()
        return self

    def stop(self) -> None:
        """Stop all at once: the last of three would wait in vain for the others."""
        self._each(lambda node: node.stop())

    def kill(self) -> None:
        """Kill all at once."""
        self._each(lambda node: node.kill())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _each(self, act: Callable[[Kafka], None]) -> None:
        with ThreadPoolExecutor(NODES) as pool:
            list(pool.map(act, self.nodes))

"""Two cells on real servers, set up from nothing as the demo does it: for fault tests and for measuring."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from time import monotonic

from rich.console import Console

from deploy.demo.groundwork import Ground, ground, run_commands
from deploy.demo.people import Login, logins
from deploy.demo.settingup import fill, load_people, prepare_databases
from deploy.demo.topology import halls
from deploy.local.cells import Cell
from deploy.local.child import Child, Program
from deploy.local.kafka import Kafka
from deploy.local.kafka_cluster import KafkaCluster
from deploy.local.programs import intake, relay
from deploy.local.supervisor import Supervisor, claimed

LINK = 'kafka'
PAUSE = 0.05
LONGEST_SECONDS = 40.0


@dataclass(frozen=True)
class Stack:
    """The servers and cells that run, and the logins of the people in their halls."""

    ground: Ground
    people: Mapping[tuple[str, str], Login]

    @property
    def kafka(self) -> Kafka:
        """The only broker."""
        assert isinstance(self.ground.kafka, Kafka)
        return self.ground.kafka

    @property
    def cluster(self) -> KafkaCluster:
        """The three brokers."""
        assert isinstance(self.ground.kafka, KafkaCluster)
        return self.ground.kafka

    def cell(self, name: str) -> Cell:
        """A cell by its name."""
        return self.ground.cell(name)

    def child(self, program: Program) -> Child:
        """A program of a cell, not started yet."""
        return Child(program, self.ground.folder / 'logs')

    @contextmanager
    def running(self, *programs: Program) -> Iterator['Running']:
        """Run these programs under a supervisor of their own until the block ends."""
        children = [self.child(program) for program in programs]
        supervisor = Supervisor(children, self.ground.folder / programs[0].name)
        supervisor.start()
        try:
            yield Running(supervisor, {child.name: child for child in children})
        finally:
            supervisor.stop()


@dataclass(frozen=True)
class Running:
    """Programs that run; what dies is started again while somebody waits."""

    supervisor: Supervisor
    children: Mapping[str, Child]

    def until(self, true: Callable[[], bool], *, within: float = LONGEST_SECONDS) -> bool:
        """Whether `true` becomes true in time; the supervisor does its work meanwhile."""
        pause, deadline = Event(), monotonic() + within
        while not true():
            if monotonic() > deadline:
                return False
            self.supervisor.tick()
            pause.wait(PAUSE)
        return True


@contextmanager
def stack(
    folder: Path,
    *,
    console: Console,
    settings: Mapping[str, str] | None = None,
    broker: Kafka | KafkaCluster | None = None,
) -> Iterator[Stack]:
    """Start the servers in `folder` and set both cells up; `settings` are added to each cell's environment.

    `broker` is not started yet; three of them keep three copies of every topic.
    """
    with claimed(folder), ground(folder, LINK, broker) as base:
        cells = [replace(cell, settings={**cell.settings, **(settings or {})}) for cell in base.cells]
        made = replace(base, cells=cells)
        seed = halls(LINK)
        people = logins(seed)
        ready = Stack(made, {(person.hall, person.duty): person for person in people})
        if isinstance(broker, KafkaCluster):
            run_commands({cell: ['create_topics', '--replication', '3'] for cell in cells})
        new = prepare_databases(made, LINK, console)
        with ready.running(*(make(cell) for cell in cells for make in (relay, intake))):
            if new:
                fill(made, LINK, seed, console)
            load_people(made, seed, people, console)
        yield ready

"""A real Apache Kafka broker in KRaft mode on free ports of the loopback address; several make a cluster."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from deploy.local.child import Child, Program, surroundings
from deploy.local.errors import StartFailed
from deploy.local.kafka_properties import Seat, properties, seats
from deploy.local.ports import answers
from federation.link.broker_probe import serves

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ROOT / '.cache' / 'kafka'
LOGGING = ROOT / 'deploy' / 'kafka' / 'log4j2.properties'
CLUSTER = 'Z292aGFsbC1sb2NhbC0wMQ'  # 16 bytes in base64; one local cluster a folder, so one name serves
OLDEST_JAVA = 17
NOBODY: Mapping[str, str] = MappingProxyType({})


class Kafka:
    """A running broker; use it as a context manager, or stop it yourself."""

    def __init__(
        self,
        folder: Path,
        *,
        seat: Seat | None = None,
        all_seats: Sequence[Seat] = (),
        keys: Path | None = None,
        users: Mapping[str, str] = NOBODY,
        line: str = '',
    ) -> None:
        """One node of `all_seats`, or the only one. With `keys` it speaks TLS and lets `users` in by SCRAM.

        `line` is another address that leads to it (see `properties`).
        """
        self.seat = seat or seats(folder, 1)[0]
        self.folder = self.seat.folder
        self.port = self.seat.port
        self.data = self.folder / 'kafka'
        self._all = list(all_seats) or [self.seat]
        self._keys = keys
        self._users = users
        self._line = line
        self._config = self.folder / 'kafka.properties'
        program = Program(
            name=f'kafka-{self.seat.number}' if len(self._all) > 1 else 'kafka',
            argv=(*_java('-Xms128m', '-Xmx384m', '-XX:+UseSerialGC'), 'kafka.Kafka', str(self._config)),
            ready=self._ready,
            ready_within=90,
            stop_within=30,
        )
        self.child = Child(program, folder / 'logs')

    @property
    def servers(self) -> str:
        """`host:port` for clients."""
        return self.seat.address

    @property
    def children(self) -> list[Child]:
        """Its process."""
        return [self.child]

    def start(self) -> Self:
        """Format the log folder if it is new, start the broker and wait until it serves.

        Raises `StartFailed` when Java or the jars are missing, or the broker does not come up.
        """
        self.begin()
        self.child.wait_ready()
        return self

    def begin(self) -> None:
        """Start it without waiting: nodes of a cluster serve only when most of them run. Raises `StartFailed`."""
        java_version()
        if not any(LIBRARIES.glob('kafka_*.jar')):
            raise StartFailed('the jars of Kafka are missing: `make` fetches them (deploy/kafka/README.md)')
        lines = [f'{key}={value}' for key, value in properties(self.seat, self._all, self._keys, self._line).items()]
        self._config.write_text('\n'.join(lines) + '\n')
        if not (self.data / 'meta.properties').exists():
            self._format()
        self.child.start()

    def stop(self) -> None:
        """Stop it; topics and records stay."""
        self.child.stop()

    def kill(self) -> None:
        """Kill it at once; the next start recovers its logs."""
        self.child.kill()

    def restart(self) -> None:
        """Stop if it runs, then start on the same folder and port."""
        self.stop()
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _format(self) -> None:
        tool = [*_java('-Xmx128m', '-XX:TieredStopAtLevel=1'), 'kafka.tools.StorageTool']
        argv = [*tool, 'format', '-t', CLUSTER, '-c', str(self._config)]
        for name, password in self._users.items():
            argv += ['--add-scram', f'SCRAM-SHA-512=[name={name},password={password}]']
        done = subprocess.run(argv, env=surroundings(), capture_output=True, check=False)
        if done.returncode != 0:
            raise StartFailed(f'formatting Kafka ended with {done.returncode}\n{done.stderr.decode(errors="replace")}')

    def _ready(self) -> bool:
        if not answers(self.port):
            return False
        if self._keys is not None:  # its rights are for whoever signs in; that it listens there is what can be seen
            return answers(self.seat.internal_port)
        return serves(self.servers)


def start_kafka(folder: Path) -> Kafka:
    """Start Kafka with its records and log under `folder`; a second start on the same folder keeps the records."""
    return Kafka(folder).start()


@cache
def java_version() -> int:
    """The major version of the `java` on the path; raises `StartFailed` when it is missing or too old."""
    java = shutil.which('java')
    if java is None:
        raise StartFailed(
            f'Java {OLDEST_JAVA} is missing: install it, or choose LINK=direct for one cell without Kafka'
        )
    shown = subprocess.run([java, '-version'], capture_output=True, text=True, check=True).stderr
    major = int(shown.split('"')[1].split('.')[0])
    if major < OLDEST_JAVA:
        raise StartFailed(f'Java {major} is too old for Kafka 4: install Java {OLDEST_JAVA} or newer')
    return major


def _java(*options: str) -> tuple[str, ...]:
    return ('java', *options, f'-Dlog4j2.configurationFile={LOGGING}', '-cp', str(LIBRARIES / '*'))

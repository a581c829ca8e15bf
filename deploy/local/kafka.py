"""A real Apache Kafka in KRaft mode, one node, on free ports of the loopback address."""

import shutil
import subprocess
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from deploy.local.child import Child, Program, surroundings
from deploy.local.errors import StartFailed
from deploy.local.ports import HOST, answers, remembered_port

ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ROOT / '.cache' / 'kafka'
LOGGING = ROOT / 'deploy' / 'kafka' / 'log4j2.properties'
CLUSTER = 'Z292aGFsbC1sb2NhbC0wMQ'  # 16 bytes in base64; one local cluster a folder, so one name serves
OLDEST_JAVA = 17


class Kafka:
    """A running broker; use it as a context manager, or stop it yourself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = remembered_port(folder / 'kafka.port')
        self.data = folder / 'kafka'
        self._config = folder / 'kafka.properties'
        program = Program(
            name='kafka',
            argv=(*_java('-Xms128m', '-Xmx384m', '-XX:+UseSerialGC'), 'kafka.Kafka', str(self._config)),
            ready=self._ready,
            ready_within=90,
            stop_within=30,
        )
        self.child = Child(program, folder / 'logs')

    @property
    def servers(self) -> str:
        """`host:port` for clients."""
        return f'{HOST}:{self.port}'

    def start(self) -> Self:
        """Format the log folder if it is new, start the broker and wait until it serves.

        Raises `StartFailed` when Java or the jars are missing, or the broker does not come up.
        """
        java_version()
        if not any(LIBRARIES.glob('kafka_*.jar')):
            raise StartFailed('the jars of Kafka are missing: `make` fetches them (deploy/kafka/README.md)')
        self._configure()
        if not (self.data / 'meta.properties').exists():
            self._format()
        self.child.start().wait_ready()
        return self

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

    def _configure(self) -> None:
        controller = remembered_port(self.folder / 'kafka-controller.port')
        settings = {
            'process.roles': 'broker,controller',
            'node.id': 1,
            'controller.quorum.voters': f'1@{HOST}:{controller}',
            'controller.listener.names': 'CONTROLLER',
            'listeners': f'PLAINTEXT://{self.servers},CONTROLLER://{HOST}:{controller}',
            'advertised.listeners': f'PLAINTEXT://{self.servers}',
            'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
            'log.dirs': self.data,
            'auto.create.topics.enable': 'false',
            # One node; and the default of fifty offset partitions makes the first join slow.
            'offsets.topic.replication.factor': 1,
            'offsets.topic.num.partitions': 1,
            'transaction.state.log.replication.factor': 1,
            'transaction.state.log.min.isr': 1,
            'group.initial.rebalance.delay.ms': 0,
            # A killed broker may register again when its old session is over: 9 s by default.
            'broker.session.timeout.ms': 3_000,
            'broker.heartbeat.interval.ms': 500,
        }
        lines = [f'{key}={value}' for key, value in settings.items()]
        self._config.write_text('\n'.join(lines) + '\n')

    def _format(self) -> None:
        tool = [*_java('-Xmx128m', '-XX:TieredStopAtLevel=1'), 'kafka.tools.StorageTool']
        argv = [*tool, 'format', '-t', CLUSTER, '-c', str(self._config)]
        done = subprocess.run(argv, env=surroundings(), capture_output=True, check=False)
        if done.returncode != 0:
            raise StartFailed(f'formatting Kafka ended with {done.returncode}\n{done.stderr.decode(errors="replace")}')

    def _ready(self) -> bool:
        if not answers(self.port):
            return False
        try:
            client = KafkaAdminClient(bootstrap_servers=self.servers, request_timeout_ms=5_000)
        except KafkaError:
            return False
        client.close()
        return True


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

"""The servers and cells of the demo: started on the folder of the last run, or made new."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from deploy.demo.topology import SEED, cells
from deploy.local.cells import Cell, create_cell
from deploy.local.child import Child, Program
from deploy.local.errors import StartFailed
from deploy.local.ports import remembered_port
from deploy.local.postgres import Postgres
from deploy.local.programs import manage
from deploy.local.secret import kept_secret, new_master_key
from deploy.local.services import Kafka, KafkaCluster, Valkey, start_postgres, start_valkey

ROOT = Path(__file__).resolve().parents[2]
# Often enough that what one looks at is fresh, and still a fraction of the work of a case.
WATERMARKS = {'GOVHALL_WATERMARK_SECONDS': '5'}
# Two hundred passwords that end with the run: a third of a second each is a minute of both cores.
QUICK = {'GOVHALL_QUICK_PASSWORDS': 'yes'}
# Who administers signs in with a second factor, as in production; in a township one person may hold two offices.
OFFICES = {'GOVHALL_SECOND_FACTOR': 'administrator,security,auditor', 'GOVHALL_SMALL_HALLS': 'township'}


@dataclass(frozen=True)
class Ground:
    """The running servers and the cells that stand on them."""

    postgres: Postgres
    valkey: Valkey
    kafka: Kafka | KafkaCluster | None
    cells: list[Cell]
    folder: Path

    @property
    def children(self) -> list[Child]:
        """The servers' processes, in the order in which they start."""
        brokers = self.kafka.children if self.kafka is not None else []
        return [self.postgres.child, self.valkey.child, *brokers]

    def cell(self, name: str) -> Cell:
        """The cell of that name."""
        return next(cell for cell in self.cells if cell.name == name)


@contextmanager
def ground(folder: Path, link: str, broker: Kafka | KafkaCluster | None = None) -> Iterator[Ground]:
    """Start PostgreSQL, Valkey and, unless the link is direct, Kafka (`broker`, or one on the folder).

    All stop when the block ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with start_postgres(folder) as postgres, start_valkey(folder, cells(link)) as valkey:
        if link == 'direct':
            yield _ground(folder, link, postgres, valkey, None)
        else:
            with (broker or Kafka(folder)).start() as kafka:
                yield _ground(folder, link, postgres, valkey, kafka)


def _ground(folder: Path, link: str, postgres: Postgres, valkey: Valkey, kafka: Kafka | KafkaCluster | None) -> Ground:
    made = [
        create_cell(
            Cell(
                name=name,
                postgres=postgres,
                valkey_url=valkey.account(name, place),  # its own number and account: no cell reads another's queue
                folder=folder / name,
                web_port=remembered_port(_made(folder / name) / 'web.port'),
                link=link,
                kafka=kafka.servers if kafka else '',
                settings=WATERMARKS | QUICK | OFFICES,
                # Kept with the data: what an earlier run has sealed must open again.
                master_key=kept_secret(folder / name / 'master.key', new_master_key),
            )
        )
        for place, name in enumerate(cells(link))
    ]
    return Ground(postgres, valkey, kafka, made, folder)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def run_commands(commands: Mapping[Cell, Sequence[str]]) -> None:
    """Run one management command in each cell as its owner, side by side; StartFailed shows what a failed one said."""
    for folder in {cell.folder.parent for cell in commands}:
        here = [manage(cell, *words) for cell, words in commands.items() if cell.folder.parent == folder]
        run_programs(here, folder / 'logs')


def run_programs(programs: Sequence[Program], logs: Path) -> None:
    """Run programs side by side to their end; StartFailed shows what a failed one said."""
    children = [Child(program, logs).start() for program in programs]
    while any(child.alive() for child in children):
        sleep(0.05)
    for child in children:
        if child.exit_code():
            raise StartFailed(f'{child.name} ended with {child.exit_code()}\n{child.tail()}')


def fingerprint(link: str) -> str:
    """What the set-up depends on; a run on a folder with the same one need not repeat it."""
    digest = hashlib.sha256(link.encode())
    files = [ROOT / 'requirements.lock', *SEED.glob('*.json'), ROOT / 'platform/govhall/project/rights.py']
    for file in sorted([*files, *ROOT.glob('**/migrations/*.py')]):
        if '.venv' not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()

"""Where the measuring happens: the cell, its halls, and who works there."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import psycopg
from kafka import KafkaConsumer, TopicPartition
from psycopg.rows import dict_row

from deploy.demo.topology import CATALOGUE, FORMS
from deploy.local.cells import Cell, DatabaseRole
from deploy.local.ports import HOST
from deploy.local.programs import ROOT
from tests.builders.stack import Running, Stack
from tests.load.chiefs import Orders

CELL, TOWNSHIP, COUNTY = 'bazhong', 'TJNS0001', 'TJXZ0001'
OWN_MATTER = '510100103000'  # 农村宅基地审批: the township's own
FORWARDED_MATTER = '510100107000'  # 食品经营许可: received below, decided by the county
ID_NUMBER = '11010519491231002X'
THREADS = 8


def schema(hall: str) -> str:
    """The schema of a hall."""
    return f'h_{hall.lower()}'


@dataclass(frozen=True)
class Place:
    """One running cell of a stack."""

    stack: Stack
    running: Running

    @property
    def cell(self) -> Cell:
        """The cell that is measured."""
        return self.stack.cell(CELL)

    @property
    def servers(self) -> str:
        """The brokers, for clients."""
        kafka = self.stack.ground.kafka
        assert kafka is not None
        return kafka.servers

    @property
    def brokers(self) -> int:
        """How many there are."""
        kafka = self.stack.ground.kafka
        assert kafka is not None
        return len(kafka.children)

    def end_of(self, topic: str, partitions: int) -> int:
        """How many records a topic has taken since it was made."""
        with KafkaConsumer(bootstrap_servers=self.servers) as consumer:
            ends = consumer.end_offsets([TopicPartition(topic, number) for number in range(partitions)])
        return sum(ends.values())

    def parts(self) -> dict[str, int | None]:
        """Every part and its process id; None for what does not run."""
        ground = self.stack.ground
        programs = {name.partition('-')[2]: child.pid for name, child in self.running.children.items()}
        return {**programs, **{child.name: child.pid for child in ground.children}}

    def orders(self, *, lifecycles: int, seconds: float, threads: int = THREADS) -> Orders:
        """Orders for the load generator at the township."""
        login = self.stack.people[TOWNSHIP, 'chief']
        return Orders(
            host=HOST,
            port=self.cell.web_port,
            hall=login.username.removesuffix('-chief'),
            cell=CELL,
            username=login.username,
            password=login.password,
            matter=OWN_MATTER,
            papers=papers_of(OWN_MATTER),
            answers=answers_of(OWN_MATTER),
            id_number=ID_NUMBER,
            threads=threads,
            lifecycles=lifecycles,
            seconds=seconds,
        )

    def ask(self, statement: str, values: list[object] | None = None) -> list[dict[str, Any]]:
        """Rows of a statement in the cell's database, as its owner."""
        with psycopg.connect(self.cell.owner_url, row_factory=dict_row) as connection:
            return connection.execute(statement.encode(), values or []).fetchall()

    def do(self, statement: str) -> None:
        """Change rows of the cell's database, as its owner."""
        with psycopg.connect(self.cell.owner_url) as connection:
            connection.execute(statement.encode())

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.ask(f'SELECT count(*) AS n FROM {table}')[0]['n'])

    def inside(self, module: str, *arguments: str, role: DatabaseRole = DatabaseRole.WEB) -> subprocess.Popen[str]:
        """Start a module's `main` in a process of the cell, as `role` is in the database."""
        argv = [sys.executable, '-m', 'tests.builders.inside', module, *arguments]
        environment = os.environ | self.cell.environment(role)
        return subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)


def papers_of(matter: str) -> list[str]:
    """The codes of the matter's papers, from the seed."""
    seed = json.loads(CATALOGUE.read_text(encoding='utf-8'))
    return [paper['code'] for entry in seed['matters'] if entry['code'] == matter for paper in entry['materials']]


def answers_of(matter: str) -> dict[str, str]:
    """The filled sample of the matter's form in the seed, as a page posts it."""
    files = (json.loads(file.read_text(encoding='utf-8')) for file in FORMS.glob('*.json'))
    sample = next((file['sample'] for file in files if file['matter'] == matter), {})
    found: dict[str, str] = {}
    for name, told in sample.items():
        rows = enumerate(told) if isinstance(told, list) else ()
        found |= {f'form-{name}-{at}-{column}': cell for at, row in rows for column, cell in row.items()}
        found |= {} if isinstance(told, list) else {f'form-{name}': told}
    return found

"""Three cells with a database each, in one process: T's halls below, C's between, P's above; any can be restored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from deploy.local.cells import Cell, DatabaseRole
from federation.acks.send import send_acks
from federation.contracts.envelope import Envelope
from federation.intake.address_book import AddressBook
from federation.intake.consumer import Intake
from federation.intake.directory_first import read_to_the_end
from federation.keys.new_keys import new_key
from federation.link.port import IncomingRecord, OutgoingRecord
from federation.link.topics import Lane, topics_read_by
from federation.relay.relay import Relay
from federation.relay.resend import Resender
from federation.repair.fences import fenced_since
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.casework.services.change import Change, changing
from govhall.casework.services.custody import hand_over
from tenants.context import hall_context
from tenants.selectors import hall_by_code
from tests.builders.committed import connect_as
from tests.builders.trial import Road
from tests.builders.world import COUNTY, PROVINCE, TOWNSHIP

LOWER, MIDDLE, UPPER = 'lower', 'middle', 'upper'
NAMES = (LOWER, MIDDLE, UPPER)
HALLS = {LOWER: TOWNSHIP, MIDDLE: COUNTY, UPPER: PROVINCE}
CELL_OF = {hall: cell for cell, hall in HALLS.items()}
Pair = tuple[str, str]  # sending cell, receiving cell


class Between(Road):
    """The topics of all cells, a partition for each sender; read by one cell, from the senders that it hears."""

    def __init__(
        self,
        log: dict[tuple[str, int], list[IncomingRecord]],
        cell: str,
        senders: Sequence[str] = NAMES,
        lanes: Sequence[Lane] = tuple(Lane),
    ) -> None:
        super().__init__()
        self.log = log
        self._topics = {topic.name for topic in topics_read_by(cell)}
        self._open = {topic.name for topic in topics_read_by(cell) if topic.lane in lanes}
        self._heard = {NAMES.index(sender) for sender in senders}

    def append(self, record: OutgoingRecord) -> bool:
        """Put a record at the end of its sender's partition."""
        source = Envelope.from_headers(record.headers).source
        key = record.topic, NAMES.index(CELL_OF.get(source, source))
        log = self.log.setdefault(key, [])
        log.append(IncomingRecord(*key, len(log), record.key, record.headers, record.value))
        return True

    def poll(self, limit: int, seconds: float) -> list[IncomingRecord]:
        """The next records of the senders that are heard."""
        found: list[IncomingRecord] = []
        for key, log in self.log.items():
            if key[0] in self._open and key[1] in self._heard:
                found += log[self.places.get(key, 0) :]
                self.places[key] = len(log)
        return found

    def caught_up(self) -> bool:
        """Whether the cell has read all that any cell has sent to it."""
        return all(self.places.get(key, 0) == len(log) for key, log in self.log.items() if key[0] in self._topics)


class Directory(Between):
    """Nothing but the directory's topic, as the reader of that lane alone sees it."""

    def __init__(self, log: dict[tuple[str, int], list[IncomingRecord]], cell: str) -> None:
        super().__init__(log, cell, lanes=[Lane.DIRECTORY])
        self._topics = self._open


class Cells:
    """Moves messages between cells as the test wants it, and puts a cell's database back to what it was."""

    def __init__(self, server: Cell, template: str) -> None:
        self._server = server
        self._template = template
        self.log: dict[tuple[str, int], list[IncomingRecord]] = {}

    @contextmanager
    def inside(self, cell: str, role: DatabaseRole = DatabaseRole.OWNER) -> Iterator[None]:
        """The block runs in this cell, with the rights of a process of this role."""
        own, before = settings.CELL, {key: connection.settings_dict[key] for key in ('NAME', 'USER', 'PASSWORD')}
        login = {'USER': self._server.login(role), 'PASSWORD': self._server.passwords[role]}
        settings.CELL = cell
        connect_as({'NAME': f'cell_{cell}', **login})
        try:
            yield
        finally:
            settings.CELL = own
            connect_as(before)

    def make(self) -> None:
        """The databases; each holds the halls of its own cell and knows the keys of all."""
        self._copy(self._template, f'cell_{LOWER}')
        with self.inside(LOWER), transaction.atomic():
            for cell in NAMES:
                new_key(cell, of_cell=True)
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM fed_outbox; UPDATE fed_hall_entry SET cell = 'nowhere'")
                for cell, hall in HALLS.items():
                    cursor.execute('UPDATE fed_hall_entry SET cell = %s WHERE code = %s', [cell, hall])
                cursor.execute('DELETE FROM fed_hall_entry WHERE cell = %s', ['nowhere'])
        for cell in (MIDDLE, UPPER):
            self._copy(f'cell_{LOWER}', f'cell_{cell}')
        for cell, hall in HALLS.items():
            with self.inside(cell), connection.cursor() as cursor:
                for table in ('tenants_membership', 'tenants_point', 'tenants_hall_schema'):
                    cursor.execute(
                        sql.SQL('DELETE FROM {} WHERE hall_id <> (SELECT id FROM tenants_hall WHERE code = %s)').format(
                            sql.Identifier(table)
                        ),
                        [hall],
                    )
                cursor.execute('DELETE FROM tenants_hall WHERE code <> %s', [hall])

    def drop(self) -> None:
        """Leave nothing behind."""
        with psycopg.connect(self._server.postgres.dsn(), autocommit=True) as server:
            names = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'cell\\_%'").fetchall()
            for (name,) in names:
                server.execute(sql.SQL('DROP DATABASE {} WITH (FORCE)').format(sql.Identifier(name)))

    def back_up(self, cell: str) -> None:
        """Keep the cell's database as it is now."""
        self._copy(f'cell_{cell}', f'cell_{cell}_backup')

    def restore(self, cell: str) -> None:
        """Put the cell's database back to the backup."""
        self._copy(f'cell_{cell}_backup', f'cell_{cell}')

    def _copy(self, source: str, target: str) -> None:
        connection.close()
        with psycopg.connect(self._server.postgres.dsn(), autocommit=True) as server:
            server.execute(sql.SQL('DROP DATABASE IF EXISTS {} WITH (FORCE)').format(sql.Identifier(target)))
            server.execute(
                sql.SQL('CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY').format(
                    *map(sql.Identifier, (target, source, self._server.login(DatabaseRole.OWNER)))
                )
            )

    # what goes on

    def send(self, cell: str) -> None:
        """What waits in the cell's outbox leaves it."""
        with self.inside(cell, DatabaseRole.RELAY):
            relay = Relay(Between(self.log, cell))
            while relay.once():
                pass

    def take_in(self, cell: str, *senders: str, lanes: Sequence[Lane] = tuple(Lane)) -> int:
        """The cell applies what these cells (or all) have sent to it; how many records were done with."""
        done = 0
        with self.inside(cell, DatabaseRole.INTAKE):
            road = Between(self.log, cell, senders or NAMES, lanes)
            while True:
                intake = Intake(road.reopen(), cell, addresses=AddressBook(cell))
                while taken := intake.once(0):
                    done += taken
                intake.once(0)
                if not intake.is_outdated:
                    break
        self.send(cell)
        return done

    def read_directory(self, cell: str) -> None:
        """What `restored` does first in a cell."""
        with self.inside(cell):
            read_to_the_end(Directory(self.log, cell).reopen())

    def listen(self, cell: str) -> None:
        """A restored cell hears all and applies no message between halls; then it stops."""
        with self.inside(cell, DatabaseRole.INTAKE):
            intake = Intake(Between(self.log, cell).reopen(), cell)
            while intake.once(0):
                pass
            intake.once(0)
        self.send(cell)

    def settle(self, order: Sequence[str] = NAMES) -> None:
        """Everything moves until nothing does."""
        for cell in NAMES:
            self.send(cell)
        while sum(self.take_in(cell) for cell in order):
            pass

    def receipts(self, cell: str, *, as_of: datetime | None = None) -> None:
        """The cell tells all others how far it is."""
        with self.inside(cell, DatabaseRole.INTAKE):
            send_acks(as_of=as_of, to_all=True, gap_seconds=0)
        self.send(cell)

    def say_again(self, cell: str) -> int:
        """The cell says again what others lack."""
        with self.inside(cell, DatabaseRole.RELAY):
            return Resender(Between(self.log, cell)).say_again()

    # what halls do

    def act(self, cell: str, uid: UUID, work: Callable[[Change], object]) -> None:
        """Change a case at the hall of the cell as somebody there would. Raises what `changing` raises."""
        with (
            self.inside(cell, DatabaseRole.WEB),
            hall_context(hall_by_code(HALLS[cell])),
            changing(uid, actor=None, at=timezone.now()) as change,
        ):
            work(change)
        self.send(cell)

    def hand_over(self, cell: str, uid: UUID, to: str) -> None:
        """Give the token to the hall of another cell, which takes it in any case."""
        self.act(cell, uid, lambda change: hand_over(change, HALLS[to], kind='return', reason='试'))

    def case(self, cell: str, uid: UUID) -> Case | None:
        """The case as the hall of the cell knows it."""
        with self.inside(cell), hall_context(hall_by_code(HALLS[cell])):
            return Case.objects.filter(uid=uid).first()

    def deciders(self, uid: UUID) -> list[str]:
        """The cells whose hall may decide the case now."""
        found = []
        for cell in NAMES:
            case = self.case(cell, uid)
            with self.inside(cell):
                fenced = fenced_since(HALLS[cell]) is not None
            if case is not None and case.custody == Custody.HELD and not case.outcome_data and not fenced:
                found.append(cell)
        return found

    def rows(self, cell: str, query: str) -> list[tuple[object, ...]]:
        """What a query gives in the cell's database."""
        with self.inside(cell), connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    def streams(self) -> Mapping[tuple[UUID, str, str], tuple[object, object]]:
        """Of each stream both ends: (sequence, hash) as said and as applied, where they differ."""
        said: dict[tuple[UUID, str, str], object] = {}
        taken: dict[tuple[UUID, str, str], object] = {}
        for cell, hall in HALLS.items():
            query = f'SELECT subject, recipient, next_seq - 1, tip FROM h_{hall.lower()}.fed_stream'
            said |= {(row[0], hall, str(row[1])): row[2:] for row in self.rows(cell, query)}  # type: ignore[misc]
            query = (
                "SELECT subject, sender, recipient, last_seq, tip FROM fed_cursor WHERE last_seq > 0 AND state = 'ok'"
            )
            taken |= {row[:3]: row[3:] for row in self.rows(cell, query)}  # type: ignore[misc]
        return {key: (said.get(key), taken.get(key)) for key in said | taken if said.get(key) != taken.get(key)}

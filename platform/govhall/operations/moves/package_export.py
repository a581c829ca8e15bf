"""Writing the package of a closed hall: all of one moment, or nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from federation.directory.selectors import entry, facts_resent_from
from federation.trust import keys
from federation.trust.models import PrivateKey
from federation.trust.suites import suite_named
from govhall.documents.register.models import Book
from govhall.kernel.errors import Refused
from govhall.operations.moves import files, rows
from govhall.operations.moves.holdings import MOVES, PERSONS, Holding
from govhall.operations.moves.package import MoveManifest, PackageWriter, key_context
from tenants.models import Hall, HallMove

Advance = Callable[[str, int], None]  # what was written: a table, or files; how many
MONTHS = {'fed_sent': ('sender', 'sent_at'), 'fed_inbox': ('recipient', 'applied_at')}
UNSENT = 'SELECT count(*) FROM fed_outbox WHERE sender = %s'


class NotDrained(Refused):
    """What the hall has said still waits in the outbox."""

    code = 'NOT_DRAINED'
    sentence = '大厅已停办，还有 {count} 条报文没有发出，请等线路畅通后再运行同一条命令。'


class PackedKey(msgspec.Struct, frozen=True):
    """A private key of the hall as it lies in the package."""

    key_id: str
    serial: int
    signing: bytes
    sealing: bytes
    use_from: str


class PackedBook(msgspec.Struct, frozen=True):
    """How far an organ's book of numbers is at the old cell."""

    organ: str
    code: str
    year: int
    last: int


def pack(hall: Hall, move: HallMove, path: Path, *, advance: Advance = lambda *_: None) -> str:
    """Write the package of a closed hall and return its name. Raises NotDrained, NoKeyYet, Unreadable.

    All rows are of one moment: behind everything that had begun in the hall before it was closed.
    """
    held = entry(hall.code)
    key = keys.current_key(move.cell)
    signer, tables = keys.signing_key(held.cell), tables_of(hall)  # before the moment is taken: a read would take it
    with PackageWriter(path, hall=hall.code) as writer, transaction.atomic():
        _take_moment(hall, tables)
        _refuse_unsent(hall)
        for name, count in _members(hall, writer):
            advance(name, count)
        return writer.finish(
            MoveManifest(
                hall=held.told,
                to_cell=move.cell,
                epoch=move.epoch,
                facts_from=facts_resent_from([hall.code]).get(hall.code, 1),
                release=release(),
                months={table: _months(table, hall) for table in MONTHS},
                sealed_for=key.key_id,
                key=suite_named(key.suite).seal(key.seal_key, writer.key, key_context(hall.code, move.cell)),
                signed_by=signer.key_id,
            )
        )


def release() -> list[str]:
    """The newest migration of each app: two cells with the same ones have the same tables."""
    return sorted(f'{app}.{name}' for app, name in MigrationLoader(None).graph.leaf_nodes())


def tables_of(hall: Hall) -> list[str]:
    """The tables of the hall's schema, in order."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1', [hall.schema_name])
        return [row[0] for row in cursor.fetchall() if row[0] != 'django_migrations']


def named(holding: Holding, hall: Hall) -> str | int:
    """What stands in the table's column for this hall."""
    return int(hall.pk) if holding.by_id else hall.code


def _take_moment(hall: Hall, tables: list[str]) -> None:
    """The locks wait for whoever began to write before the hall was closed; the moment is taken behind them."""
    names = ', '.join(f'"{hall.schema_name}"."{table}"' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
        cursor.execute(f'LOCK TABLE {names} IN SHARE MODE')


def _members(hall: Hall, writer: PackageWriter) -> Iterator[tuple[str, int]]:
    for table in tables_of(hall):
        yield table, _add(writer, f'hall/{table}', rows.read(hall.schema_name, table))
    for move in MOVES:
        found = rows.read('public', move.table, where=f't."{move.of}" = %s', values=[named(move, hall)])
        yield move.table, _add(writer, f'public/{move.table}', found)
    facts = rows.read('public', 'insight_fact', where='t.hall = %s', values=[hall.code])
    yield 'insight_fact', _add(writer, 'facts', facts)
    where = f't.id IN ({" UNION ".join(_persons(hall))})'
    yield 'tenants_person', _add(writer, 'people', rows.read('public', 'tenants_person', where=where))
    writer.add('keys', msgspec.msgpack.encode(_keys(hall)))
    writer.add('books', msgspec.msgpack.encode(_books(hall)))
    yield from _files(hall, writer)


def _add(writer: PackageWriter, name: str, found: Iterator[rows.Row]) -> int:
    total = 0
    for number, (part, count) in enumerate(rows.parts(found)):
        writer.add(f'{name}/{number:06}', part, rows=count)
        total += count
    return total


def _persons(hall: Hall) -> Iterator[str]:
    """Statements that give the numbers of all people whom a row of the hall names."""
    for move in MOVES:
        for column in move.persons:
            value = f'{hall.pk}' if move.by_id else f"'{hall.code}'"
            yield f'SELECT "{column}" FROM "{move.table}" WHERE "{move.of}" = {value}'  # noqa: S608 - own names
    for table, columns in PERSONS.items():
        for column in columns:
            yield f'SELECT "{column}" FROM "{hall.schema_name}"."{table}"'  # noqa: S608 - own names


def _keys(hall: Hall) -> list[PackedKey]:
    found = []
    for row in PrivateKey.objects.filter(owner=hall.code).order_by('serial'):
        own = keys.open_private_key(row)
        found.append(PackedKey(row.key_id, row.serial, own.signing, own.sealing, row.use_from.isoformat()))
    return found


def _books(hall: Hall) -> list[PackedBook]:
    organs = organs_of(hall)
    return [
        PackedBook(book.organ_code, book.code, book.year, book.last)
        for book in Book.objects.filter(organ_code__in=organs)
    ]


def organs_of(hall: Hall) -> set[str]:
    """The organs in whose name the hall may act, or has sealed."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT organ_code FROM catalogue_grant WHERE hall_code = %s'
            ' UNION SELECT organ_code FROM notice_seal_use WHERE hall = %s',
            [hall.code, hall.code],
        )
        return {row[0] for row in cursor.fetchall()}


def _files(hall: Hall, writer: PackageWriter) -> Iterator[tuple[str, int]]:
    for place in files.places(hall):
        found = files.paths(place)
        for path in found:
            writer.add(f'files/{place.name}/{path}', files.read(place, path))
        yield place.name, len(found)


def _months(table: str, hall: Hall) -> list[str]:
    of, at = MONTHS[table]
    month = f"to_char({at} AT TIME ZONE 'UTC', 'YYYY-MM')"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT {month} FROM {table} WHERE {of} = %s ORDER BY 1', [hall.code])  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def _refuse_unsent(hall: Hall) -> None:
    count = unsent(hall)
    if count:
        raise NotDrained(count=count)


def unsent(hall: Hall) -> int:
    """How much of what the hall has said the road has not taken yet."""
    with connection.cursor() as cursor:
        cursor.execute(UNSENT, [hall.code])
        return int(cursor.fetchone()[0])

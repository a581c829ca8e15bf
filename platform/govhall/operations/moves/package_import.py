"""From a verified package into this cell: files, then every row, sealed anew with its own master key."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec
from django.db import connection

from federation.contracts.facts import CaseFact
from federation.directory.models import Incarnation
from federation.trust import keys
from govhall.insight.rules import ReportedFact
from govhall.insight.services import record_facts
from govhall.operations.moves import files, rows
from govhall.operations.moves.holdings import MOVES, PERSONS, Holding
from govhall.operations.moves.package import BadPackage, Package
from govhall.operations.moves.package_export import MONTHS, PackedBook, PackedKey, named, tables_of
from govhall.operations.moves.people import bring
from tenants.models import Hall, HallMove, HallStatus, MoveStep
from tenants.provisioning import provision_schema

Advance = Callable[[str], None]


class FactEpoch(msgspec.Struct):
    """In which epoch a kept fact was told."""

    epoch: int = 1


BOOK = """
INSERT INTO notice_book AS held (organ_code, code, year, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (organ_code, code, year) DO UPDATE SET last = GREATEST(held.last, excluded.last)
"""
# The applicant's blind index stands beside each of their papers too.
OWNERS = """
UPDATE "{schema}".casework_material SET owner = held.applicant_index
FROM "{schema}".casework_case held WHERE held.uid = casework_material."case" AND owner IS NOT NULL
"""
# This cell speaks of the hall when the directory says that it may: see federation.inbox.directory.
SAY_NOTHING = 'UPDATE fed_cursor SET receipt_due = false WHERE recipient = %s'
NUMBERS = "SELECT nextval(pg_get_serial_sequence('fed_outbox', 'id')) FROM generate_series(1, %s)"


def keys_in(package: Package) -> list[PackedKey]:
    """The hall's private keys."""
    return msgspec.msgpack.decode(package.read('keys'), type=list[PackedKey])


def write_files(package: Package, advance: Advance) -> None:
    """Keep the hall's files in this cell's stores; again if they were written before. Raises BadPackage."""
    manifest = package.manifest
    hall = Hall(code=manifest.hall.code, schema_name=f'h_{manifest.hall.code.lower()}')
    for place in files.places(hall):
        prefix = f'files/{place.name}/'
        for name in package.names(prefix):
            path = name.removeprefix(prefix)
            if not path.startswith(f'{place.folder}/'):
                raise BadPackage(why=f'{name} 不在这个大厅的目录里')
            files.write(place, path, package.read(name))
            advance(name)


def write_rows(package: Package, advance: Advance) -> HallMove:
    """Make the hall, closed, with all its rows; in the caller's transaction."""
    hall = _make_hall(package)
    people = bring(package)
    for table in tables_of(hall):
        persons = PERSONS.get(table, ())
        for name in package.names(f'hall/{table}/'):
            found = rows.unpacked(package.read(name))
            rows.write(hall.schema_name, table, found, changes=_renumbered(found, persons, people) if persons else None)
            advance(name)
        if rows.has_column(hall.schema_name, table, 'id'):
            rows.go_on_numbering(hall.schema_name, table)
    _make_months(package.manifest.months)
    for move in MOVES:
        for name in package.names(f'public/{move.table}/'):
            found = rows.unpacked(package.read(name))
            changes = _changes(move, found, hall, people)
            rows.write('public', move.table, found, changes=changes, fresh=move.fresh, again=move.remains)
            advance(name)
    _finish(package, hall)
    return HallMove.objects.update_or_create(
        pk=hall.code,
        defaults={
            'cell': package.manifest.hall.cell,
            'step': MoveStep.TAKEN,
            'epoch': package.manifest.epoch,
            'package': package.name,
            'people': {str(old): new for old, new in people.items()},
        },
    )[0]


def _make_hall(package: Package) -> Hall:
    entered = package.manifest.hall
    names = ('slug', 'name', 'short_name', 'kind', 'area_code', 'parent_code')
    hall: Hall = Hall.objects.update_or_create(
        code=entered.code,
        defaults={
            **{name: getattr(entered, name) for name in names},
            'schema_name': f'h_{entered.code.lower()}',
            'status': HallStatus.ARRIVING,
        },
    )[0]
    provision_schema(hall)
    return hall


def _changes(
    holding: Holding, found: Sequence[rows.Row], hall: Hall, people: Mapping[int, int]
) -> list[dict[str, object]]:
    """What is other here. Whatever a row says, it becomes one of this hall: its old cell speaks of no other."""
    changes = _renumbered(found, holding.persons, people) if holding.persons else [{} for _ in found]
    changes = [{**change, holding.of: named(holding, hall)} for change in changes]
    if holding.table == 'fed_sent':  # numbered by the outbox of its cell
        with connection.cursor() as cursor:
            cursor.execute(NUMBERS, [len(found)])
            changes = [{**one, 'id': row[0]} for one, row in zip(changes, cursor.fetchall(), strict=True)]
    return changes


def _renumbered(
    found: Sequence[rows.Row], persons: Sequence[str], people: Mapping[int, int]
) -> list[dict[str, object]]:
    decoded = [msgspec.json.decode(text) for text, _ in found]
    return [{name: people[row[name]] for name in persons if row[name] is not None} for row in decoded]


def _make_months(months: Mapping[str, Sequence[str]]) -> None:
    """The evidence of months from before this cell was set up needs its partitions. Raises BadPackage."""
    if not months.keys() <= MONTHS.keys():
        raise BadPackage(why='清单里有不认识的表')
    with connection.cursor() as cursor:
        for parent, wanted in months.items():
            for month in wanted:
                first = datetime.strptime(month, '%Y-%m')  # noqa: DTZ007 - a month, in UTC below
                then = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
                cursor.execute(
                    f'CREATE TABLE IF NOT EXISTS {parent}_{first:%Y_%m} PARTITION OF {parent}'
                    f" FOR VALUES FROM ('{first:%Y-%m-%d} 00:00+00') TO ('{then:%Y-%m-%d} 00:00+00')"
                )


def _own_facts(found: Sequence[rows.Row], hall: Hall) -> list[ReportedFact]:
    facts = [
        ReportedFact(msgspec.json.decode(text, type=CaseFact), msgspec.json.decode(text, type=FactEpoch).epoch)
        for text, _ in found
    ]
    if any(told.fact.hall != hall.code for told in facts):
        raise BadPackage(why='里面有别的大厅的统计')
    return facts


def _finish(package: Package, hall: Hall) -> None:
    for key in keys_in(package):
        secret = keys.OwnKey(key.key_id, key.signing, key.sealing)
        use_from = datetime.fromisoformat(key.use_from)
        keys.seal_private_key(secret, owner=hall.code, serial=key.serial, use_from=use_from).save(force_insert=True)
    for name in package.names('facts/'):
        record_facts(_own_facts(rows.unpacked(package.read(name)), hall))
    opened = {'epoch': package.manifest.epoch, 'facts_from': package.manifest.facts_from}
    Incarnation.objects.update_or_create(pk=hall.code, defaults=opened)
    with connection.cursor() as cursor:
        for book in msgspec.msgpack.decode(package.read('books'), type=list[PackedBook]):
            cursor.execute(BOOK, [book.organ, book.code, book.year, book.last])
        cursor.execute(OWNERS.format(schema=hall.schema_name))
        cursor.execute(SAY_NOTHING, [hall.code])

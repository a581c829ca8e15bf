"""Years of work in a cell, written by the server itself: closed cases as copies of one that went through the web.

What the hot paths read or write into is there: case, events, papers, uses of seals, files, the public list, facts. The
hashes of a copy are its pattern's: nothing here can be verified, only found.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg

from tests.load.place import TOWNSHIP, Place, schema

CHUNK = 25_000
YEARS = 3
OPEN = 2_000  # what a cell of this size has in hand on a day; it does not grow with the years
CLOSED_PATTERN, OPEN_PATTERN = 'delivered', 'accepted'
# One row a new case: `n`, its ids and its day, the oldest first as time-ordered ids would have them.
FILLED = f"""
CREATE TEMP TABLE filled ON COMMIT DROP AS
SELECT n, uuidv7(back) AS uid, gen_random_uuid() AS fact, now() + back AS at
FROM (SELECT n, (n::float8 / %(of)s - 1) * interval '{YEARS} years' AS back
      FROM generate_series(%(first)s::bigint, %(last)s::bigint) n) numbered
"""
PERSON = "substring(sha256(('p' || f.n / 3)::bytea) for octet_length(t.applicant_index))"
CASE = {
    'uid': 'f.uid',
    'number': "t.holder || 'B' || lpad(f.n::text, 11, '0')",
    'submission': 'gen_random_uuid()',
    'fact': 'f.fact',
    'applicant_index': PERSON,
    'received_at': 'f.at',
    'clock_from': 'f.at::date',
    'created_at': 'f.at',
    'updated_at': "f.at + interval '1 day'",
}
CLOSED = {'accepted_at': 'f.at', 'delivered_at': "f.at + interval '1 day'"}
EVENT = {'case_id': 'f.uid', 'at': 'f.at'}
NOTICE = {
    'uid': 'uuidv7(f.at - now())',
    'case_id': 'f.uid',
    'number': "%(hall)s || t.code || lpad(f.n::text, 11, '0')",
    'content_data': "'\\x00'",  # no hot path reads the text of another case's paper
    'proof': 'substr(md5(%(hall)s || t.code || f.n), 1, 16)',
    'state': "'issued'",
    'file': 'md5(random()::text) || md5(random()::text)',
    'acted_at': 'f.at',
    'issued_at': 'f.at',
}
FACT = {'fact': 'f.fact', 'received_on': 'f.at::date', 'accepted_on': 'f.at::date', 'decided_on': 'f.at::date'}
SEAL_USES = """
INSERT INTO notice_seal_use (hall, notice, number, organ_code, "grant", letter, person, certificate, file, acted_at,
    sealed_at)
SELECT %(hall)s, o.uid, o.number, o.organ_code, (o.relied_on->>'grant_id')::uuid, NULL, 1, repeat('c', 64), o.file,
    o.acted_at, o.issued_at
FROM filled f JOIN casework_notice o ON o.case_id = f.uid
"""
MATERIALS = """
INSERT INTO casework_material ("case", paper, name, hash, type, size, owner, by, at)
SELECT f.uid, 'id-card', '居民身份证', md5(f.uid::text) || md5(f.n::text), 'application/pdf', 200000,
    c.applicant_index, 1, f.at
FROM filled f JOIN casework_case c ON c.uid = f.uid
"""


@dataclass(frozen=True)
class Pattern:
    """The case that is copied: its uid, its fact and its number."""

    uid: object
    fact: object
    number: str


class History:
    """Writes cases into the halls of the cell: half of them into the one that is measured, the rest into the others."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._columns: dict[str, list[str]] = {}
        self._halls = [
            str(row['code']) for row in place.ask('SELECT code FROM tenants_hall WHERE closed_on IS NULL ORDER BY code')
        ]
        self._written = dict.fromkeys(self._halls, 0)

    def fill(self, total: int) -> None:
        """Make the cell hold `total` cases of the past, and let the server know what it has."""
        others = [hall for hall in self._halls if hall != TOWNSHIP]
        share = {hall: total // 2 // len(others) for hall in others}
        share[TOWNSHIP] = total - sum(share.values())
        with psycopg.connect(self._place.cell.owner_url, autocommit=True) as line:
            line.execute("SET synchronous_commit = off; SET work_mem = '256MB'")
            for hall, wanted in share.items():
                for first in range(self._written[hall] + 1, wanted + 1, CHUNK):
                    self._write(line, hall, first=first, last=min(first + CHUNK - 1, wanted), of=wanted)
                self._written[hall] = wanted
            line.execute('VACUUM (ANALYZE)')

    def open_cases(self) -> None:
        """What is in hand on a day at the hall that is measured: accepted, with its limits in the public index."""
        with psycopg.connect(self._place.cell.owner_url) as line:
            pattern = self._begin(line, TOWNSHIP, OPEN_PATTERN)
            line.execute(FILLED, {'first': 1, 'last': OPEN, 'of': OPEN})
            number = {'number': "t.holder || 'O' || lpad(f.n::text, 11, '0')"}
            self._copy(line, 'casework_case', f"t.uid = '{pattern.uid}'", CASE | number)
            self._copy(line, 'casework_event', f"t.case_id = '{pattern.uid}'", EVENT)
            self._copy(line, 'deadline', f"""t."case" = '{pattern.uid}'""", {'case': 'f.uid'})

    def _write(self, line: psycopg.Connection, hall: str, *, first: int, last: int, of: int) -> None:
        values = {'hall': hall}
        own = {'holder': f"'{hall}'", 'origin': f"'{hall}'"}
        with line.transaction():
            pattern = self._begin(line, hall, CLOSED_PATTERN)
            line.execute(FILLED, {'first': first, 'last': last, 'of': of})
            number = {'number': f"'{hall}B' || lpad(f.n::text, 11, '0')"}
            self._copy(line, 'casework_case', f"t.uid = '{pattern.uid}'", CASE | CLOSED | own | number)
            self._copy(line, 'casework_event', f"t.case_id = '{pattern.uid}'", EVENT)
            self._copy(line, 'casework_notice', f"t.case_id = '{pattern.uid}'", NOTICE, values)
            line.execute(SEAL_USES, values)
            line.execute(MATERIALS)
            self._copy(line, 'insight_fact', f"t.fact = '{pattern.fact}'", FACT | {'hall': f"'{hall}'"})
            self._copy(line, 'published_decision', f"t.number = '{pattern.number}'", number | {'hall': f"'{hall}'"})

    def _begin(self, line: psycopg.Connection, hall: str, state: str) -> Pattern:
        """Work in a hall's schema; the pattern is the measured hall's newest case in that state."""
        line.execute(f'SET LOCAL search_path = {schema(hall)}, public'.encode())
        own = f'SELECT uid, fact, number FROM {schema(TOWNSHIP)}.casework_case WHERE state = %s ORDER BY uid DESC'
        row = line.execute(own.encode(), [state]).fetchone()
        if row is None:
            raise RuntimeError(f'no case is {state}')
        return Pattern(*row)

    def _copy(
        self,
        line: psycopg.Connection,
        table: str,
        where: str,
        changed: Mapping[str, str],
        values: Mapping[str, str] | None = None,
    ) -> None:
        """Copy the pattern's rows of a table once for each row of `filled`, with these columns `changed`."""
        names = self._names(line, table)
        source = f'{schema(TOWNSHIP)}.{table}' if table.startswith('casework') else table
        shown = ', '.join(changed.get(name, f't."{name}"') for name in names)
        into = ', '.join(f'"{name}"' for name in names)
        kept = f'(SELECT * FROM {source} t WHERE {where})'
        copied = f'INSERT INTO {table} ({into}) SELECT {shown} FROM filled f CROSS JOIN {kept} t ORDER BY f.n'
        line.execute(copied.encode(), values)

    def _names(self, line: psycopg.Connection, table: str) -> list[str]:
        if table not in self._columns:
            asked = 'SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped'
            self._columns[table] = [name for (name,) in line.execute(asked, [table]) if name != 'id']
        return self._columns[table]

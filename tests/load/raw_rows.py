"""The same rows in the same transactions by raw psycopg: what PostgreSQL alone would allow."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.adapt import Loader
from psycopg.rows import dict_row

from tests.load.numbers import rate
from tests.load.place import THREADS, TOWNSHIP, Place, schema

LIFECYCLES = 2000
NO_RELAY = 100  # a bucket that no relay looks at
FACTS_A_CHANGE = 2  # one for each cell above
SERIAL = """
INSERT INTO casework_serial (block, day, last) VALUES ('zz', current_date, 1)
ON CONFLICT (block, day) DO UPDATE SET last = casework_serial.last + 1 RETURNING last
"""
OUTBOX = f"""
INSERT INTO fed_outbox (event_id, topic, key, type, sender, recipient, subject, epoch, seq, base, previous, headers,
    body, created_at, bucket)
VALUES (%(id)s, 'bench', %(id)s, 'fact.case.v1', 'bench', 'bench', %(id)s, 1, 0, 0, '', '{{}}', %(body)s, now(),
    {NO_RELAY})
"""
DEADLINE = """
INSERT INTO deadline (hall, "case", kind, due_on, provisional) VALUES ('bench', %s, %s, current_date, false)
"""


class AsText(Loader):
    """JSON columns as their text, to be written again as they are."""

    def load(self, data: Any) -> str:
        """The text."""
        return bytes(data).decode()


@dataclass(frozen=True)
class Template:
    """A decided case, its events, and the body of a fact."""

    case: dict[str, Any]
    events: Sequence[dict[str, Any]]
    fact: bytes


def measure_raw(place: Place) -> float:
    """Lifecycles a second by eight connections."""
    template = _template(place)
    begun = monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        writers = [pool.submit(_write, place, template, LIFECYCLES // THREADS) for _ in range(THREADS)]
    for writer in writers:
        writer.result()  # what one could not write makes the rate worthless
    passed = monotonic() - begun
    _clean(place)
    return rate(LIFECYCLES, passed)


def _template(place: Place) -> Template:
    with psycopg.connect(place.cell.owner_url, row_factory=dict_row) as connection:
        connection.adapters.register_loader('jsonb', AsText)
        connection.execute(f'SET search_path = {schema(TOWNSHIP)}, public')
        case = connection.execute("SELECT * FROM casework_case WHERE state = 'approved' LIMIT 1").fetchone()
        assert case is not None
        events = connection.execute('SELECT * FROM casework_event WHERE case_id = %s ORDER BY seq', [case['uid']])
        fact = connection.execute('SELECT * FROM insight_fact WHERE fact = %s', [case['fact']]).fetchone() or {}
        return Template(case, events.fetchall(), json.dumps(fact, default=str).encode())


def _write(place: Place, template: Template, count: int) -> None:
    with psycopg.connect(place.cell.web_url, autocommit=True) as connection:
        connection.execute(f'SET search_path = {schema(TOWNSHIP)}, public')
        for _ in range(count):
            _lifecycle(connection, template)


def _lifecycle(connection: psycopg.Connection, template: Template) -> None:
    uid = uuid4()
    case = {**template.case, 'uid': uid, 'number': uid.hex[:24], 'submission': uuid4(), 'fact': uuid4()}
    facts = [{'id': uuid4(), 'body': template.fact} for _ in range(FACTS_A_CHANGE)]
    for place, event in enumerate(template.events):
        with connection.transaction():
            if place == 0:
                connection.execute(SERIAL)
                _insert(connection, 'casework_case', case)
                connection.execute(DEADLINE, [uid, 'intake'])
            else:
                connection.execute('SELECT * FROM casework_case WHERE uid = %s FOR UPDATE', [uid]).fetchone()
                _update(connection, case)
            if place == 1:
                connection.execute('DELETE FROM deadline WHERE "case" = %s', [uid])
                connection.execute(DEADLINE, [uid, 'promised'])
                connection.execute(DEADLINE, [uid, 'statutory'])
            if place == 2:  # the decision
                connection.execute('DELETE FROM deadline WHERE "case" = %s', [uid])
            _insert(connection, 'casework_event', {**{k: v for k, v in event.items() if k != 'id'}, 'case_id': uid})
            connection.cursor().executemany(OUTBOX, facts)
    connection.execute('SELECT * FROM casework_case WHERE uid = %s', [uid]).fetchone()
    connection.execute('SELECT * FROM casework_event WHERE case_id = %s ORDER BY seq', [uid]).fetchall()


def _insert(connection: psycopg.Connection, table: str, row: dict[str, Any]) -> None:
    names = ', '.join(row)
    marks = ', '.join(['%s'] * len(row))
    connection.execute(f'INSERT INTO {table} ({names}) VALUES ({marks})'.encode(), list(row.values()))


def _update(connection: psycopg.Connection, case: dict[str, Any]) -> None:
    changes = ', '.join(f'{name} = %s' for name in case if name != 'uid')
    values = [value for name, value in case.items() if name != 'uid']
    connection.execute(f'UPDATE casework_case SET {changes} WHERE uid = %s'.encode(), [*values, case['uid']])


def _clean(place: Place) -> None:
    with psycopg.connect(place.cell.owner_url) as connection:
        connection.execute("DELETE FROM fed_outbox WHERE topic = 'bench'")
        connection.execute("DELETE FROM deadline WHERE hall = 'bench'")

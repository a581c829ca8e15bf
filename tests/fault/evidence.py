"""What both databases say about cases and streams, asked by SQL as their owners; none of the product's own reads."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from govhall.kernel.chain import GENESIS, link
from tests.builders.stack import Stack

CELLS = ('bazhong', 'sichuan')
STREAM = 'SELECT %s AS sender, recipient, subject, next_seq - 1 AS reached, tip FROM {}.fed_stream'
CURSOR = 'SELECT sender, recipient, subject, last_seq AS reached, tip, state FROM fed_cursor'
# What a second arrival of a message could change; watermarks come by themselves and are left out.
KEPT = ('fed_cursor', 'fed_parked', 'insight_fact', 'insight_day', 'deadline')
KEPT_IN_HALLS = ('casework_case', 'casework_event', 'casework_request', 'fed_stream')


def schema(hall: str) -> str:
    """The schema of a hall."""
    return f'h_{hall.lower()}'


@dataclass(frozen=True)
class Evidence:
    """Reads across all halls of both cells."""

    stack: Stack

    def rows(self, cell: str, statement: str, values: Collection[object] = ()) -> list[dict[str, Any]]:
        """The rows of a statement in a cell's database."""
        with psycopg.connect(self.stack.cell(cell).owner_url, row_factory=dict_row) as connection:
            return connection.execute(statement.encode(), list(values)).fetchall()

    def halls(self, cell: str) -> list[str]:
        """The codes of the cell's halls."""
        return [row['code'] for row in self.rows(cell, 'SELECT code FROM tenants_hall ORDER BY code')]

    def outbox(self, cell: str = 'bazhong') -> int:
        """How many messages wait to be sent."""
        return int(self.rows(cell, 'SELECT count(*) AS n FROM fed_outbox')[0]['n'])

    def arrived(self, hall: str, uids: Collection[str]) -> int:
        """How many of these cases the hall of bazhong holds."""
        statement = f"SELECT count(*) AS n FROM {schema(hall)}.casework_case WHERE custody = 'held' AND uid = ANY(%s)"
        return int(self.rows('bazhong', statement, [[UUID(uid) for uid in uids]])[0]['n'])

    def in_custody(self, uids: Collection[str], *, at: str, watched_by: str) -> bool:
        """Whether one hall holds all these cases and the hall below knows it."""
        statement = f"""
            SELECT count(*) AS n FROM {schema(watched_by)}.casework_case
            WHERE custody = 'watching' AND holder = %s AND uid = ANY(%s)
        """
        known = self.rows('bazhong', statement, [at, [UUID(uid) for uid in uids]])[0]['n']
        return self.arrived(at, uids) == len(uids) == int(known)

    def stream_faults(self) -> list[str]:
        """Where a receiver's history is not its sender's history; empty when nothing was lost or doubled."""
        sent = {
            (row['subject'], row['sender'], row['recipient']): (row['reached'], row['tip'], 'ok')
            for cell in CELLS
            for hall in self.halls(cell)
            for row in self.rows(cell, STREAM.format(schema(hall)), [hall])
        }
        taken = {
            (row['subject'], row['sender'], row['recipient']): (row['reached'], row['tip'], row['state'])
            for cell in CELLS
            for row in self.rows(cell, CURSOR)
        }
        differing = [key for key in sent | taken if sent.get(key) != taken.get(key)]
        return [f'{key}: sent {sent.get(key)}, taken {taken.get(key)}' for key in differing]

    def chain_faults(self, hall: str) -> list[str]:
        """Cases whose events are not one unbroken chain from the first to the last."""
        events = self.rows('bazhong', f'SELECT * FROM {schema(hall)}.casework_event ORDER BY case_id, seq')
        tips: dict[UUID, str] = {}
        counts: dict[UUID, int] = {}
        faults = []
        for event in events:
            uid = event['case_id']
            counts[uid] = counts.get(uid, 0) + 1
            expected = link(tips.get(uid, GENESIS), _body(event))
            if (event['seq'], event['hash'], event['previous']) != (counts[uid], expected, tips.get(uid, GENESIS)):
                faults.append(f'{uid} {event["seq"]} {event["kind"]}')
            tips[uid] = event['hash']
        cases = self.rows('bazhong', f'SELECT uid, event_count, event_tip FROM {schema(hall)}.casework_case')
        ends = {case['uid']: (case['event_count'], case['event_tip']) for case in cases}
        return faults + [f'{uid} end' for uid, end in ends.items() if end != (counts.get(uid), tips.get(uid))]

    def events(self, hall: str, kind: str, uids: Collection[str]) -> list[int]:
        """How often each of these cases has an event of that kind in the hall."""
        statement = f"""
            SELECT count(event.id) AS n FROM unnest(%s::uuid[]) AS uid
            LEFT JOIN {schema(hall)}.casework_event event ON event.case_id = uid AND event.kind = %s GROUP BY uid
        """
        return [row['n'] for row in self.rows('bazhong', statement, [list(uids), kind])]

    def uncounted(self, hall: str) -> int:
        """How many of the hall's cases the province has no fact of."""
        cases = self.rows('bazhong', f'SELECT fact FROM {schema(hall)}.casework_case')
        found = self.rows('sichuan', 'SELECT fact FROM insight_fact WHERE hall = %s', [hall])
        return len({row['fact'] for row in cases} - {row['fact'] for row in found})

    def quarantined(self) -> list[dict[str, Any]]:
        """What bazhong's intake has set aside."""
        return self.rows('bazhong', 'SELECT topic, partition, position, value, reason FROM fed_quarantine')

    def whole(self, cell: str = 'bazhong') -> str:
        """Everything that a message can change in a cell, as one text to compare."""
        tables = [*KEPT, *(f'{schema(hall)}.{table}' for hall in self.halls(cell) for table in KEPT_IN_HALLS)]
        return json.dumps({table: self._table(cell, table) for table in tables}, default=str)

    def _table(self, cell: str, table: str) -> list[str]:
        # That a receipt is to be given once more is no effect: whoever repeats a message may have missed the first.
        line = "(to_jsonb(t) - 'receipt_due')::text"
        return [row['line'] for row in self.rows(cell, f'SELECT {line} AS line FROM {table} t ORDER BY 1')]


def _body(event: dict[str, Any]) -> dict[str, object]:
    kept = {key: event[key] for key in ('seq', 'kind', 'hall', 'actor', 'actor_name', 'data')}
    return {**kept, 'case': str(event['case_id']), 'at': event['at'].astimezone(UTC).isoformat()}

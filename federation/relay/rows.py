"""The relay's statements on the outbox."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

COLUMNS = (
    'id, event_id, topic, key, type, sender, recipient, subject, epoch, seq, base, previous, headers, body, created_at'
)
# A stream whose first row waits for its next try waits as a whole.
DUE = f"""
SELECT {COLUMNS} FROM fed_outbox AS due
WHERE bucket = ANY(%s) AND topic <> ALL(%s) AND NOT EXISTS (
    SELECT 1 FROM fed_outbox AS held
    WHERE (held.subject, held.sender, held.recipient) = (due.subject, due.sender, due.recipient)
    AND held.not_before > now() AND held.id <= due.id
)
ORDER BY id LIMIT %s
"""  # noqa: S608 - fixed text
MOVE = f"""
WITH gone AS (DELETE FROM fed_outbox WHERE id = ANY(%s) RETURNING {COLUMNS})
INSERT INTO fed_sent ({COLUMNS}, sent_at) SELECT {COLUMNS}, now() FROM gone WHERE seq > 0
"""  # noqa: S608 - fixed text
# 1 s, 2 s, 4 s ... to 5 minutes, each shortened by chance so that streams do not come back all at once.
HOLD = """
UPDATE fed_outbox SET attempts = attempts + 1, last_error = %s,
    not_before = now() + LEAST(300, 2 ^ LEAST(attempts, 10)) * (0.5 + random() / 2) * interval '1 second'
WHERE id = ANY(%s)
"""


class Due(NamedTuple):
    """An outbox row to be sent."""

    id: int
    event_id: UUID
    topic: str
    key: str
    type: str
    sender: str
    recipient: str
    subject: UUID
    epoch: int
    sequence: int
    base: int
    previous: str
    headers: str  # JSON text, as a plain cursor gives it
    body: bytes
    created_at: datetime

    @property
    def stream(self) -> tuple[UUID, str, str]:
        """What must stay in order."""
        return self.subject, self.sender, self.recipient

    @property
    def extra(self) -> dict[str, str]:
        """Attributes that not every message has: traceparent, sealed_for, request_hash."""
        found: dict[str, str] = json.loads(self.headers)
        return found


def due_rows(buckets: Sequence[int], resting_topics: Sequence[str], limit: int) -> list[Due]:
    """The oldest rows that may be sent now; a plain read, no transaction stays open."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, [list(buckets), list(resting_topics), limit])
        return [Due(*row) for row in cursor.fetchall()]


def move_to_sent(ids: Sequence[int]) -> None:
    """Take acknowledged rows out of the outbox and keep those of streams in fed_sent, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [list(ids)])


def hold(ids: Sequence[int], reason: str) -> None:
    """Let these rows, and with them their streams, wait before the next try."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [reason, list(ids)])

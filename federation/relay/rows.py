"""The relay's statements on the outbox."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

COLUMNS = (
    'id, event_id, topic, key, type, sender, recipient, subject, epoch, seq, base, previous, headers, body, created_at'
)
LARGEST_SHARE = 0.25  # of a chunk, for one hall while others wait
LARGEST_CHUNK = 8 * 1024 * 1024  # bytes of bodies; the producer holds four times as much
# From one lane (topic and sender) to the next in the index: the cost is the number of lanes, not of rows.
LANES = """
WITH RECURSIVE lane (topic, sender) AS (
    (SELECT topic, sender FROM fed_outbox ORDER BY topic, sender LIMIT 1)
    UNION ALL
    SELECT further.* FROM lane CROSS JOIN LATERAL (
        SELECT topic, sender FROM fed_outbox WHERE (topic, sender) > (lane.topic, lane.sender)
        ORDER BY topic, sender LIMIT 1
    ) AS further
)
SELECT topic, sender FROM lane WHERE topic <> ALL(%s)
"""
# The oldest rows of each lane, then the oldest of each hall. Bounds instead of equality leave the planner no other
# index that is in order. A stream whose first row waits for its next try waits as a whole.
DUE = f"""
SELECT {COLUMNS}, bucket FROM (
    SELECT *, sum(size) OVER (ORDER BY place, id) - size AS before FROM (
        SELECT due.*, octet_length(due.body) AS size,
            row_number() OVER (PARTITION BY lane.sender ORDER BY due.id) AS place
        FROM unnest(%(topics)s::text[], %(senders)s::text[]) AS lane (topic, sender) CROSS JOIN LATERAL (
            SELECT * FROM fed_outbox AS due
            WHERE (due.topic, due.sender, due.id) > (lane.topic, lane.sender, 0)
            AND (due.topic, due.sender, due.id) <= (lane.topic, lane.sender, {2**63 - 1})
            AND due.bucket = ANY(%(buckets)s) AND NOT EXISTS (
                SELECT 1 FROM fed_outbox AS held
                WHERE (held.subject, held.sender, held.recipient) = (due.subject, due.sender, due.recipient)
                AND held.not_before > now() AND held.id <= due.id
            )
            ORDER BY due.topic, due.sender, due.id LIMIT %(share)s
        ) AS due
    ) AS placed WHERE place <= %(share)s
) AS measured WHERE before < {LARGEST_CHUNK} ORDER BY place, id LIMIT %(limit)s
"""  # noqa: S608 - fixed text
# What a relay still holds of a bucket that another has taken since is that one's to remove.
MOVE = f"""
WITH lost AS (
    SELECT bucket FROM fed_lease JOIN unnest(%s::int[], %s::bigint[]) AS held (bucket, fence) USING (bucket)
    WHERE fed_lease.fence > held.fence
), gone AS (
    DELETE FROM fed_outbox WHERE id = ANY(%s) AND bucket <> ALL (ARRAY(SELECT bucket FROM lost)) RETURNING {COLUMNS}
), kept AS (
    INSERT INTO fed_sent ({COLUMNS}, sent_at) SELECT {COLUMNS}, now() FROM gone WHERE seq > 0
), told AS (
    INSERT INTO fed_delivery AS held (subject, sender, recipient, sent_seq, sent_at)
    SELECT subject, sender, recipient, max(seq), now() FROM gone WHERE seq > 0
    GROUP BY subject, sender, recipient ORDER BY subject, sender, recipient
    ON CONFLICT (subject, sender, recipient) DO UPDATE SET
        sent_seq = GREATEST(held.sent_seq, excluded.sent_seq), sent_at = excluded.sent_at
)
SELECT count(*) FROM gone
"""  # noqa: S608 - fixed text
# 1 s, 2 s, 4 s ... to 5 minutes, each shortened by chance so that streams do not come back all at once.
DELAY = """
UPDATE fed_outbox SET attempts = attempts + 1, last_error = %s,
    not_before = now() + LEAST(300, 2 ^ LEAST(attempts, 10)) * (0.5 + random() / 2) * interval '1 second'
WHERE id = ANY(%s)
"""


class DueRow(NamedTuple):
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
    bucket: int

    @property
    def stream(self) -> tuple[UUID, str, str]:
        """What must stay in order."""
        return self.subject, self.sender, self.recipient

    @property
    def extra(self) -> dict[str, str]:
        """Attributes that not every message has: sealed_for, request_hash."""
        found: dict[str, str] = json.loads(self.headers)
        return found


def due_rows(buckets: Sequence[int], resting_topics: Sequence[str], limit: int) -> list[DueRow]:
    """Up to `limit` rows that may be sent now, oldest first, and of no hall more than its share while others wait.

    Each stream's rows are its oldest ones without a hole. Two plain reads, no transaction stays open; neither takes
    longer with the number of rows that wait.
    """
    with connection.cursor() as cursor:
        cursor.execute(LANES, [list(resting_topics)])
        lanes = cursor.fetchall()
        if not lanes:
            return []
        topics, senders = zip(*lanes, strict=True)
        places: dict[str, Any] = {
            'topics': list(topics),
            'senders': list(senders),
            'buckets': list(buckets),
            'share': _share(len(set(senders)), limit),
            'limit': limit,
        }
        cursor.execute(DUE, places)
        return [DueRow(*row) for row in sorted(cursor.fetchall(), key=itemgetter(0))]


def _share(halls: int, limit: int) -> int:
    """At least one row, however small the chunk: with none at all nothing would ever leave."""
    return limit if halls == 1 else max(1, min(int(limit * LARGEST_SHARE), ceil(limit / halls)))


def move_to_sent(ids: Sequence[int], fences: Mapping[int, int]) -> int:
    """Take acknowledged rows out of the outbox and keep those of streams in fed_sent, in one statement.

    Returns how many left. `fences` says under which fence each bucket is held: rows of one that another relay has
    taken since stay for that one.
    """
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [list(fences), list(fences.values()), list(ids)])
        return int(cursor.fetchone()[0])


def delay_rows(ids: Sequence[int], reason: str) -> None:
    """Let these rows, and with them their streams, wait before the next try."""
    with connection.cursor() as cursor:
        cursor.execute(DELAY, [reason, list(ids)])

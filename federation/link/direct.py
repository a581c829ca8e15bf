"""The direct link: a log table in the cell's own database, for a county too small for a broker.

The relay appends, the intake reads by position; neither ever calls the other, so a single cell runs the same road.
"""

import time
from collections.abc import Mapping, Sequence

import msgspec
from django.db import connection, transaction

from federation.link.port import Headers, IncomingRecord, OutgoingRecord, Positions, RawHeaders
from federation.link.topics import Topic

APPEND = 'INSERT INTO fed_log (topic, key, headers, value) VALUES (%s, %s, %s, %s)'
# Held to the end of the transaction: positions become visible in their own order even if a second relay wakes up.
ONE_WRITER = "SELECT pg_advisory_xact_lock(hashtext('fed_log'))"
LARGEST_READ = 16 * 1024 * 1024  # bytes of values; at least one record, however large
READ = f"""
SELECT id, topic, key, headers, value FROM fed_log JOIN (
    SELECT log.id, sum(log.size) OVER (ORDER BY log.id) - log.size AS before
    FROM unnest(%s::text[], %s::bigint[]) AS start (topic, position)
    CROSS JOIN LATERAL (
        SELECT id, octet_length(value) AS size FROM fed_log
        WHERE fed_log.topic = start.topic AND id >= start.position ORDER BY id LIMIT %s
    ) log
    ORDER BY log.id LIMIT %s
) AS next USING (id) WHERE before < {LARGEST_READ} ORDER BY id
"""  # noqa: S608 - fixed text
UNREAD = """
SELECT start.topic, (SELECT count(*) FROM fed_log WHERE fed_log.topic = start.topic AND id >= start.position)
FROM unnest(%s::text[], %s::bigint[]) AS start (topic, position)
"""
END = 'SELECT COALESCE(max(id), -1) FROM fed_log WHERE topic = %s'
ONLY_PARTITION = -1  # no number that Kafka uses: positions of the two links never mix


class DirectSender:
    """Appends to fed_log; knows only the topics of its own cell."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._known = {topic.name for topic in topics}

    def send(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        """Append what goes to this cell in one transaction; a record for another cell stays in the outbox."""
        taken = [record.topic in self._known for record in records]
        rows = [
            (record.topic, record.key, _pack(record.headers), record.value)
            for record, ours in zip(records, taken, strict=True)
            if ours
        ]
        if rows:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(ONE_WRITER)
                cursor.executemany(APPEND, rows)
        return taken

    def is_up(self) -> bool:
        """As its database, without which nobody asks."""
        return True

    def close(self) -> None:
        """Nothing is held."""


class DirectReader:
    """Reads fed_log by position."""

    def __init__(self, topics: Sequence[Topic], positions: Positions) -> None:
        self._next = {topic.name: positions(topic.name, ONLY_PARTITION) or 0 for topic in topics}

    def poll(self, limit: int, seconds: float) -> list[IncomingRecord]:
        """Up to `limit` records; an empty table is looked at again once, after `seconds`."""
        found = self._read(limit)
        if not found and seconds:
            time.sleep(seconds)
            found = self._read(limit)
        for record in found:
            self._next[record.topic] = record.offset + 1
        return found

    def caught_up(self) -> bool:
        """Whether the table holds nothing further."""
        return not self._read(1)

    def unread(self) -> Mapping[tuple[str, int], int]:
        """Counted now."""
        with connection.cursor() as cursor:
            cursor.execute(UNREAD, [list(self._next), list(self._next.values())])
            return {(topic, ONLY_PARTITION): count for topic, count in cursor.fetchall()}

    def ends(self, topic: str) -> Mapping[tuple[str, int], int]:
        """Behind the last row of the topic."""
        with connection.cursor() as cursor:
            cursor.execute(END, [topic])
            return {(topic, ONLY_PARTITION): int(cursor.fetchone()[0]) + 1}

    def position(self, topic: str, partition: int) -> int:
        """Behind the last row that was returned."""
        return self._next[topic]

    def is_up(self) -> bool:
        """As its database, without which nobody asks."""
        return True

    def report(self, positions: Mapping[tuple[str, int], int]) -> None:
        """Nobody else measures the lag of a table."""

    def close(self) -> None:
        """Nothing is held."""

    def _read(self, limit: int) -> list[IncomingRecord]:
        with connection.cursor() as cursor:
            cursor.execute(READ, [list(self._next), list(self._next.values()), limit, limit])
            return [
                IncomingRecord(topic, ONLY_PARTITION, position, bytes(key), _unpack(bytes(headers)), bytes(value))
                for position, topic, key, headers, value in cursor.fetchall()
            ]


def _pack(headers: Headers) -> bytes:
    return msgspec.msgpack.encode(headers)


def _unpack(packed: bytes) -> RawHeaders:
    return msgspec.msgpack.decode(packed, type=list[tuple[str, bytes | None]])

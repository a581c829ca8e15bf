"""What a hall may know of the outbox: how much of its own still waits."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from federation.link.topics import Lane, cell_topic
from govhall.kernel.errors import Broken
from tenants.context import current_hall

WAITING = """
SELECT waiting, oldest, (
    SELECT count(DISTINCT kind) = 2 FROM public.fed_health
    WHERE at > statement_timestamp() - interval '60 seconds' AND state ->> 'line' IS DISTINCT FROM 'false'
) FROM public.fed_waiting()
"""


@dataclass(frozen=True)
class OutboxBacklog:
    """How many messages of a hall have not left yet, and since when the oldest waits."""

    count: int
    oldest: datetime | None
    line: bool = True  # a relay and an intake live, and each has lately had an answer from the road


def waiting_for(hall_code: str) -> OutboxBacklog:
    """What the current hall has said to other halls and the link has not taken yet.

    Through a database function that sees only the hall of the current schema, because the web role can't read the
    outbox. Raises Broken when asked about another hall.
    """
    if current_hall().code != hall_code:
        raise Broken('a hall sees only its own waiting messages')
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return OutboxBacklog(*cursor.fetchone())


def facts_waiting(cell: str, most: int) -> int:
    """How many facts for a cell wait in this cell's outbox, counted up to `most`."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT waiting FROM public.fed_facts_waiting(%s, %s)', [cell_topic(cell, Lane.FACTS), most])
        return int(cursor.fetchone()[0])


def facts_told_until(cell: str, moment: datetime, most: int) -> datetime | None:
    """Up to when, at most this moment, all facts for a cell have left; None while more than `most` of them wait."""
    with connection.cursor() as cursor:
        topic = cell_topic(cell, Lane.FACTS)
        cursor.execute('SELECT until FROM public.fed_facts_told_until(%s, %s, %s)', [topic, moment, most])
        until: datetime | None = cursor.fetchone()[0]
        return until


def bulk_waiting() -> int:
    """How many messages of the lane BULK the cell's outbox holds: pieces of files, half a megabyte each."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT waiting FROM public.fed_bulk_waiting()')
        return int(cursor.fetchone()[0])

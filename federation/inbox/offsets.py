"""How far each partition was applied; written in the transaction of the effects and read when the intake starts."""

from django.db import connection

from federation.inbox.models import PartitionOffset
from federation.inbox.parcels import Offsets

# GREATEST: a second intake that woke up late has really applied what it reports, so neither may set the other back.
UPSERT = """
INSERT INTO fed_offset AS held (topic, partition, next_offset) VALUES (%s, %s, %s)
ON CONFLICT (topic, partition) DO UPDATE SET
    next_offset = GREATEST(held.next_offset, excluded.next_offset), updated_at = now()
"""


def write(offsets: Offsets) -> None:
    """Keep the positions; inside the caller's transaction."""
    if offsets:
        rows = sorted((topic, partition, offset) for (topic, partition), offset in offsets.items())
        with connection.cursor() as cursor:
            cursor.executemany(UPSERT, rows)


def position(topic: str, partition: int) -> int | None:
    """The first position not applied yet; None for a partition that was never read."""
    return (
        PartitionOffset.objects.filter(topic=topic, partition=partition).values_list('next_offset', flat=True).first()
    )

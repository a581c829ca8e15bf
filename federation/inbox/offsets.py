"""How far each partition was applied; written in the transaction of the effects and read when the intake starts."""

from collections.abc import Callable, Mapping

import structlog
from django.db import connection, transaction

from federation.inbox.messages import Offsets
from federation.inbox.models import KnownTopic, PartitionOffset

# GREATEST: a second intake that woke up late has really applied what it reports, so neither may set the other back.
UPSERT = """
INSERT INTO fed_offset AS held (topic, partition, next_offset)
SELECT * FROM unnest(%s::text[], %s::int[], %s::bigint[])
ON CONFLICT (topic, partition) DO UPDATE SET
    next_offset = GREATEST(held.next_offset, excluded.next_offset), updated_at = now()
"""

log = structlog.get_logger()


def write(offsets: Offsets) -> None:
    """Keep the positions; inside the caller's transaction."""
    if offsets:
        rows = sorted((topic, partition, offset) for (topic, partition), offset in offsets.items())
        with connection.cursor() as cursor:
            cursor.execute(UPSERT, [list(column) for column in zip(*rows, strict=True)])


def position(topic: str, partition: int) -> int | None:
    """The first position not applied yet; None for a partition that was never read."""
    return (
        PartitionOffset.objects.filter(topic=topic, partition=partition).values_list('next_offset', flat=True).first()
    )


def position_in(ids: Mapping[str, str]) -> Callable[[str, int], int | None]:
    """Positions for topics of these ids: None for one that was made again since."""
    known = _known_ids()

    def found(topic: str, partition: int) -> int | None:
        made_again = topic in ids and known.get(topic, ids[topic]) != ids[topic]
        return None if made_again else position(topic, partition)

    return found


@transaction.atomic
def reset_recreated(ids: Mapping[str, str]) -> list[str]:
    """Start over with topics that were made again, and remember the ids of all; the names of the former.

    What the old topic held and nobody read is said again by its senders: no receipt names it.
    """
    known = _known_ids()
    made_again = sorted(name for name, topic_id in ids.items() if known.get(name, topic_id) != topic_id)
    PartitionOffset.objects.filter(topic__in=made_again).delete()
    KnownTopic.objects.bulk_create(
        [KnownTopic(topic=name, generation=topic_id) for name, topic_id in ids.items()],
        update_conflicts=True,
        unique_fields=['topic'],
        update_fields=['generation'],
    )
    for name in made_again:
        log.error('topic_made_again', topic=name)
    return made_again


def _known_ids() -> dict[str, str]:
    return dict(KnownTopic.objects.values_list('topic', 'generation'))

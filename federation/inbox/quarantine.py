"""Setting aside what cannot be read or trusted, outside of every stream, so that it blocks nobody."""

from collections.abc import Sequence
from typing import NamedTuple

import structlog
from django.db import connection, transaction

from federation.contracts.envelope import Headers
from federation.inbox import offsets
from federation.inbox.parcels import Offsets, Parcel, pack_headers

INSERT = """
INSERT INTO fed_quarantine (topic, partition, position, key, headers, value, reason) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (topic, partition, position) DO NOTHING
"""
log = structlog.get_logger()


class Suspect(NamedTuple):
    """A record to set aside and the reason, which never repeats what stands in the record."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    headers: Headers
    value: bytes | None
    reason: str


def suspect(parcel: Parcel, reason: str) -> Suspect:
    """A parcel that turned out not to be for us."""
    return Suspect(parcel.topic, parcel.partition, parcel.offset, parcel.key, parcel.headers, parcel.body, reason[:200])


def set_aside(suspects: Sequence[Suspect], done: Offsets) -> None:
    """Keep the records byte for byte and move on, in one transaction."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.executemany(INSERT, [(*one[:4], pack_headers(one.headers), *one[5:]) for one in suspects])
        offsets.write(done)
    for one in suspects:
        log.warning(
            'record_quarantined', topic=one.topic, partition=one.partition, position=one.offset, reason=one.reason
        )

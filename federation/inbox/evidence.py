"""What took effect, byte for byte as it arrived: kept beside the effect, for a court and for comparing both ends."""

from collections.abc import Sequence

from django.db import connection

from federation.inbox.parcels import Parcel, pack_headers

KEEP = """
INSERT INTO fed_inbox (event_id, subject, sender, recipient, seq, epoch, type, previous, key_id, headers, body, said_at)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::int[], %s::text[], %s::text[],
    %s::text[], %s::bytea[], %s::bytea[], %s::timestamptz[])
"""


def keep(parcels: Sequence[Parcel]) -> None:
    """Write the evidence; one statement, in the caller's transaction."""
    if parcels:
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [list(column) for column in zip(*map(_row, parcels), strict=True)])


def _row(parcel: Parcel) -> tuple[object, ...]:
    said = parcel.envelope
    return (
        *(said.id, said.subject, said.source, said.recipient, said.sequence, said.epoch, said.type, said.previous),
        *(said.key_id, pack_headers(parcel.headers), parcel.body, said.time),
    )

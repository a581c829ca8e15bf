"""What took effect, byte for byte as it arrived: kept beside the effect, for a court and for comparing both ends."""

from collections.abc import Sequence

from django.db import connection

from federation.inbox.parcels import Parcel, pack_headers
from govhall.kernel.recordset import insertion, octets, text

COLUMNS = (
    *('event_id', 'subject', 'sender', 'recipient', 'seq', 'epoch', 'type', 'previous'),
    *('key_id', 'headers', 'body', 'said_at'),
)
KEEP = insertion('fed_inbox', COLUMNS)  # bytes in arrays would be escaped one by one, by expressions


def keep(parcels: Sequence[Parcel]) -> None:
    """Write the evidence; one statement, in the caller's transaction."""
    if parcels:
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [text(dict(zip(COLUMNS, _row(parcel), strict=True)) for parcel in parcels)])


def _row(parcel: Parcel) -> tuple[object, ...]:
    said = parcel.envelope
    return (
        *(said.id, said.subject, said.source, said.recipient, said.sequence, said.epoch, said.type, said.previous),
        *(said.key_id, octets(pack_headers(parcel.headers)), octets(parcel.body), said.time.isoformat()),
    )

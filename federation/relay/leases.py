"""Sharing the buckets out among the relays of a cell, by leases in a table.

No session lock: a lease outlives a broken connection and works behind a pooler. Two relays that believe to own the
same bucket only make duplicates, which the inbox drops; the fence keeps the late one from touching the outbox.
"""

import os
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from secrets import token_hex

import structlog
from django.db import connection, transaction

from federation.failpoints import failpoint
from federation.outbox.rows import BUCKETS
from federation.relay import order_monitor

LEASE_SECONDS = 15
RENEW_SECONDS = 2.0
HeldBuckets = Mapping[int, int]  # bucket -> the fence under which it is held

ALL_BUCKETS = f"""
INSERT INTO fed_lease (bucket, owner, fence, expires) SELECT bucket, '', 0, now()
FROM generate_series(0, {BUCKETS - 1}) AS bucket ON CONFLICT DO NOTHING
"""  # noqa: S608 - a number
LIVE = f"""
INSERT INTO fed_relay (owner, expires) VALUES (%s, now() + interval '{LEASE_SECONDS} seconds')
ON CONFLICT (owner) DO UPDATE SET expires = EXCLUDED.expires
"""  # noqa: S608 - a number
# Two relays that wake up together must not wait for each other's row.
BURY = """
DELETE FROM fed_relay WHERE owner IN (SELECT owner FROM fed_relay WHERE expires < now() FOR UPDATE SKIP LOCKED)
"""
PLACE = 'SELECT count(*), count(*) FILTER (WHERE owner < %s) FROM fed_relay WHERE expires >= now()'
RENEW = f"""
UPDATE fed_lease SET expires = now() + interval '{LEASE_SECONDS} seconds' WHERE owner = %s RETURNING bucket, fence
"""  # noqa: S608 - a number
TAKE = f"""
UPDATE fed_lease SET owner = %s, fence = fence + 1, expires = now() + interval '{LEASE_SECONDS} seconds'
WHERE bucket IN (
    SELECT bucket FROM fed_lease WHERE owner = '' OR expires < now() ORDER BY bucket LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING bucket, fence
"""  # noqa: S608 - a number
RELEASE = "UPDATE fed_lease SET owner = '' WHERE owner = %s AND bucket = ANY(%s)"
LEAVE = 'DELETE FROM fed_relay WHERE owner = %s'
log = structlog.get_logger()


def all_buckets() -> HeldBuckets:
    """Every bucket, under the fence of a table in which nobody ever took one: for a relay that has no others."""
    return dict.fromkeys(range(BUCKETS), 0)


class Leases:
    """The buckets of one relay. `clock` counts seconds; PostgreSQL's clock alone decides what has expired."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._owner = f'{socket.gethostname()[:80]}:{os.getpid()}:{token_hex(4)}'
        self._clock = clock
        self._held: dict[int, int] = {}
        self._renewed: float | None = None

    def held(self) -> HeldBuckets:
        """What may be sent now. Renews, gives up what is above its share and takes what is free, every two seconds.

        To be asked between chunks only, when nothing of a bucket that may go to another is on its way. Raises
        OperationalError.
        """
        if self._is_due():
            with transaction.atomic(), connection.cursor() as cursor:
                if self._renewed is None:
                    cursor.execute(ALL_BUCKETS)
                held = self._renew()
                spare = _share(self._owner) - len(held)
                if spare < 0:
                    self._give_up(sorted(held)[spare:])
                    held = dict(sorted(held.items())[:spare])
                elif spare > 0:
                    held |= self._take(spare)
            self._note(held)
        return dict(self._held)

    def keep(self) -> None:
        """Renew what is held and no more, while a chunk waits for its acknowledgements. Raises OperationalError."""
        if self._renewed is not None and self._is_due():
            with transaction.atomic():
                held = self._renew()
            self._note(held)

    def release(self) -> None:
        """Let the others have everything at once. Raises OperationalError; the leases then run out by themselves."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(RELEASE, [self._owner, list(range(BUCKETS))])
            cursor.execute(LEAVE, [self._owner])
        self._held, self._renewed = {}, None

    def _is_due(self) -> bool:
        return self._renewed is None or self._clock() - self._renewed >= RENEW_SECONDS

    def _renew(self) -> dict[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(LIVE, [self._owner])
            cursor.execute(BURY)
            cursor.execute(RENEW, [self._owner])
            held = dict(cursor.fetchall())
        failpoint('relay.lease_renewal')
        return held

    def _take(self, count: int) -> dict[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(TAKE, [self._owner, count])
            return dict(cursor.fetchall())

    def _give_up(self, buckets: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(RELEASE, [self._owner, list(buckets)])

    def _note(self, held: dict[int, int]) -> None:
        """Remember what was committed."""
        taken, gone = len(held.keys() - self._held.keys()), len(self._held.keys() - held.keys())
        order_monitor.LEASES_TAKEN.add(taken)
        order_monitor.LEASES_GONE.add(gone)
        if taken or gone:
            log.info('buckets_shared_out', count=len(held), taken=taken, gone=gone)
        self._held, self._renewed = held, self._clock()


def _share(owner: str) -> int:
    """How many buckets are this relay's: as many as any other's, give or take one."""
    with connection.cursor() as cursor:
        cursor.execute(PLACE, [owner])
        relays, before = (int(count) for count in cursor.fetchone())
    return BUCKETS // relays + (1 if before < BUCKETS % relays else 0)

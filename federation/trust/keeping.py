"""Keeping public keys as the directory tells them."""

from django.db import connection

from federation.contracts.directory import KeyPublished
from federation.trust import keys
from federation.trust.models import KeyRecord
from federation.trust.port import Untrusted

# The key itself never changes under its id; only what it is good for does, and a revoked key stays revoked.
UPSERT = """
INSERT INTO fed_key AS held (key_id, owner, serial, suite, verify_key, seal_key, state, version, since, ended)
VALUES (%(key_id)s, %(owner)s, %(serial)s, %(suite)s, %(verify_key)s, %(seal_key)s, %(state)s, %(version)s, %(since)s,
    %(ended)s)
ON CONFLICT (key_id) DO UPDATE SET state = excluded.state, version = excluded.version, ended = excluded.ended
WHERE excluded.version > held.version AND held.state <> 'revoked'
"""
SAME = """
SELECT (owner, serial, suite, verify_key, seal_key) = (%(owner)s, %(serial)s, %(suite)s, %(verify_key)s, %(seal_key)s)
FROM fed_key WHERE key_id = %(key_id)s
"""


def keep(told: KeyPublished) -> None:
    """Keep the key, or the news that it ended; an older version changes nothing.

    Raises Untrusted if another key is told under an id that is known.
    """
    values = {name: getattr(told, name) for name in told.__struct_fields__}
    with connection.cursor() as cursor:
        cursor.execute(SAME, values)
        held = cursor.fetchone()
        if held is not None and not held[0]:
            raise Untrusted('another key under a known id')
        cursor.execute(UPSERT, values)
    keys.forget()


def keep_record(told: KeyPublished, headers: bytes, body: bytes) -> None:
    """Keep the record as it came, for the history of keys; the first of each version."""
    row = KeyRecord(key_id=told.key_id, version=told.version, headers=headers, body=body)
    KeyRecord.objects.bulk_create([row], ignore_conflicts=True)

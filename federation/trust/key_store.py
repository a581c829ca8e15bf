"""Stores public keys as the directory publishes them."""

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


def store_key(key: KeyPublished) -> None:
    """Store the key, or that it ended; an older version changes nothing.

    Raises Untrusted if another key is published under an id that is known.
    """
    values = {name: getattr(key, name) for name in key.__struct_fields__}
    with connection.cursor() as cursor:
        cursor.execute(SAME, values)
        same = cursor.fetchone()
        if same is not None and not same[0]:
            raise Untrusted('another key under a known id')
        cursor.execute(UPSERT, values)
    keys.forget_keys()


def store_key_record(key: KeyPublished, headers: bytes, body: bytes) -> None:
    """Store the record as it came, for the history of keys; the first of each version."""
    row = KeyRecord(key_id=key.key_id, version=key.version, headers=headers, body=body)
    KeyRecord.objects.bulk_create([row], ignore_conflicts=True)

"""A new key: its private halves kept sealed in this cell, its public halves as the directory will tell them."""

from datetime import UTC, datetime

from django.utils import timezone

from federation.contracts.directory import KeyPublished
from federation.trust import keys
from federation.trust.key_store import store_key
from federation.trust.models import PublicKey
from federation.trust.suites import suite

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def new_key(owner: str, *, of_cell: bool, use_from: datetime | None = None) -> KeyPublished:
    """Make the owner's next key and keep both halves; the caller has a transaction and tells the others.

    The first signs at once, whatever the clock says; a later one from now, or from `use_from` on.
    """
    last = PublicKey.objects.filter(owner=owner).order_by('-serial').first()
    serial, now, by = (last.serial + 1 if last else 1), timezone.now(), suite()
    signing, sealing = by.new_signing_pair(), by.new_sealing_pair()
    entry = KeyPublished(
        key_id=f'{owner}.{by.digest(signing.public + sealing.public).hex()[:16]}',
        owner=owner,
        of_cell=of_cell,
        serial=serial,
        suite=by.name,
        verify_key=signing.public,
        seal_key=sealing.public,
        state='active',
        version=1,
        since=now,
    )
    secret = keys.OwnKey(entry.key_id, signing.private, sealing.private)
    starts = use_from or (LONG_AGO if serial == 1 else now)
    keys.seal_private_key(secret, owner=owner, serial=serial, use_from=starts).save(force_insert=True)
    store_key(entry)
    return entry


def key_entry(row: PublicKey, *, of_cell: bool, state: str = '') -> KeyPublished:
    """The directory entry of a key: as it is, or with its new `state`."""
    ends = bool(state) and state != row.state
    return KeyPublished(
        key_id=row.key_id,
        owner=row.owner,
        of_cell=of_cell,
        serial=row.serial,
        suite=row.suite,
        verify_key=bytes(row.verify_key),
        seal_key=bytes(row.seal_key),
        state=state or row.state,  # type: ignore[arg-type]
        version=row.version + 1 if ends else row.version,
        since=row.since,
        ended=timezone.now() if ends else row.ended,
    )

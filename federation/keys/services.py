"""What an operator does about keys; each is one transaction, and may be repeated."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from federation.contracts.directory import KeyPublished
from federation.keys.new_keys import key_entry, new_key
from federation.outbox.services import publish_entry
from federation.trust import keys
from federation.trust.key_store import store_key
from federation.trust.keys import ACTIVE, RETIRED, REVOKED
from federation.trust.models import PrivateKey, PublicKey, TrustRoot
from govhall.kernel.errors import Broken

KNOWN_EVERYWHERE_AFTER = timedelta(minutes=10)  # after which every cell knows a new key, if the line is up


class NotTheRoot(Broken):
    """Only the cell that enters the directory admits others."""


class OtherRoot(Broken):
    """This cell rests on another root already; changing that is not a matter of a command."""


class NoSuchKey(Broken):
    """No key of this cell has this id or owner."""


@transaction.atomic
def cell_key() -> KeyPublished:
    """The public key of this cell, made if there is none; it counts elsewhere once the root has admitted it."""
    row = PublicKey.objects.filter(owner=settings.CELL, state=ACTIVE).order_by('-serial').first()
    own = row is not None and PrivateKey.objects.filter(key_id=row.key_id).exists()
    return key_entry(row, of_cell=True) if row and own else new_key(settings.CELL, of_cell=True)


@transaction.atomic
def rest_on(root: KeyPublished) -> None:
    """Believe this cell about halls and cells, from now on. Raises OtherRoot."""
    held = keys.trust_root()
    if held is not None and (held.cell, held.key_id) != (root.owner, root.key_id):
        raise OtherRoot(f'{settings.CELL} rests on {held.cell} with key {held.key_id}')
    store_key(root)
    if held is None:
        TrustRoot.objects.create(cell=root.owner, key_id=root.key_id)


@transaction.atomic
def admit(cell: KeyPublished) -> None:
    """Tell all cells that this one belongs to the federation, and its key. Raises NotTheRoot."""
    root = keys.trust_root()
    if root is None or root.cell != settings.CELL:
        raise NotTheRoot(f'{settings.CELL} does not enter the directory')
    _tell(cell)


@transaction.atomic
def make_hall_keys(codes: Iterable[str]) -> int:
    """Give each of these halls of this cell a key if it has none; how many were made."""
    wanted = sorted(codes)
    having = set(PrivateKey.objects.filter(owner__in=wanted).values_list('owner', flat=True))
    made = [new_key(code, of_cell=False) for code in wanted if code not in having]
    for key in made:
        _publish(key)
    return len(made)


@transaction.atomic
def rotate(owner: str) -> KeyPublished:
    """Give a hall of this cell, or the cell, its next key. It is told now, and signs when all can have heard of it.

    The key before goes on verifying. Raises NoSuchKey.
    """
    old = _newest(owner)
    new = new_key(owner, of_cell=owner == settings.CELL, use_from=timezone.now() + KNOWN_EVERYWHERE_AFTER)
    _publish(new)
    _tell(key_entry(old, of_cell=owner == settings.CELL, state=RETIRED))
    return new


@transaction.atomic
def revoke(key_id: str) -> KeyPublished:
    """Tell all cells that a key of this cell is believed no more, and give its owner another at once.

    The key of the cell itself is replaced at the root: send it the new one, as for a new cell. Raises NoSuchKey.
    """
    old = PublicKey.objects.filter(key_id=key_id).first()
    if old is None or not PrivateKey.objects.filter(key_id=key_id).exists():
        raise NoSuchKey(key_id)
    of_cell = old.owner == settings.CELL
    newest = PublicKey.objects.filter(owner=old.owner, state=ACTIVE).order_by('-serial').first()
    new = new_key(old.owner, of_cell=of_cell) if newest is None or newest.key_id == key_id else None
    _tell(key_entry(old, of_cell=of_cell, state=REVOKED))
    if new is not None and not of_cell:
        _publish(new)
    return new or key_entry(newest, of_cell=of_cell)  # type: ignore[arg-type]


def _newest(owner: str) -> PublicKey:
    row = PublicKey.objects.filter(owner=owner, state=ACTIVE).order_by('-serial').first()
    if row is None or not PrivateKey.objects.filter(owner=owner).exists():
        raise NoSuchKey(owner)
    return row


def _tell(key: KeyPublished) -> None:
    store_key(key)
    _publish(key)


def _publish(key: KeyPublished) -> None:
    publish_entry('directory', key=f'key:{key.key_id}', message=key)

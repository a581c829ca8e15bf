"""Looks keys up, with a short cache: a revoked key must be known as such within seconds in every process."""

import time
from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.utils import timezone

from federation.trust.models import PrivateKey, PublicKey, TrustRoot
from federation.trust.port import UnknownKey, Untrusted
from govhall.kernel.errors import Broken, Refused
from tenants.sealing import keyring

MEMORY_SECONDS = 5.0
ABSENCE_SECONDS = 1.0  # how long a key that is not there is not asked for again
MOST_ABSENT = 10_000  # anybody can name keys that nobody has
KEYRING_PLACE = 'federation'
ACTIVE, RETIRED, REVOKED = 'active', 'retired', 'revoked'


class NoKeyYet(Refused):
    """The directory has not brought a key of the hall that is spoken to."""

    code = 'NO_KEY_YET'
    sentence = '还没有收到大厅 {hall} 的密钥，现在不能向它发送。请几分钟后再试；一直如此请联系系统管理员。'


class NoPrivateKey(Broken):
    """A hall of this cell, `owner`, has no key of its own: run `make_keys`."""

    def __init__(self, owner: str) -> None:
        super().__init__(f'{owner} has no key in {settings.CELL}: run make_keys')
        self.owner = owner


class KnownKey(NamedTuple):
    """A public key."""

    key_id: str
    owner: str
    suite: str
    verify_key: bytes
    seal_key: bytes
    state: str


class OwnKey(NamedTuple):
    """A key of this cell, opened."""

    key_id: str
    signing: bytes
    sealing: bytes


K = TypeVar('K')
_known_keys: dict[str, tuple[float, KnownKey]] = {}
_current_keys: dict[str, tuple[float, KnownKey]] = {}
_absent_since: dict[str, float] = {}  # key id -> when it was not there
_own_keys: dict[str, OwnKey] = {}
_signing_keys: dict[str, tuple[float, OwnKey]] = {}


def forget_keys() -> None:
    """Drop what is remembered; called when keys have changed here."""
    for memory in (_known_keys, _absent_since, _current_keys, _own_keys, _signing_keys):
        memory.clear()


def known_key(key_id: str) -> KnownKey:
    """A key by its id. Raises UnknownKey."""
    if _is_absent(key_id):
        raise UnknownKey(key_id)
    return _remembered(_known_keys, key_id, _read_known)


def load_keys(key_ids: Collection[str]) -> None:
    """Learn these keys, and which of them are not there, in one statement: `known_key` asks for them one by one."""
    wanted = [key_id for key_id in key_ids if not _is_absent(key_id)]
    _note_absent(set(wanted) - _remembered_many(_known_keys, wanted, _read_many_known).keys())


def _note_absent(key_ids: Collection[str]) -> None:
    if len(_absent_since) + len(key_ids) > MOST_ABSENT:
        _absent_since.clear()
    _absent_since.update(dict.fromkeys(key_ids, time.monotonic()))


def _is_absent(key_id: str) -> bool:
    """Whether it was not there a moment ago; one that is known is still known when nothing is remembered of it."""
    noted = _absent_since.get(key_id)
    return noted is not None and time.monotonic() - noted < ABSENCE_SECONDS


def current_key(owner: str) -> KnownKey:
    """The key of a hall to which messages are sealed now. Raises NoKeyYet."""
    return current_keys([owner])[owner]


def current_keys(owners: Collection[str]) -> dict[str, KnownKey]:
    """The keys of all these halls to which messages are sealed now. Raises NoKeyYet if one has none."""
    found = _remembered_many(_current_keys, owners, _read_current)
    missing = set(owners) - found.keys()
    if missing:
        raise NoKeyYet(hall=min(missing))
    return found


def signing_key(owner: str) -> OwnKey:
    """The newest private key of a hall of this cell, or of the cell. Raises NoPrivateKey."""
    return _remembered(_signing_keys, owner, _read_signing_key)


def own_key(key_id: str) -> OwnKey:
    """A private key of this cell, also one that was replaced. Raises Untrusted if this cell does not have it."""
    if key_id not in _own_keys:
        row = PrivateKey.objects.filter(key_id=key_id).first()
        if row is None:
            raise Untrusted('sealed for a key that this cell does not have')
        _own_keys[key_id] = open_private_key(row)
    return _own_keys[key_id]


def trust_root() -> TrustRoot | None:
    """Whom this cell believes about halls and cells; None before the operator has said so."""
    return TrustRoot.objects.first()


def open_private_key(row: PrivateKey) -> OwnKey:
    """The private halves. Raises Unreadable if the cell's master key is another one."""
    signing, sealing = (
        keyring().open(bytes(part), hall=KEYRING_PLACE, column=f'fed_private_key.{name}.{row.key_id}')
        for name, part in (('signing', row.signing), ('sealing', row.sealing))
    )
    return OwnKey(row.key_id, signing, sealing)


def seal_private_key(key: OwnKey, *, owner: str, serial: int, use_from: datetime) -> PrivateKey:
    """The row that keeps a private key, sealed with the cell's master key."""
    signing, sealing = (
        keyring().seal(part, hall=KEYRING_PLACE, column=f'fed_private_key.{name}.{key.key_id}')
        for name, part in (('signing', key.signing), ('sealing', key.sealing))
    )
    return PrivateKey(
        key_id=key.key_id, owner=owner, serial=serial, signing=signing, sealing=sealing, use_from=use_from
    )


def _remembered_many(
    memory: dict[str, tuple[float, K]], names: Collection[str], read: Callable[[Collection[str]], dict[str, K]]
) -> dict[str, K]:
    """What is remembered of these, or found in one statement."""
    now = time.monotonic()
    unsure = [name for name in names if name not in memory or now - memory[name][0] > MEMORY_SECONDS]
    found = read(unsure) if unsure else {}
    memory |= {name: (now, key) for name, key in found.items()}
    return {name: memory[name][1] for name in names if name in found or name not in unsure}


def _remembered(memory: dict[str, tuple[float, K]], key: str, read: Callable[[str], K]) -> K:
    now = time.monotonic()
    found = memory.get(key)
    if found is None or now - found[0] > MEMORY_SECONDS:
        found = memory[key] = (now, read(key))
    return found[1]


def _read_known(key_id: str) -> KnownKey:
    row = PublicKey.objects.filter(key_id=key_id).first()
    if row is None:
        _note_absent([key_id])
        raise UnknownKey(key_id)
    return _public(row)


def _read_many_known(key_ids: Collection[str]) -> dict[str, KnownKey]:
    return {row.key_id: _public(row) for row in PublicKey.objects.filter(key_id__in=key_ids)}


def _read_current(owners: Collection[str]) -> dict[str, KnownKey]:
    rows = PublicKey.objects.filter(owner__in=owners, state=ACTIVE, suite=settings.SUITE)
    newest = rows.order_by('owner', '-serial').distinct('owner')
    return {row.owner: _public(row) for row in newest}


def _read_signing_key(owner: str) -> OwnKey:
    row = PrivateKey.objects.filter(owner=owner, use_from__lte=timezone.now()).order_by('-serial').first()
    if row is None:
        raise NoPrivateKey(owner)
    return open_private_key(row)


def _public(row: PublicKey) -> KnownKey:
    return KnownKey(row.key_id, row.owner, row.suite, bytes(row.verify_key), bytes(row.seal_key), row.state)

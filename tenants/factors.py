"""The second factor: codes of an authenticator app (TOTP, RFC 6238) and recovery codes, each good once.

The secret is sealed with the cell's master key, bound to its person; of recovery codes only keyed hashes are kept.
Only functions of the database write either.
"""

import base64
import re
import secrets
import time
from dataclasses import dataclass
from typing import Any

import msgspec
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare

from govhall.kernel.errors import Refused
from govhall.kernel.sealing import Unreadable
from tenants.models import Factor, Person
from tenants.roles import Role
from tenants.sealing import keyring

SECONDS, DIGITS, SECRET_BYTES = 30, 6, 20
OF_APP = f'[0-9]{{{DIGITS}}}'
SKEW = 1  # steps that a clock may be off, before and after
RECOVERY_CODES, RECOVERY_LENGTH = 10, 10
LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'  # none that is read as another
FRESH_SECONDS = 30 * 60  # between the page that shows a secret and the first code
PLACE = 'public'


class FactorNeeded(Refused):
    """The roles ask for a second factor, and the person has none yet; `href` leads to where one is made."""

    code = 'SECOND_FACTOR_NEEDED'
    status = 403
    sentence = '您的岗位要求登录时再输一次验证码。请先绑定手机上的验证器，绑定后就能办理。'


class _Pending(msgspec.Struct, frozen=True):
    secret: bytes
    at: float


@dataclass(frozen=True, slots=True)
class NewFactor:
    """A secret that is not confirmed yet: sealed for the page, as text for typing, and as an address for the square."""

    sealed: str
    text: str
    address: str


def is_needed(person: Person, roles: frozenset[Role]) -> bool:
    """Whether this person has to make a second factor first; systems, which have no password, never."""
    asked = person.factor_since is None and not roles.isdisjoint(settings.SECOND_FACTOR)
    return asked and person.has_usable_password()


def begin(person: Person) -> NewFactor:
    """A new secret, kept nowhere until its first code has come back."""
    pending = _Pending(secrets.token_bytes(SECRET_BYTES), time.time())
    sealed = keyring().seal(msgspec.msgpack.encode(pending), hall=PLACE, column=_pending_place(person))
    return _shown(person, base64.b64encode(sealed).decode(), pending.secret)


def again(person: Person, sealed: str) -> NewFactor:
    """The same secret for the page after a wrong code; a new one if it is too old or not this person's."""
    pending = _opened(person, sealed)
    return _shown(person, sealed, pending.secret) if pending else begin(person)


def enrol(person: Person, *, sealed: str, code: str) -> list[str] | None:
    """Confirm the secret by its first code; the recovery codes, to be shown once. None: the code is not right.

    Every other session of the person ends; the caller keeps this one by `update_session_auth_hash`.
    """
    pending = _opened(person, sealed)
    step = _step_of(pending.secret, code) if pending else None
    if pending is None or step is None:
        return None
    codes = [''.join(secrets.choice(LETTERS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    hashes = [keyring().index(one, hall=PLACE, column=_recovery_place(person)).hex() for one in codes]
    kept = keyring().seal(pending.secret, hall=PLACE, column=_secret_place(person))
    with transaction.atomic():
        since = _call('tenants_enrol_factor', person.pk, kept, step, hashes)
    if since is None:
        return None
    person.factor_since = since
    return [f'{one[:5]}-{one[5:]}' for one in codes]


def is_right(person: Person, code: str) -> bool:
    """Use up a code of the app, or a recovery code. False: it is wrong, or was used before."""
    factor = Factor.objects.filter(person=person).first()
    if factor is None:
        return False
    if re.fullmatch(OF_APP, code):
        secret = keyring().open(bytes(factor.secret), hall=PLACE, column=_secret_place(person))
        step = _step_of(secret, code)
        return step is not None and bool(_call('tenants_use_step', person.pk, step))
    candidates = keyring().indexes(code.upper(), hall=PLACE, column=_recovery_place(person))
    return _call('tenants_use_recovery', person.pk, [one.hex() for one in candidates]) is not None


def recovery_left(person: Person) -> int:
    """How many recovery codes have not been used."""
    factor = Factor.objects.filter(person=person).first()
    return len(factor.recovery) if factor else 0


def _step_of(secret: bytes, code: str) -> int | None:
    """The interval whose code it is, within the skew; None for a wrong one."""
    now, totp = int(time.time()) // SECONDS, _totp(secret)
    steps = range(now - SKEW, now + SKEW + 1)
    return next((step for step in steps if constant_time_compare(totp.generate(step * SECONDS).decode(), code)), None)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), SECONDS)  # noqa: S303 - what every authenticator app computes


def _shown(person: Person, sealed: str, secret: bytes) -> NewFactor:
    text = base64.b32encode(secret).decode()
    address = _totp(secret).get_provisioning_uri(person.username, f'govhall {settings.CELL}')
    return NewFactor(sealed, ' '.join(text[at : at + 4] for at in range(0, len(text), 4)), address)


def _opened(person: Person, sealed: str) -> _Pending | None:
    try:
        text = keyring().open(base64.b64decode(sealed, validate=True), hall=PLACE, column=_pending_place(person))
        pending = msgspec.msgpack.decode(text, type=_Pending)
    except (Unreadable, ValueError, msgspec.MsgspecError):
        return None
    return pending if time.time() - pending.at <= FRESH_SECONDS else None


def _call(function: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT public.{function}({", ".join(["%s"] * len(values))})', list(values))
        return cursor.fetchone()[0]


def _secret_place(person: Person) -> str:
    return f'tenants_factor.secret.{person.pk}'


def _recovery_place(person: Person) -> str:
    return f'tenants_factor.recovery.{person.pk}'


def _pending_place(person: Person) -> str:
    return f'tenants_factor.pending.{person.pk}'

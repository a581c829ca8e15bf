"""Whether a secret can be guessed, and whether a way to a server is encrypted; nothing is read or contacted."""

import base64
import binascii
from collections.abc import Sequence
from functools import cache
from ipaddress import ip_address
from itertools import pairwise
from urllib.parse import urlsplit

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

LEAST_PASSWORD, LEAST_SECRET = 16, 50
_DISTINCT = 8  # sixteen random letters and digits have fewer different ones once in some ten million


def is_strong(secret: str, *, least: int = LEAST_PASSWORD) -> bool:
    """Whether a secret is long enough and looks random: no repeated part, no row of neighbours, no known password."""
    if len(secret) < least or len(set(secret)) < _DISTINCT:
        return False
    return not (_repeats(secret) or _runs(secret) or _is_common(secret))


def is_random_key(encoded: str) -> bool:
    """Whether a master key, `[VERSION:]BASE64`, is made of bytes that differ as random ones do."""
    try:
        key = base64.b64decode(encoded.rpartition(':')[2], validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(key) == 32 and len(set(key)) >= 16 and not _runs(key.decode('latin-1'))


def is_here(host: str) -> bool:
    """Whether a server is on this machine: no host, a folder of sockets, or an address of the loopback."""
    if not host or host.startswith('/') or host == 'localhost':
        return True
    try:
        return ip_address(host.strip('[]')).is_loopback
    except ValueError:
        return False


def names_hosts(entries: Sequence[str]) -> bool:
    """Whether GOVHALL_HOSTS names servers: no `*`, and no ending that strangers share, as `.cn` or `.gov.cn`."""
    labels = [(entry.startswith('.'), [label for label in entry.split('.') if label]) for entry in entries]
    return bool(entries) and all('*' not in found and (not wild or len(found) >= 3) for wild, found in labels)


def password_of(address: str) -> str:
    """The password within an address; empty where there is none, or no address."""
    try:
        return urlsplit(address).password or ''
    except ValueError:
        return ''


def host_of(address: str) -> str:
    """The host within an address; empty where there is none, or no address."""
    try:
        return urlsplit(address).hostname or ''
    except ValueError:
        return ''


def _repeats(secret: str) -> bool:
    return secret in (secret + secret)[1:-1]


def _runs(secret: str) -> bool:
    steps = [ord(after) - ord(before) for before, after in pairwise(secret)]
    return sum(step in (-1, 0, 1) for step in steps) * 2 > len(steps)


def _is_common(secret: str) -> bool:
    try:
        _common_passwords().validate(secret)
    except ValidationError:
        return True
    return False


@cache
def _common_passwords() -> CommonPasswordValidator:
    return CommonPasswordValidator()  # reads its list of 20,000

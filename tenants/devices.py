"""Devices on which somebody has signed in: guesses that others make elsewhere do not make their person wait.

A signed cookie (the device cookie of OWASP) holds a random number of the device and, as keyed hashes, who signed in on
it. It opens nothing: it only gives its holder guesses of their own to count.
"""

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

SALT = 'govhall.device'
KEPT_SECONDS = 180 * 24 * 3600
PEOPLE = 12  # who share a counter's machine


def device_of(request: HttpRequest, username: str) -> str:
    """The number of the device, where this account has signed in on it before; empty otherwise."""
    device, people = _read(request)
    return device if device and mark_of(username) in people else ''


def last_here(request: HttpRequest) -> str:
    """The mark of who signed in last on this device; empty where nobody has."""
    _, people = _read(request)
    return people[0] if people else ''


def remember_device(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Write into the answer that this account has signed in here."""
    device, people = _read(request)
    mark = mark_of(username)
    kept = [mark, *(person for person in people if person != mark)][:PEOPLE]
    response.set_cookie(
        _name(),
        dumps([device or get_random_string(20), kept], salt=SALT),
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite='Lax',
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, people = loads(request.COOKIES.get(_name(), ''), salt=SALT, max_age=KEPT_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return '', []
    return str(device), [str(person) for person in people]


def mark_of(username: str) -> str:
    """Who it is, for those who hold the key."""
    return salted_hmac(SALT, username, algorithm='sha256').hexdigest()[:16]


def _name() -> str:
    return f'{settings.COOKIES}_device'

"""How many wrong guesses are let through: query words are six characters long, so guessing must be slow."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from govhall.kernel.errors import Later

PERIOD_SECONDS = 15 * 60
FOR_NUMBER = 5
FOR_ADDRESS = 30


class Uncounted(Later):
    """Attempts can't be counted now, so none is let through."""


def address_of(request: HttpRequest) -> str:
    """The address of the asker; behind the cell's own TLS proxy the last one that the proxy added."""
    forwarded = request.headers.get('X-Forwarded-For', '') if settings.TLS else ''
    return forwarded.rpartition(',')[2].strip() or str(request.META.get('REMOTE_ADDR', ''))


def too_many(number: str, address: str) -> bool:
    """Whether the number or the address has had its wrong guesses of the last quarter of an hour. Raises Uncounted."""
    keys = _keys(number, address)
    try:
        found = cache.get_many(keys)
    except RedisError as error:
        raise Uncounted from error
    return any(found.get(key, 0) >= limit for key, limit in keys.items())


def note_wrong(number: str, address: str) -> None:
    """Count one wrong guess; the quarter of an hour begins with the first. Raises Uncounted."""
    try:
        for key in _keys(number, address):
            cache.add(key, 0, PERIOD_SECONDS)
            cache.incr(key)
    except RedisError as error:
        raise Uncounted from error


def _keys(number: str, address: str) -> dict[str, int]:
    return {f'track:number:{number}': FOR_NUMBER, f'track:address:{address}': FOR_ADDRESS}

"""How many wrong guesses are let through: query words are six characters long, so guessing must be slow."""

from django.core.cache import cache
from redis.exceptions import RedisError

from govhall.kernel.errors import Later

PERIOD_SECONDS = 15 * 60
FOR_NUMBER = 5
FOR_ADDRESS = 30
NEW_FOR_ADDRESS = 20


class Uncounted(Later):
    """Attempts can't be counted now, so none is let through."""


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
            _count(key)
    except RedisError as error:
        raise Uncounted from error


def too_many_new(address: str) -> bool:
    """Whether so much was written from the address in a quarter of an hour; counts this one. Raises Uncounted."""
    key = f'apply:address:{address}'
    try:
        return _count(key) > NEW_FOR_ADDRESS
    except RedisError as error:
        raise Uncounted from error


def _count(key: str) -> int:
    cache.add(key, 0, PERIOD_SECONDS)
    try:
        return int(cache.incr(key))
    except ValueError:  # the quarter of an hour ended between the two
        cache.set(key, 1, PERIOD_SECONDS)
        return 1


def _keys(number: str, address: str) -> dict[str, int]:
    return {f'track:number:{number}': FOR_NUMBER, f'track:address:{address}': FOR_ADDRESS}

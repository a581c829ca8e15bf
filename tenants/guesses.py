"""Wrong tokens are counted by asker, so that a program that has gone astray is turned away before the database."""

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

PERIOD_SECONDS = 15 * 60
FOR_HANDLE = 10
FOR_ADDRESS = 100  # many systems of a county may stand behind one address

log = structlog.get_logger(__name__)


def address_of(request: HttpRequest) -> str:
    """The address of the asker; behind the cell's own TLS proxy the last one that the proxy added."""
    forwarded = request.headers.get('X-Forwarded-For', '') if settings.TLS else ''
    return forwarded.rpartition(',')[2].strip() or str(request.META.get('REMOTE_ADDR', ''))


def too_many(address: str, handle: str) -> bool:
    """Whether this asker has had its wrong tokens of the last quarter of an hour.

    While Valkey is away nobody is turned away: 256 random bits are not guessed, and departments must be able to work.
    """
    keys = _keys(address, handle)
    try:
        found = cache.get_many(keys)
    except RedisError as error:
        log.warning('tokens_uncounted', outcome='uncounted', reason=type(error).__name__)
        return False
    return any(found.get(key, 0) >= limit for key, limit in keys.items())


def note_wrong(address: str, handle: str) -> None:
    """Count one wrong token; the quarter of an hour begins with the first."""
    try:
        for key in _keys(address, handle):
            cache.add(key, 0, PERIOD_SECONDS)
            cache.incr(key)
    except (RedisError, ValueError) as error:  # ValueError: the period ended between the two
        log.warning('tokens_uncounted', outcome='uncounted', reason=type(error).__name__)


def _keys(address: str, handle: str) -> dict[str, int]:
    found = {f'token:address:{address}': FOR_ADDRESS}
    return found | {f'token:handle:{address}:{handle}': FOR_HANDLE} if handle else found

"""One line of the log for each request, and a reference that ties every other line of it together (等保三级 8.1.4.3).

The line names the route and not the address, which may hold what somebody typed, and never a person but by number.
It alone says where the request came from (网络安全法 §21 has network logs kept for six months). django-structlog would
write the address as it was typed, and read the session of every visitor to learn who asks.
"""

import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tenants.addresses import address_of

# Read out over the telephone: no letter that looks like a digit.
_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
_LENGTH = 8
_UNLOGGED = ('/static/', '/healthz', '/metrics')

log = structlog.get_logger(__name__)


class RequestLogMiddleware:
    """Stands first: binds `request` for all lines, and `user` and `hall` once they are known.

    `request.reference` is what an error page shows; the header `X-Request-ID` of the answer says the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request and write its line."""
        began = time.monotonic()
        path = request.path_info
        request.reference = _new_reference()  # type: ignore[attr-defined]
        request.began = timezone.now()  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request.reference)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response['X-Request-ID'] = request.reference  # type: ignore[attr-defined]
        if not path.startswith(_UNLOGGED):
            _bind_who(request)
            route = request.resolver_match.route if request.resolver_match else ''
            took = round((time.monotonic() - began) * 1000)
            about = {'status': response.status_code, 'milliseconds': took, 'address': address_of(request)}
            log.info('request', method=request.method, route=route, **about)
        structlog.contextvars.clear_contextvars()
        return response

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """The hall is known by now, so a line that the view writes names it."""
        _bind_hall(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Called before Django writes down the stack of what a view raised."""
        _bind_who(request)


def _new_reference() -> str:
    return ''.join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def _bind_who(request: HttpRequest) -> None:
    _bind_hall(request)
    # Django's own note of whom it has looked up: asking `request.user` would read the session of every visitor.
    person = getattr(request, '_cached_user', None)
    if person is not None and person.pk is not None:
        structlog.contextvars.bind_contextvars(user=person.pk)


def _bind_hall(request: HttpRequest) -> None:
    hall = getattr(request, 'hall', None)
    if hall is not None:
        structlog.contextvars.bind_contextvars(hall=hall.code)

"""Who may read figures about the cell: a program that shows the token, or one on this machine where that is allowed."""

from collections.abc import Callable
from functools import wraps
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

LOOPBACK = ('127.0.0.1', '::1')
View = Callable[[HttpRequest], HttpResponse]


def for_monitoring(view: View) -> View:
    """Answer 403 to everybody whom no setting lets in; by default that is everybody."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not (_shows_token(request) or _is_from_here(request)):
            return HttpResponseForbidden('Denied. Set GOVHALL_METRICS_TOKEN and send it as a bearer token.\n')
        return view(request)

    return guarded


def _shows_token(request: HttpRequest) -> bool:
    wanted = f'Bearer {settings.METRICS_TOKEN}'
    shown = request.headers.get('Authorization', '')
    return bool(settings.METRICS_TOKEN) and compare_digest(shown.encode(), wanted.encode())


def _is_from_here(request: HttpRequest) -> bool:
    """Not through a proxy of this machine: behind one, all the world comes from loopback."""
    is_direct = 'X-Forwarded-For' not in request.headers
    return settings.METRICS_LOOPBACK and is_direct and request.META.get('REMOTE_ADDR') in LOOPBACK

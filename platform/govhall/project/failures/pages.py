"""Django's handlers of errors, as pages. All of them work while database, session and hall are missing."""

import sys
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from govhall.look.failures import failure, retry
from govhall.project.failures.again import again_of
from govhall.project.failures.stored import AWAY, phone_of, what_stands

log = structlog.get_logger(__name__)


def not_understood(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400: the address or the form can't be read."""
    return failure(request, 400)


def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403: the person's roles do not reach."""
    return failure(request, 403, phone=phone_of(request))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404."""
    return failure(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500; or 503 where the database is away or had no time, because another try will do."""
    away = isinstance(sys.exc_info()[1], AWAY)
    # Asked first: it takes a new connection, on which the telephone is read.
    stands = what_stands(request)
    again = None if stands.href else again_of(request)
    answer = failure(request, 503 if away else 500, stands=stands, phone=phone_of(request), again=again)
    if not away:
        return answer
    log.warning('request_put_off', outcome='later', reason='database')
    return retry(answer)


def stale_form(request: HttpRequest, reason: str = '') -> HttpResponse:
    """403: the token of the form is not this browser's any more, as after signing in again in another tab."""
    match = request.resolver_match
    if match is not None and match.url_name == 'sign_in':
        return failure(request, 403, template='403_csrf.html', go=reverse('sign_in'), go_label='重新登录')
    return failure(request, 403, template='403_csrf.html', again=again_of(request))

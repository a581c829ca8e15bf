"""Failures as pages that say what to do, and the large type that a reader asked for."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from govhall.kernel.errors import Later, Refused

ELDER_COOKIE = 'elder'
_YEAR_SECONDS = 365 * 24 * 3600
_RETRY_SECONDS = 30

log = structlog.get_logger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Turns `Refused` into 409 and `Later` into 503. `Broken` stays a 500: somebody has to look.

    A page that has the form at hand shows the refusal itself (`refusals.show_refusal`); this is for all others.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django for every exception of a view."""
        if isinstance(exception, Refused):
            log.info('request_refused', outcome='refused', reason=exception.code)
            return _answer(request, 409, str(exception), go=exception.details.get('href'))
        if isinstance(exception, Later):
            log.warning('request_put_off', outcome='later', reason=type(exception).__name__)
            response = _answer(request, 503, '这一步暂时办不了，没有保存。请过半分钟再点一次。')
            response['Retry-After'] = str(_RETRY_SECONDS)
            return response
        return None


class UnkeptMiddleware:
    """No browser, proxy or shared computer keeps a page that may name people.

    That is every answer but files that are the same for all: static ones never come here, and a view that wants to be
    kept says so itself.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if 'public' not in response.get('Cache-Control', ''):
            response['Cache-Control'] = 'no-store, private'
        return response


class ElderMiddleware:
    """`?elder=1` turns the large type on and `?elder=0` off; a cookie remembers it, without any script."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        wish = request.GET.get('elder')
        if wish == '1':
            response.set_cookie(ELDER_COOKIE, '1', max_age=_YEAR_SECONDS, samesite='Lax', secure=request.is_secure())
        elif wish == '0':
            response.delete_cookie(ELDER_COOKIE)
        return response


def _answer(request: HttpRequest, status: int, sentence: str, *, go: object = None) -> HttpResponse:
    # Where the refusal names a better address, its button stands in place of the way back.
    context = {'sentence': sentence, 'back': '' if go else _came_from(request), 'go': go}
    if request.headers.get('HX-Request') != 'true':
        return render(request, f'{status}.html', context, status=status)
    response = render(request, 'look/refusal.html', context, status=status)
    # Only the sentence is shown: what was typed stays where it is.
    response['HX-Retarget'] = '#notice'
    response['HX-Reswap'] = 'innerHTML'
    return response


def _came_from(request: HttpRequest) -> str:
    referrer = request.headers.get('Referer', '')
    safe = url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure())
    return referrer if safe else ''

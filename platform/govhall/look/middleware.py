"""What every answer says to the browser, and the large type that a reader asked for."""

import base64
import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY_HEADER = 'Content-Security-Policy'
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ELDER_COOKIE = 'elder'
_YEAR_SECONDS = 365 * 24 * 3600
Handler = Callable[[HttpRequest], HttpResponse]


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


class PolicyMiddleware:
    """A page runs and shows only what this server serves as files: nothing that somebody wrote into a page can run."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get('Content-Type', 'text/html').startswith('text/html'):
            response.headers.setdefault(POLICY_HEADER, policy())
        return response


def policy(*, style: str = '') -> str:
    """The policy of a page; with the hash of the one style that stands in it, for a paper that is whole in itself."""
    styles = "'self'"
    if style:
        styles += f" 'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
    return _POLICY.format(styles=styles)


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

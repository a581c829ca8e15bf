"""What every answer says to the browser, and the large type that a reader asked for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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

"""One place for what comes in with a request: damaged text is turned away, the rest reaches the views clean.

Two steps, because a form may only be read once its length and its sender have been looked at.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from govhall.kernel import typed

AS_IT_IS = frozenset({'password', 'old_password', 'new_password1', 'new_password2'})  # to the last blank
_CONTROLS = frozenset(map(chr, (*range(0x20), 0x7F)))
log = structlog.get_logger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]


class AddressMiddleware:
    """An address with control characters leads nowhere (404); what is asked behind its `?` is cleaned, or 400.

    A cookie that is no text is none.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _CONTROLS.intersection(request.path_info) or typed.damaged(request.path_info):
            raise Http404
        if _is_damaged(request.GET):
            raise _refused()
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if not typed.damaged(name + value)}
        request.GET = _clean(request.GET)  # type: ignore[assignment]
        return self.get_response(request)


class FormMiddleware:
    """What was posted as a form reaches the view clean, or nothing of it does: 400.

    Views that check sender and length themselves (`csrf_exempt`) read their bodies themselves too.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Called by Django before the view and before the token of the form is checked."""
        if request.method != 'POST' or getattr(view, 'csrf_exempt', False):
            return None
        if _is_damaged(request.POST):
            raise _refused()
        request.POST = _clean(request.POST)  # type: ignore[assignment]
        return None


def _is_damaged(data: QueryDict) -> bool:
    return any(typed.damaged(name) or any(map(typed.damaged, values)) for name, values in data.lists())


def _clean(data: QueryDict) -> QueryDict:
    """The same with every value cleaned; itself where there is nothing to clean."""
    clean = {
        name: values if name in AS_IT_IS else [typed.prose(str(value)) for value in values]
        for name, values in data.lists()
    }
    if all(values == data.getlist(name) for name, values in clean.items()):
        return data
    made = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in clean.items():
        made.setlist(name, values)
    made._mutable = False
    return made


def _refused() -> BadRequest:
    log.info('request_refused', outcome='refused', reason='damaged_text')
    return BadRequest('damaged text')

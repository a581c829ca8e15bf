"""Pages for what went wrong. They need no database, no session and no hall: a request is enough, or half of one."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme

from tenants.middleware import PREFIX

NOTHING_ASKED = '这一次只是查看，没有改动任何内容。'
REFUSED = '这一步没有保存。'
NOT_STORED = '这一步没有保存，请再点一次。'
RETRY_SECONDS = 30
_SAFE = frozenset({'GET', 'HEAD', 'OPTIONS'})


@dataclass(frozen=True, slots=True)
class FailedStep:
    """What is known of the step behind a failed request, with the way to it where it was stored."""

    sentence: str
    href: str = ''
    label: str = ''


@dataclass(frozen=True, slots=True)
class ResendForm:
    """The form that was sent, to be sent once more by a press: its files must be chosen again."""

    action: str
    fields: list[tuple[str, str]]
    token: str
    files: bool


def asks_only(request: HttpRequest) -> bool:
    """Whether the request can't have changed anything."""
    return request.method in _SAFE


def is_part(request: HttpRequest) -> bool:
    """Whether a script asked for a part of a page, so that the rest of it stays on the screen."""
    return request.headers.get('HX-Request') == 'true'


def failure(
    request: HttpRequest, status: int, *, stands: FailedStep | None = None, phone: str = '', **context: Any
) -> HttpResponse:
    """The page `<status>.html`, or for a part of a page its sentence in the notice: what was typed stays.

    Rendered without the context processors, which would read the session.
    """
    if stands is None and not (asks_only(request) and (status == 404 or is_part(request))):
        stands = FailedStep(NOTHING_ASKED if asks_only(request) else REFUSED)
    known = {
        'request': request,
        'stands': stands,
        'back': '' if context.get('go') else came_from(request),
        'home': home_of(request),
        'phone': phone,
        'reference': getattr(request, 'reference', ''),
    }
    name = context.pop('template', f'{status}.html')
    page = known | context
    if is_part(request):
        page['sentence'] = page.get('sentence') or _heading(name)
        return to_notice(HttpResponse(loader.render_to_string('look/refusal.html', page), status=status))
    return HttpResponse(loader.render_to_string(name, page), status=status)


def to_notice(response: HttpResponse) -> HttpResponse:
    """Show this part of a page in the notice, wherever the script wanted it."""
    response['HX-Retarget'], response['HX-Reswap'] = '#notice', 'innerHTML'
    return response


def retry(response: HttpResponse, seconds: int = RETRY_SECONDS) -> HttpResponse:
    """Say when another try makes sense."""
    response['Retry-After'] = str(seconds)
    return response


def came_from(request: HttpRequest) -> str:
    """The page before, if it is one of ours and not this one."""
    referrer = request.headers.get('Referer', '')
    try:
        safe = url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure())
        return referrer if safe and referrer != request.build_absolute_uri() else ''
    except SuspiciousOperation:  # what failed is the host, which is not ours
        return ''


def home_of(request: HttpRequest) -> str:
    """The first page of the hall of the address, else of the cell."""
    hall = getattr(request, 'hall', None)
    return f'{PREFIX}{hall.slug}/' if hall is not None else '/'


@lru_cache
def _heading(name: str) -> str:
    """What the page of that name says above all, for the notice."""
    page = loader.render_to_string(name, {})
    return page.partition('<h1>')[2].partition('</h1>')[0].strip()

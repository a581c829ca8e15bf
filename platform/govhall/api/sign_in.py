"""Who asks: the system of a department by its token, or a person by the session and the form's token.

Never both: with a token in the header no cookie is read, so there is nothing that another site could make a browser
send along, and no check against that is needed.
"""

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware

from govhall.api.errors import ErrorCode
from tenants.access import Actor, actor_in
from tenants.addresses import address_of
from tenants.factors import FactorNeeded
from tenants.middleware import hall_of
from tenants.models import Person
from tenants.throttle import Door
from tenants.tokens import handle_of, person_with

TOKENS = Door('token', of_pair=10, of_asker=100)  # many systems of a county may stand behind one address

log = structlog.get_logger(__name__)


class _FormsToken(CsrfViewMiddleware):
    """Django's check of the form's token, answering in JSON."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return answer(403, ErrorCode.BAD_TOKEN, '页面已过期，请刷新后再试。')


def answer(status: int, code: str, sentence: str) -> JsonResponse:
    """A failure in the form of GraphQL."""
    return JsonResponse({'errors': [{'message': sentence, 'extensions': {'code': str(code)}}]}, status=status)


def signed_in(request: HttpRequest) -> Person | HttpResponse:
    """The person or service account behind the request, or the answer that turns it away (401, 403, 429)."""
    if 'Authorization' in request.headers:
        return _by_token(request)
    if not isinstance(request.user, Person):
        return answer(401, ErrorCode.UNAUTHENTICATED, '请先登录。')
    rejected = _FormsToken(lambda _: HttpResponse()).process_view(request, None, (), {})  # type: ignore[arg-type]
    return request.user if rejected is None else rejected


def admitted(request: HttpRequest) -> Actor | HttpResponse:
    """Who works in the hall of the address, or the answer that turns them away; 404 outside one's halls."""
    who = signed_in(request)
    if isinstance(who, HttpResponse):
        return who
    try:
        actor = actor_in(who, hall_of(request))
    except FactorNeeded as needed:
        return answer(403, needed.code, str(needed))
    return actor or answer(404, ErrorCode.NOT_FOUND, '没有这个地址。')


def _by_token(request: HttpRequest) -> Person | HttpResponse:
    scheme, _, token = request.headers['Authorization'].partition(' ')
    token = token.strip() if scheme.lower() == 'bearer' else ''
    address, handle = address_of(request), handle_of(token)
    person = person_with(token, hall_of(request))  # before anything is counted: nobody shuts out who has a right one
    if person is not None:
        request.user = person
        return person
    if TOKENS.closed(handle, address):
        log.warning('token_refused', outcome='refused', reason=ErrorCode.TOO_MANY_TRIES.value)
        return answer(429, ErrorCode.TOO_MANY_TRIES, '令牌多次不对，请过一刻钟再试。')
    TOKENS.note_wrong(handle, address)
    log.warning('token_refused', outcome='refused', reason=ErrorCode.UNAUTHENTICATED.value)
    refused = answer(401, ErrorCode.UNAUTHENTICATED, '令牌不对、已过期或已吊销，请找本大厅管理员。')
    refused.headers['WWW-Authenticate'] = 'Bearer'
    return refused

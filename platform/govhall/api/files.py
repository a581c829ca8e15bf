"""What does not fit into a query: the sealed file of a paper out, a large file in; by the same token and codes."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header

from govhall.api.errors import ErrorCode
from govhall.api.sign_in import admitted, answer
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.selectors import HELPING, READERS
from govhall.desk.case_documents import file_for
from govhall.files.rules.materials import MEBI, FileTooLarge, naming
from govhall.files.uploads import take_upload
from govhall.kernel.errors import Later, Refused
from govhall.kernel.typed import whole
from govhall.look.uploads import takes_files
from tenants.access import Actor
from tenants.middleware import hall_of
from tenants.roles import Role

log = structlog.get_logger(__name__)
AROUND = 16 * 1024  # bytes of a form around its file
P = ParamSpec('P')
View = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]


def for_systems(
    method: str, roles: frozenset[Role] = HELPING
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Let in who handles cases here, by token or session; a refusal is JSON in the form of GraphQL."""

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method != method:
                return answer(405, ErrorCode.POST_ONLY if method == 'POST' else ErrorCode.BAD_QUERY, f'请用 {method}。')
            try:
                actor = _admitted(request, roles)
                if isinstance(actor, HttpResponse):
                    return actor
                response = view(request, actor, *args, **kwargs)
            except Refused as refusal:
                log.info('system_refused', hall=hall_of(request).code, outcome='refused', reason=refusal.code)
                return _refused(refusal)
            except Later:
                return answer(503, ErrorCode.LATER, '这一步暂时办不了，没有保存。请过半分钟再试。')
            response.headers['Cache-Control'] = 'no-store'
            response.headers['X-Content-Type-Options'] = 'nosniff'
            return response

        return guarded

    return decorate


@takes_files
@for_systems('POST')
def take_file(request: HttpRequest, actor: Actor) -> HttpResponse:
    """POST a form with one `file`: 201 with its hash, type and size. attachFile then takes the hash, within a day."""
    sent = request.FILES.get('file')
    with naming(sent.name if sent is not None else ''):
        kept = take_upload(content=sent.read() if sent is not None else b'', actor=actor)
    return JsonResponse({'hash': kept.hash, 'type': kept.type, 'size': kept.size}, status=201)


@for_systems('GET', READERS)
def give_paper(request: HttpRequest, actor: Actor, uid: UUID, paper: UUID) -> HttpResponse:
    """GET the sealed PDF of a paper of a case that the caller may open."""
    notice, data = file_for(uid, paper, hall=actor.hall, actor=actor)
    response = HttpResponse(data, content_type='application/pdf')
    response.headers['Content-Disposition'] = content_disposition_header(True, f'{notice.number}.pdf') or 'attachment'
    return response


def _admitted(request: HttpRequest, roles: frozenset[Role]) -> Actor | HttpResponse:
    """Who asks, or the answer that turns them away. Raises FileTooLarge and NotYourRole."""
    _check_length(request)
    actor = admitted(request)
    if isinstance(actor, HttpResponse):
        return actor
    if not actor.roles & roles:
        raise NotYourRole
    return actor


def _check_length(request: HttpRequest) -> None:
    """Before anything is read: a body that is too long is not taken into memory."""
    length = whole(request.META.get('CONTENT_LENGTH') or '0', digits=15)
    if length is None or length > settings.MATERIAL_MEGABYTES * MEBI + AROUND:
        raise FileTooLarge(field='file', most=settings.MATERIAL_MEGABYTES)


def _refused(refusal: Refused) -> JsonResponse:
    error = {'message': str(refusal), 'extensions': {'code': refusal.code}}
    return JsonResponse({'errors': [error]}, status=refusal.status)

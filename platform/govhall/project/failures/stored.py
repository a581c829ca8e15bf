"""Whether the step behind a failed request was stored: asked of the database, by the key of the form."""

from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.urls import reverse

from govhall.applications.models import OnlineApplication
from govhall.applications.services.application import uid_of_form
from govhall.casework.models import Case, CaseEvent
from govhall.casework.rules.states import State
from govhall.catalogue.models import Guide
from govhall.look.failures import NOT_STORED, NOTHING_ASKED, FailedStep, asks_only
from tenants.context import hall_context
from tenants.models import Hall, Person
from tenants.selectors import hall_here

UNKNOWN = '这一步有没有保存，现在还查不到。请过半分钟打开原来的页面看一看，没有保存的再点一次。'
UNKNOWN_KEYED = '这一步有没有保存，现在还查不到。请过半分钟再点一次：已经保存的不会重复办理。'
AWAY = (OperationalError, InterfaceError)
_PHONES: dict[str, str] = {}  # as last read, for when the database is away


def what_stands(request: HttpRequest) -> FailedStep:
    """What the page of a failed request says about the step."""
    if asks_only(request):
        return FailedStep(NOTHING_ASKED)
    try:
        return _looked_up(request)
    except (DatabaseError, InterfaceError):
        return FailedStep(UNKNOWN_KEYED if _keyed(request) else UNKNOWN)


def phone_of(request: HttpRequest) -> str:
    """The telephone of the hall's windows, as its guides name it; what was read last where the database is away."""
    hall: Hall | None = getattr(request, 'hall', None)
    if hall is None:
        return ''
    if hall.code not in _PHONES:
        try:
            named = Guide.objects.filter(hall_code=hall.code).values_list('phone', flat=True).first()
        except (DatabaseError, InterfaceError):
            return ''
        if not named:
            return ''
        _PHONES[hall.code] = named
    return _PHONES[hall.code]


def _connect_again() -> None:
    """A database that restarted has closed this connection; a new one may work."""
    if not connection.in_atomic_block:
        connection.close()


def _looked_up(request: HttpRequest) -> FailedStep:
    match = request.resolver_match
    if match is None or match.url_name is None:
        return FailedStep(NOT_STORED)
    _connect_again()
    key = _key(request)
    if match.url_name == 'apply' and key is not None:
        return _applied(request, key, match.kwargs)
    hall = getattr(request, 'hall', None)
    if hall is None:
        return FailedStep(UNKNOWN)
    with hall_context(hall):
        return _in_hall(request, key, match.kwargs.get('uid'))


def _in_hall(request: HttpRequest, key: UUID | None, uid: UUID | None) -> FailedStep:
    """A receipt is known by its key; an act by what the case has recorded of this person since the request began."""
    case = Case.objects.filter(submission=key or uid).first() if key or uid else None
    if case is None and uid is not None and _recorded(request, uid):
        case = Case.objects.filter(uid=uid).first()
    if case is not None:
        href = reverse('case', args=[case.uid], urlconf='govhall.project.hall_urls')
        return FailedStep(f'这一步已经保存，办件编号 {case.number}，不要再办一次。', href, '打开这件办件')
    if key is not None or (uid is not None and Case.objects.filter(uid=uid).exists()):
        return FailedStep(NOT_STORED)
    return _of_application(request, uid) if uid is not None else FailedStep(UNKNOWN)


def _recorded(request: HttpRequest, uid: UUID) -> bool:
    person, began = getattr(request, '_cached_user', None), getattr(request, 'began', None)
    if not isinstance(person, Person) or not began:
        return False
    return CaseEvent.objects.filter(case_id=uid, actor=person.pk, at__gte=began).exists()


def _of_application(request: HttpRequest, uid: UUID) -> FailedStep:
    """What the window returns is no case: the application itself says when it was changed. Nothing else is known."""
    one, began = OnlineApplication.objects.filter(uid=uid).first(), getattr(request, 'began', None)
    if one is None or began is None:
        return FailedStep(UNKNOWN)
    if one.state != State.PRE_RETURNED or one.updated_at < began:
        return FailedStep(NOT_STORED)
    href = reverse('online', urlconf='govhall.project.hall_urls')
    return FailedStep(f'这一步已经保存，网上申报 {one.number} 已经退回，不要再办一次。', href, '打开网上申报')


def _applied(request: HttpRequest, key: UUID, address: dict[str, str]) -> FailedStep:
    hall = hall_here(address['hall'])
    uid = uid_of_form(key, hall.code, address['matter'], request.POST.get('id_number', ''))
    with hall_context(hall):
        one = OnlineApplication.objects.filter(uid=uid).first()
    if one is None:
        return FailedStep(NOT_STORED)
    return FailedStep(f'您填的内容已经保存，编号 {one.number}。请返回上一页再点一次，不会重复，会显示编号和查询码。')


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get('submission', ''))
    except (ValueError, OSError, RawPostDataException):
        return None


def _keyed(request: HttpRequest) -> bool:
    """Whether pressing again can't do the step twice: the form has a key, or names the version of a case."""
    return _key(request) is not None or 'version' in request.POST

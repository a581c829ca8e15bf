"""What a signed-in person may do in the hall of the address: nothing, unless a live membership says so."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, DateTimeField
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from tenants.compiled_query import CompiledQuery, Param
from tenants.factors import FactorNeeded, is_needed
from tenants.hall_closure import check_moved
from tenants.hall_moves import refusal_of
from tenants.middleware import hall_of
from tenants.models import Hall, Membership, Person
from tenants.offices import is_small
from tenants.roles import Role, without_conflict

P = ParamSpec('P')
MEMBERSHIPS = CompiledQuery(  # asked at every request
    lambda: (
        Membership.objects.live(Param('at', DateTimeField()))
        .filter(person_id=Param('person', BigIntegerField()), hall_id=Param('hall', BigIntegerField()))
        .order_by('valid_from', 'id')
        .values_list('roles', 'department', 'point', 'section', 'hall__status')
    )
)


class Actor(NamedTuple):
    """Who acts, where and with which roles; services take it and record it."""

    person_id: int
    name: str
    hall: str
    roles: frozenset[Role]
    department: str = ''
    point: str = ''
    points: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()  # which have sent the person; none at the common window (综合窗口)
    sections: frozenset[str] = frozenset()  # approval sections (科室) of those departments, by name

    @property
    def own_points(self) -> frozenset[str]:
        """The village points of an agent; none for an agent of all of them. `point` is the only one, if it is one."""
        return self.points or frozenset({self.point} - {''})


class StaffRequest(HttpRequest):
    """A request that `staff` has let through."""

    hall: Hall
    actor: Actor


def actor_in(person: Person, hall: Hall) -> Actor | None:
    """The person as an actor in this hall, or None if they do not work here now.

    Raises FactorNeeded; HallIsMoving, HallHasMoved: `hall` may be known from half a minute ago, and what is written
    into a public table after the hall was packed would stay behind.
    """
    memberships = MEMBERSHIPS(at=timezone.now(), person=person.pk, hall=hall.pk)
    if not memberships:
        return None
    moving = refusal_of(memberships[0][-1])
    if moving is not None:
        raise moving
    given = frozenset(Role(role) for given, *_ in memberships for role in given)
    roles = without_conflict(given, small=is_small(hall))
    if is_needed(person, roles):
        raise FactorNeeded(href=reverse('second_factor'))
    # All memberships count: the first department names the person, and one place without a point is all points.
    department = next((membership for _, membership, *_ in memberships if membership), '')
    places = [point for given, _, point, *_ in memberships if Role.AGENT in given]
    points = frozenset(places) if all(places) else frozenset[str]()
    point = places[0] if len(points) == 1 else ''
    sections = frozenset(section for *_, section, _ in memberships if section)
    senders = _senders(memberships)
    return Actor(person.pk, person.name, hall.code, roles, department, point, points, senders, sections)


def _senders(memberships: list[tuple[Any, ...]]) -> frozenset[str]:
    """The departments that sent a person; one desk without any is the common one.

    An agent's place and a liaison officer's are no desks in the hall.
    """
    sent = frozenset(department for roles, department, *_ in memberships if set(roles) - {Role.AGENT, Role.LIAISON})
    return frozenset() if '' in sent else sent


def halls_of(person: Person) -> list[Hall]:
    """The halls in which the person works now."""
    live = Membership.objects.live(timezone.now()).filter(person=person)
    return list(Hall.objects.filter(memberships__in=live).distinct())


View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def staff(*roles: Role) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Let through who holds one of the roles in the hall of the address.

    A person without any membership there gets 404, so that an address tells a stranger nothing; other roles get 403.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            request.actor = admit(request, roles)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        guarded.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate


def admit(request: HttpRequest, roles: tuple[Role, ...]) -> Actor:
    """The actor behind the request, or Http404 / PermissionDenied; HallMoved for the people of a merged hall."""
    hall = hall_of(request)
    actor = actor_in(request.user, hall) if isinstance(request.user, Person) else None
    if actor is None:
        if isinstance(request.user, Person):
            check_moved(request.user, hall)
        raise Http404
    if not actor.roles & frozenset(roles):
        raise PermissionDenied
    return actor

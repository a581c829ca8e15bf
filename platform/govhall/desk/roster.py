"""Who leads today (领导带班), as the urgent queue asks: the roster itself is kept by the room of attendance."""

from datetime import date
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from govhall.catalogue.letters_held import matters_by_letter
from govhall.catalogue.models import Department
from tenants.access import Actor
from tenants.compiled_query import Param, among
from tenants.roles import Role

LEADS = frozenset({Role.LEADER, Role.CHIEF})


class OnDuty(NamedTuple):
    """Somebody who leads today, for a department by name or for the centre."""

    person_id: int
    name: str
    place: str


def leads(actor: Actor) -> bool:
    """Whether the person signs what is urgent by the roster: others see of the queue what they see of the rest."""
    return bool(actor.roles & LEADS)


def signs(*, hall: str | Param, person: int | Param, today: date | Param, at: Any) -> Q:
    """The urgent cases that a leader signs: on duty those of the department, or of the whole hall; else the own ones.

    The own ones are those that the leader has claimed, and those of matters that letters give.
    """
    shifts = _shifts(hall, today).filter(person_id=person)
    led = ArraySubquery(shifts.exclude(department='').order_by().values('department'))
    lettered = matters_by_letter(person=person, hall=hall, at=at)
    own = Q(claimed_by=person) | Q(among('matter', lettered))
    return own | Q(among('department', led)) | Q(Exists(shifts.filter(department='')))


def on_duty(hall: str, today: date) -> list[OnDuty]:
    """Who leads in a hall on a day, the centre first. One statement."""
    name = Department.objects.filter(code=OuterRef('department')).values('name')[:1]
    rows = _shifts(hall, today).annotate(place=Coalesce(Subquery(name), 'department')).order_by('department', 'id')
    return [OnDuty(row.person_id, row.person_name, row.place or '中心') for row in rows]


def _shifts(hall: str | Param, today: date | Param) -> QuerySet[Any]:
    shifts: QuerySet[Any] = apps.get_model('attendance.Shift').objects.filter(
        hall_code=hall, first_day__lte=today, last_day__gte=today
    )
    return shifts

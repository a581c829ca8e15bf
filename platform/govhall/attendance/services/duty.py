"""The roster of leaders on duty (领导带班)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from govhall.attendance.models import Leave, Shift
from govhall.attendance.refusals import (
    NoLeader,
    NotHere,
    OnDutyAlready,
    ShiftOver,
    SubstituteAway,
    UnknownShift,
    WrongDays,
)
from govhall.attendance.services.leave import LONGEST
from govhall.attendance.staff_then import one_at_a_time, worked_during
from tenants.access import Actor
from tenants.models import Hall
from tenants.roles import Role

LEADS = frozenset({Role.LEADER, Role.CHIEF})


def put_on_duty(*, hall: Hall, actor: Actor, person: int, first_day: date, last_day: date) -> Shift:
    """Have a leader lead for the own department, who sent nobody for the centre, from one day to another.

    Raises WrongDays, NotHere, NoLeader, SubstituteAway and OnDutyAlready.
    """
    today = timezone.localdate()
    if not today <= first_day <= last_day < first_day + timedelta(days=LONGEST):
        raise WrongDays(field='first_day' if first_day < today else 'last_day')
    with transaction.atomic():
        one_at_a_time(hall.code)
        there = list(worked_during(hall, first_day, last_day).filter(person_id=person))
        if not there:
            raise NotHere(field='person')
        leads = next((one for one in there if LEADS & {Role(role) for role in one.roles}), None)
        if leads is None:
            raise NoLeader(field='person')
        away = Leave.objects.filter(hall_code=hall.code, person_id=person).during(first_day, last_day).first()
        if away is not None:
            raise SubstituteAway(field='person', first=away.first_day, last=away.last)
        _check_free(hall.code, leads.department, first_day, last_day)
        return Shift.objects.create(
            hall_code=hall.code,
            department=leads.department,
            person_id=person,
            person_name=leads.person.name,
            first_day=first_day,
            last_day=last_day,
            noted_by=actor.person_id,
            noted_by_name=actor.name,
            noted_at=timezone.now(),
        )


def take_off_duty(*, hall: str, shift: int) -> Shift:
    """Strike a shift that has not begun off the roster. Raises UnknownShift, ShiftOver."""
    with transaction.atomic():
        one_at_a_time(hall)
        row = Shift.objects.filter(hall_code=hall, pk=shift).first()
        if row is None:
            raise UnknownShift
        if row.first_day <= timezone.localdate():
            raise ShiftOver
        row.delete()
        return row


def _check_free(hall: str, department: str, first: date, last: date) -> None:
    touching = Shift.objects.filter(hall_code=hall, department=department, first_day__lte=last, last_day__gte=first)
    found = touching.order_by('first_day').first()
    if found is not None:
        raise OnDutyAlready(field='first_day', first=found.first_day, last=found.last_day)

"""Changing who works at a window: seven working days' written notice, a day, and a successor (domain A9)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from govhall.attendance.letters_covered import not_covered
from govhall.attendance.models import WindowChange
from govhall.attendance.refusals import (
    ChangeBegan,
    ChangedAlready,
    NoticeTooShort,
    NotSentByDepartment,
    SuccessorUnfit,
    UnknownChange,
    WrongNotice,
)
from govhall.attendance.staff_then import held_during, one_at_a_time, worked_during
from govhall.catalogue.selectors import matters_for
from govhall.catalogue.window_powers import begin_of, end_of
from govhall.deadlines.calendar import calendar_of
from tenants.access import Actor
from tenants.accounts import set_term
from tenants.models import Hall, Membership

NOTICE_DAYS = 7  # working days


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAsked:
    """Who leaves the window, who comes, by which notice (number, day on which it came), from which day on."""

    person: int
    successor: int
    notice_number: str
    notice_on: date
    effective_on: date


@dataclass(frozen=True, slots=True)
class ChangeNoted:
    """The change, and how many matters the successor has no letters for yet."""

    change: WindowChange
    lacking: int


def earliest(hall: Hall, notice_on: date) -> date:
    """The first day on which a change may take effect: seven working days after its notice."""
    return calendar_of(hall.area_code).add(notice_on, NOTICE_DAYS).day


def change_window_person(*, hall: Hall, actor: Actor, asked: ChangeAsked) -> ChangeNoted:
    """Note that somebody whom a department sent leaves on a day and who comes; the account ends on that day by itself.

    Raises WrongNotice, NoticeTooShort, NotSentByDepartment, SuccessorUnfit, ChangedAlready, AccountNotYours.
    """
    _check_notice(hall, asked)
    with transaction.atomic():
        one_at_a_time(hall.code)
        leaving = _leaving(hall, asked)
        coming = worked_during(hall, asked.effective_on, asked.effective_on).filter(person_id=asked.successor)
        successor = coming.filter(department=leaving.department).first()
        if successor is None or asked.successor == asked.person:
            raise SuccessorUnfit(field='successor')
        change = WindowChange.objects.create(
            hall_code=hall.code,
            department=leaving.department,
            person_id=asked.person,
            person_name=leaving.person.name,
            successor_id=asked.successor,
            successor_name=successor.person.name,
            notice_number=asked.notice_number,
            notice_on=asked.notice_on,
            effective_on=asked.effective_on,
            noted_by=actor.person_id,
            noted_by_name=actor.name,
            noted_at=timezone.now(),
        )
        set_term(asker=actor, whose=asked.person, begins=leaving.person.begins_at, ends=begin_of(asked.effective_on))
        return ChangeNoted(change, _lacking(hall, change))


def call_off_change(*, hall: Hall, actor: Actor, change: int) -> WindowChange:
    """Take back a change that has not taken effect: the account goes on. Raises UnknownChange, ChangeBegan."""
    with transaction.atomic():
        one_at_a_time(hall.code)
        row = WindowChange.objects.filter(hall_code=hall.code, pk=change, called_off_on=None).first()
        if row is None:
            raise UnknownChange
        if row.effective_on <= timezone.localdate():
            raise ChangeBegan
        row.called_off_on = timezone.localdate()
        row.save(update_fields=['called_off_on'])
        person = Membership.objects.select_related('person').filter(hall=hall, person_id=row.person_id)[0].person
        set_term(asker=actor, whose=row.person_id, begins=person.begins_at, ends=None)
        return row


def _check_notice(hall: Hall, asked: ChangeAsked) -> None:
    if not asked.notice_number or asked.notice_on > timezone.localdate():
        raise WrongNotice(field='notice_on' if asked.notice_number else 'notice_number')
    first = earliest(hall, asked.notice_on)
    if asked.effective_on < first or asked.effective_on <= timezone.localdate():
        raise NoticeTooShort(field='effective_on', first=max(first, timezone.localdate()))


def _leaving(hall: Hall, asked: ChangeAsked) -> Membership:
    today = timezone.localdate()
    if WindowChange.objects.filter(
        hall_code=hall.code, person_id=asked.person, called_off_on=None, effective_on__gt=today
    ).exists():
        raise ChangedAlready(field='person')
    found = worked_during(hall, today, today).filter(person_id=asked.person).exclude(department='').first()
    if found is None:
        raise NotSentByDepartment(field='person')
    return found


def _lacking(hall: Hall, change: WindowChange) -> int:
    """For how many matters the successor lacks a letter that who leaves has on the last day."""
    moments = (begin_of(change.effective_on), end_of(change.effective_on))
    leaves = held_during(hall.code, change.person_id, *moments, throughout=False)
    comes = held_during(hall.code, change.successor_id, *moments, throughout=True)
    return len(not_covered(leaves, comes, [info.code for info in matters_for(hall.code)]))

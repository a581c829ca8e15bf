"""The training log: what is held, and who came (业务培训、业务交流会、审批联络员培训)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from govhall.attendance.models import Trained, Training, TrainingKind
from govhall.attendance.refusals import (
    CameAlready,
    NobodyNamed,
    NotThatDay,
    TrainingDay,
    TrainingHeld,
    UnknownTraining,
)
from govhall.attendance.staff_then import one_at_a_time, worked_during
from tenants.access import Actor
from tenants.models import Hall

BACK, AHEAD = timedelta(days=31), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class TrainingAsked:
    """What is to be held, and on which day."""

    kind: TrainingKind
    day: date
    subject: str


def training_of(hall: str, training: UUID) -> Training:
    """A training of the hall. Raises UnknownTraining."""
    found = Training.objects.filter(hall_code=hall, pk=training).first()
    if found is None:
        raise UnknownTraining
    return found


def hold_training(*, hall: Hall, actor: Actor, asked: TrainingAsked) -> Training:
    """Enter a training as the next round of its kind in its year. Raises TrainingDay."""
    today, subject = timezone.localdate(), asked.subject.strip()
    if not subject or not today - BACK <= asked.day <= today + AHEAD:
        raise TrainingDay(field='day' if subject else 'subject')
    with transaction.atomic():
        one_at_a_time(hall.code)
        same = Training.objects.filter(hall_code=hall.code, kind=asked.kind, day__year=asked.day.year)
        last = same.aggregate(last=Max('round'))['last'] or 0
        return Training.objects.create(
            hall_code=hall.code,
            kind=asked.kind,
            round=last + 1,
            day=asked.day,
            subject=subject,
            noted_by=actor.person_id,
            noted_by_name=actor.name,
            noted_at=timezone.now(),
        )


def call_off_training(*, hall: str, training: UUID) -> Training:
    """Strike out a training to which nobody came. Raises UnknownTraining, TrainingHeld."""
    with transaction.atomic():
        one_at_a_time(hall)
        found = training_of(hall, training)
        if Trained.objects.filter(training_id=found.pk).exists():
            raise TrainingHeld
        Training.objects.filter(pk=found.pk).delete()
        return found


def sign_in(*, hall: Hall, actor: Actor, training: UUID) -> Training:
    """Note that one came oneself, on the day. Raises UnknownTraining, NotThatDay, CameAlready."""
    with transaction.atomic():
        one_at_a_time(hall.code)
        found = training_of(hall.code, training)
        if found.day != timezone.localdate():
            raise NotThatDay(day=found.day)
        if Trained.objects.filter(training_id=found.pk, person_id=actor.person_id).exists():
            raise CameAlready
        Trained.objects.create(
            training_id=found.pk,
            hall_code=hall.code,
            person_id=actor.person_id,
            person_name=actor.name,
            department=actor.department,
            noted_at=timezone.now(),
        )
        return found


def note_came(*, hall: Hall, actor: Actor, training: UUID, people: Collection[int]) -> int:
    """Note by hand who came, and return how many were not on the list yet; who signed in stays as they did.

    Raises UnknownTraining, NotThatDay, NobodyNamed.
    """
    with transaction.atomic():
        one_at_a_time(hall.code)
        found = training_of(hall.code, training)
        if found.day > timezone.localdate():
            raise NotThatDay(day=found.day)
        there = {row.person_id: row for row in worked_during(hall, found.day, found.day)}
        if not people or not set(people) <= set(there):
            raise NobodyNamed(field='people')
        known = set(Trained.objects.filter(training_id=found.pk).values_list('person_id', flat=True))
        rows = [
            Trained(
                training_id=found.pk,
                hall_code=hall.code,
                person_id=number,
                person_name=there[number].person.name,
                department=there[number].department,
                noted_by=actor.person_id,
                noted_by_name=actor.name,
                noted_at=timezone.now(),
            )
            for number in sorted(set(people) - known)
        ]
        Trained.objects.bulk_create(rows)
        return len(rows)

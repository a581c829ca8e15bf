"""Noting leave with who stands in, and that somebody is back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from govhall.attendance.letters_covered import HeldLetter, not_covered
from govhall.attendance.models import Leave, LeaveKind
from govhall.attendance.readers import MANAGERS
from govhall.attendance.refusals import (
    AwayAlready,
    BackAlready,
    BackWhen,
    LettersMissing,
    NobodyStandsIn,
    NotHere,
    OtherDepartment,
    StandsInAlready,
    StandsInForOneself,
    SubstituteAway,
    UnknownLeave,
    WrongDays,
)
from govhall.attendance.staff_then import held_during, one_at_a_time, worked_during
from govhall.catalogue.rules import PersonalPower
from govhall.catalogue.selectors import matters_for
from govhall.catalogue.window_powers import begin_of, end_of
from tenants.access import Actor
from tenants.models import Hall, Membership

LONGEST, LATEST = 366, 31  # days at once, and days after which absence is noted
SAID_AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveAsked:
    """Who wants to be away, why, from one day to another, and who stands in (None: absence that is noted)."""

    person: int
    kind: LeaveKind
    first_day: date
    last_day: date
    substitute: int | None


def note_leave(*, hall: Hall, actor: Actor, asked: LeaveAsked) -> Leave:
    """Note that somebody is away; whoever stands in is there on all of the days, with the same letters.

    Raises WrongDays, NotHere, OtherDepartment, AwayAlready, StandsInAlready, NobodyStandsIn, StandsInForOneself,
    SubstituteAway and LettersMissing.
    """
    _check_days(asked)
    with transaction.atomic():
        one_at_a_time(hall.code)
        person = _worked(hall, asked, asked.person, 'person')
        _check_department(actor, person)
        _check_person(hall.code, asked)
        substitute = _substitute(hall, asked)
        return Leave.objects.create(
            hall_code=hall.code,
            person_id=asked.person,
            person_name=person.person.name,
            department=person.department,
            kind=asked.kind,
            first_day=asked.first_day,
            last_day=asked.last_day,
            substitute_id=asked.substitute,
            substitute_name=substitute.person.name if substitute else '',
            noted_by=actor.person_id,
            noted_by_name=actor.name,
            noted_at=timezone.now(),
        )


def end_leave(*, hall: Hall, actor: Actor, leave: int, back_on: date) -> Leave:
    """Note that somebody is back before the last day (销假).

    Raises UnknownLeave, OtherDepartment, BackAlready and BackWhen.
    """
    with transaction.atomic():
        one_at_a_time(hall.code)
        row = Leave.objects.filter(hall_code=hall.code, pk=leave).first()
        if row is None:
            raise UnknownLeave
        if not (actor.roles & MANAGERS or row.department in actor.departments):
            raise OtherDepartment
        if row.back_on is not None or row.last_day < timezone.localdate():
            raise BackAlready
        if not row.first_day <= back_on <= row.last_day:
            raise BackWhen(field='back_on', first=row.first_day, last=row.last_day)
        row.back_on = back_on
        row.save(update_fields=['back_on'])
        return row


def _check_days(asked: LeaveAsked) -> None:
    earliest = timezone.localdate() - timedelta(days=LATEST)
    if not asked.first_day <= asked.last_day < asked.first_day + timedelta(days=LONGEST):
        raise WrongDays(field='last_day')
    if asked.first_day < earliest:
        raise WrongDays(field='first_day')


def _worked(hall: Hall, asked: LeaveAsked, person: int, field: str) -> Membership:
    found = worked_during(hall, asked.first_day, asked.last_day).filter(person_id=person).first()
    if found is None:
        raise NotHere(field=field)
    return found


def _check_department(actor: Actor, person: Membership) -> None:
    if not (actor.roles & MANAGERS or (person.department and person.department in actor.departments)):
        raise OtherDepartment


def _check_person(hall: str, asked: LeaveAsked) -> None:
    touching = Leave.objects.filter(hall_code=hall).during(asked.first_day, asked.last_day)
    found = touching.filter(Q(person_id=asked.person) | Q(substitute_id=asked.person)).order_by('first_day').first()
    if found is None:
        return
    refusal = AwayAlready if found.person_id == asked.person else StandsInAlready
    if refusal is StandsInAlready and asked.kind == LeaveKind.ABSENT:
        return  # a fact that nobody asked for: the window shows that nobody is there
    raise refusal(field='first_day', first=found.first_day, last=found.last)


def _substitute(hall: Hall, asked: LeaveAsked) -> Membership | None:
    if (asked.substitute is None) != (asked.kind == LeaveKind.ABSENT):
        raise NobodyStandsIn(field='substitute')
    if asked.substitute is None:
        return None
    if asked.substitute == asked.person:
        raise StandsInForOneself(field='substitute')
    found = _worked(hall, asked, asked.substitute, 'substitute')
    away = Leave.objects.filter(hall_code=hall.code, person_id=asked.substitute)
    meanwhile = away.during(asked.first_day, asked.last_day).order_by('first_day').first()
    if meanwhile is not None:
        raise SubstituteAway(field='substitute', first=meanwhile.first_day, last=meanwhile.last)
    _check_letters(hall.code, asked, asked.substitute)
    return found


def _check_letters(hall: str, asked: LeaveAsked, substitute: int) -> None:
    begin, end = begin_of(asked.first_day), end_of(asked.last_day)
    away = held_during(hall, asked.person, begin, end, throughout=False)
    if not away:
        return
    names = {info.code: info.short_name for info in matters_for(hall)}
    lacking = not_covered(away, held_during(hall, substitute, begin, end, throughout=True), names)
    if lacking:
        raise LettersMissing(field='substitute', **_in_words(lacking, names, away))


def _in_words(lacking: Mapping[str, set[str]], names: Mapping[str, str], away: list[HeldLetter]) -> dict[str, str]:
    codes = sorted(lacking)
    said = '、'.join(f'“{names.get(code, code)}”' for code in codes[:SAID_AT_MOST])
    more = f'等 {len(codes)} 项' if len(codes) > SAID_AT_MOST else ''
    everything = len(codes) == len(names) and any(letter.matters is None for letter in away)
    powers = sorted({power for missing in lacking.values() for power in missing})
    return {
        'matters': '本大厅全部事项' if everything else f'{said}{more}',
        'powers': '、'.join(PersonalPower(power).label for power in powers),
    }

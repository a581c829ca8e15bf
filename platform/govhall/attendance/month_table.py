"""考勤月表: for each person of a hall the working days of a month, and how many of them they were away, by kind."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from govhall.attendance.models import Leave, LeaveKind
from govhall.catalogue.exchange.names import department_names
from govhall.catalogue.window_powers import begin_of, end_of
from govhall.deadlines.calendar import calendar_of
from tenants.models import Hall, Membership


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """A person's month so far: working days as a member of the hall, and those away, by kind."""

    name: str
    username: str
    department: str
    workdays: int
    away: Mapping[str, int]

    @property
    def there(self) -> int:
        """Working days not away."""
        return self.workdays - sum(self.away.values())

    @property
    def days_away(self) -> list[tuple[str, int]]:
        """The kinds and their days, in the order of the table."""
        return [(str(label), self.away.get(kind, 0)) for kind, label in LeaveKind.choices]


def month_of(hall: Hall, first: date) -> list[PersonMonth]:
    """The month that begins with `first`, up to today; by department and name. Three statements."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    until = min(last, timezone.localdate())
    calendar = calendar_of(hall.area_code)
    days = [day for day in _days(first, until) if calendar.is_workday(day)]
    members = Membership.objects.filter(hall=hall, valid_from__lte=end_of(last)).select_related('person')
    there = [one for one in members.order_by('id') if one.valid_to is None or one.valid_to > begin_of(first)]
    away = _away(Leave.objects.filter(hall_code=hall.code).during(first, until), days)
    names = department_names({one.department for one in there})
    people: dict[int, list[Membership]] = {}
    for one in there:
        people.setdefault(one.person_id, []).append(one)
    rows = [_row(held, days, away.get(person, {}), names) for person, held in people.items()]
    return sorted(rows, key=lambda row: (row.department, row.name, row.username))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _away(leaves: Iterable[Leave], days: list[date]) -> dict[int, dict[date, str]]:
    """By person and day why they were away; of two kinds on a day the one that was noted last."""
    found: dict[int, dict[date, str]] = {}
    for leave in leaves:
        found.setdefault(leave.person_id, {}).update({day: leave.kind for day in days if leave.holds_on(day)})
    return found


def _row(held: list[Membership], days: list[date], away: Mapping[date, str], names: Mapping[str, str]) -> PersonMonth:
    worked = [day for day in days if any(_holds(one, day) for one in held)]
    department = next((one.department for one in held if one.department), '')
    return PersonMonth(
        name=held[0].person.name,
        username=held[0].person.username,
        department=names.get(department, department),
        workdays=len(worked),
        away=Counter(away[day] for day in worked if day in away),
    )


def _holds(membership: Membership, day: date) -> bool:
    ended = membership.valid_to is not None and membership.valid_to <= end_of(day)
    return membership.valid_from <= end_of(day) and not ended

"""在岗: for each window that is open on a day, who is there with the power to decide, and who stands in for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models import F
from django.db.models.functions import Mod

from govhall.attendance.models import Leave
from govhall.catalogue.centre import sections_of, title_of
from govhall.catalogue.days import holds
from govhall.catalogue.models import Authorisation, CentreItem
from govhall.catalogue.rules import PERSONAL_POWERS, Power
from govhall.catalogue.window_powers import HallMember, end_of, members_on
from govhall.catalogue.windows import CentreWindow, windows_of

DECIDING = [power.value for power in PERSONAL_POWERS[Power.DECIDE]]


class Why(StrEnum):
    """How a window stands."""

    THERE = 'there'
    PARTLY = 'partly'  # some of its items nobody who is there may decide
    ALL_AWAY = 'all_away'
    NO_LETTER = 'no_letter'

    @property
    def label(self) -> str:
        """On screen."""
        return LABELS[self]

    @property
    def tone(self) -> str:
        """How urgent it looks."""
        return {Why.THERE: 'good', Why.PARTLY: 'soon'}.get(self, 'late')


LABELS = {
    Why.THERE: '有人能决定',
    Why.PARTLY: '部分事项没人能决定',
    Why.ALL_AWAY: '能决定的人都不在',
    Why.NO_LETTER: '没有人有审批授权',
}


class Decider(NamedTuple):
    """A letter with the power to decide; `matters` is None for whatever the person's department has."""

    person: int
    matters: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class WindowToday:
    """A window that is open; `there` may decide, `away` could if they were there (name, who stands in)."""

    department: str
    department_name: str
    window: CentreWindow
    why: Why
    there: Sequence[str]
    away: Sequence[tuple[str, str]]
    left: Sequence[str]  # names of the items that nobody who is there may decide

    @property
    def is_unattended(self) -> bool:
        """Whether nobody decides anything here."""
        return self.why in (Why.ALL_AWAY, Why.NO_LETTER)


def windows_on(hall: str, day: date) -> list[WindowToday]:
    """The windows of a hall that are open on a day; those without anybody come first. Five statements."""
    sections = [one for one in sections_of(hall) if holds(one.entered_days, day)]
    opened = [(one, window) for one in sections for window in windows_of(one.windows) if window.open_on(day)]
    if not opened:
        return []
    items = _items(hall)
    members = members_on(hall, day)
    deciders = _deciders(hall, day)
    leaves = {leave.person_id: leave for leave in leaves_on(hall, day)}
    rows = [
        _stands(
            section.department_code,
            title_of(section),
            window,
            items.get(section.department_code, {}),
            _People(members, deciders, leaves),
        )
        for section, window in opened
    ]
    return sorted(rows, key=lambda row: (list(Why)[::-1].index(row.why), row.window.number))


def leaves_on(hall: str, day: date) -> list[Leave]:
    """Who is away on a day, by name."""
    return list(Leave.objects.filter(hall_code=hall).during(day, day).order_by('person_name', 'id'))


class _People(NamedTuple):
    members: Sequence[HallMember]
    deciders: Sequence[Decider]
    leaves: Mapping[int, Leave]


def _stands(
    department: str, title: str, window: CentreWindow, items: Mapping[str, str], people: _People
) -> WindowToday:
    """How one window stands. Pure."""
    handled = {code: items.get(code, code) for code in window.items} or dict(items)
    may = {person: matters & handled.keys() for person, matters in _may(department, handled, people).items()}
    names = {member.person_id: member.name for member in people.members}
    there = [person for person in may if person not in people.leaves and (may[person] or not handled)]
    away = [people.leaves[person] for person in may if person in people.leaves]
    decided = {code for person in there for code in may[person]}
    return WindowToday(
        department=department,
        department_name=title,
        window=window,
        why=_why(there, away, handled.keys() - decided),
        there=[names[person] for person in there],
        away=[(leave.person_name, leave.substitute_name) for leave in away],
        left=sorted(handled[code] for code in handled.keys() - decided) if there else (),
    )


def _may(department: str, handled: Mapping[str, str], people: _People) -> dict[int, set[str]]:
    """By each person who works there which of the window's items they may decide, whether they are there or not.

    As 进驻情况 counts 授权到位 (`WindowPowers.letter`): a letter for everything is for the own department's window.
    """
    sent: dict[int, set[str]] = {}
    for member in people.members:
        sent.setdefault(member.person_id, set()).add(member.department)
    may: dict[int, set[str]] = {}
    for person, matters in people.deciders:
        if matters is None and department in sent.get(person, ()):
            may.setdefault(person, set()).update(handled)
        elif matters is not None and person in sent and matters & handled.keys():
            may.setdefault(person, set()).update(matters & handled.keys())
    return may


def _why(there: Iterable[int], away: Iterable[Leave], left: Iterable[str]) -> Why:
    if any(True for _ in there):
        return Why.PARTLY if any(True for _ in left) else Why.THERE
    return Why.ALL_AWAY if any(True for _ in away) else Why.NO_LETTER


def _items(hall: str) -> dict[str, dict[str, str]]:
    """By department the names of the items that are in, by code."""
    entered = CentreItem.objects.alias(entered=Mod(F('entered_days__len'), 2)).filter(hall_code=hall, entered=1)
    found: dict[str, dict[str, str]] = {}
    for department, code, name in entered.order_by('code').values_list('department_code', 'code', 'name'):
        found.setdefault(department, {})[code] = name
    return found


def _deciders(hall: str, day: date) -> list[Decider]:
    live = Authorisation.objects.live(end_of(day)).filter(hall_code=hall, powers__overlap=DECIDING)
    return [
        Decider(person, None if matters is None else frozenset(matters))
        for person, matters in live.order_by('valid_from', 'id').values_list('person_id', 'matters')
    ]

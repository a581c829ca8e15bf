"""What hangs on a letter of authorisation: open cases, who else may decide them, and what nobody may any more."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from govhall.casework.models import Case
from govhall.casework.rules.states import OPEN, Custody
from govhall.catalogue.models import Authorisation, Grant, Matter
from govhall.catalogue.rules import PERSONAL_POWERS, Mode, Power
from tenants.models import Membership

DECIDING = frozenset(power.value for power in PERSONAL_POWERS[Power.DECIDE])
REVIEWING = frozenset(power.value for power in PERSONAL_POWERS[Power.REVIEW])


class Holder(NamedTuple):
    """Who holds a letter and works in the hall: their name, and the departments that sent them (empty: 综合窗口)."""

    person_id: int
    name: str
    departments: frozenset[str]


class LetterInHand(NamedTuple):
    """A letter in the hands of somebody who works in the hall; `matters` is None for all of the hall."""

    id: UUID
    holder: Holder
    powers: frozenset[str]
    matters: frozenset[str] | None

    def covers(self, matter: str, department: str) -> bool:
        """Whether it is for a case: it names the matter, or is for all that the holder's department has here."""
        if self.matters is not None:
            return matter in self.matters
        return not department or not self.holder.departments.isdisjoint({'', department})


OpenCases = Mapping[tuple[str, str], int]  # by matter and department


@dataclass(frozen=True, slots=True)
class MatterWaiting:
    """A matter with open cases in the hall, how many, and who may do with them what the letter gave."""

    code: str
    name: str
    cases: int
    others: Sequence[Holder] = ()


def open_cases() -> OpenCases:
    """How many cases the current hall has in hand, by matter and department; no case and no person. One statement."""
    rows = Case.objects.filter(
        outcome_data__isnull=True, custody=Custody.HELD, state__in=[state.value for state in OPEN]
    )
    counted = rows.order_by().values('matter', 'department').annotate(cases=Count('*'))
    return {(row['matter'], row['department']): row['cases'] for row in counted}


def holders(hall: str, at: datetime) -> dict[int, Holder]:
    """Who works in the hall at a moment. One statement."""
    rows = Membership.objects.live(at).filter(hall__code=hall).order_by('person_id')
    return holders_of(rows.values_list('person_id', 'person__name', 'department'))


def holders_of(members: Iterable[tuple[int, str, str]]) -> dict[int, Holder]:
    """People by id, of their places in the hall: id, name, department."""
    sent: dict[int, set[str]] = {}
    names: dict[int, str] = {}
    for person, name, department in members:
        sent.setdefault(person, set()).add(department)
        names[person] = name
    return {person: Holder(person, names[person], frozenset(found)) for person, found in sent.items()}


def held(rows: Iterable[Authorisation], people: Mapping[int, Holder]) -> list[LetterInHand]:
    """Letters of those who work in the hall."""
    return [
        LetterInHand(row.id, people[row.person_id], frozenset(row.powers), _matters(row))
        for row in rows
        if row.person_id in people
    ]


def _matters(row: Authorisation) -> frozenset[str] | None:
    return None if row.matters is None else frozenset(row.matters)


def live_letters(hall: str, at: datetime, people: Mapping[int, Holder]) -> list[LetterInHand]:
    """The letters in force in the hall at a moment. One statement."""
    rows = Authorisation.objects.live(at).filter(hall_code=hall).order_by('valid_from', 'id')
    return held(rows, people)


def hanging(letter: LetterInHand, cases: OpenCases) -> Counter[str]:
    """How many open cases hang on a letter, by matter: none on that of a cashier, or of a head by office."""
    found: Counter[str] = Counter()
    if letter.powers.isdisjoint(DECIDING | REVIEWING):
        return found
    for (matter, department), number in cases.items():
        if letter.covers(matter, department):
            found[matter] += number
    return found


def after_withdrawal(letter: LetterInHand, cases: OpenCases, others: Collection[LetterInHand]) -> list[MatterWaiting]:
    """By each matter with open cases that hang on the letter, who may then decide them; one statement for the names.

    Of a letter that decides nothing: who may then review them.
    """
    waiting = hanging(letter, cases)
    wordings = DECIDING if letter.powers & DECIDING else REVIEWING
    names = dict(Matter.objects.filter(code__in=waiting).values_list('code', 'short_name'))
    found = []
    for matter, number in waiting.most_common():
        places = [department for code, department in cases if code == matter and letter.covers(code, department)]
        able = {
            one.holder.person_id: one.holder
            for one in others
            if one.id != letter.id and wordings & one.powers and all(one.covers(matter, where) for where in places)
        }
        found.append(MatterWaiting(matter, names.get(matter, matter), number, list(able.values())))
    return found


def nobody_decides(
    hall: str, at: datetime, *, cases: OpenCases | None = None, people: Mapping[int, Holder] | None = None
) -> list[MatterWaiting]:
    """The matters with open cases that the hall decides and for which nobody who works there holds a letter any more.

    Most cases first. One statement where no case is open, else five; two less for what is known already.
    """
    cases = open_cases() if cases is None else cases
    if not cases:
        return []
    decided = _decided_here(hall, at)
    letters = live_letters(hall, at, holders(hall, at) if people is None else people)
    letters = [one for one in letters if one.powers & DECIDING]
    waiting: Counter[str] = Counter()
    for (matter, department), number in cases.items():
        if matter in decided and not any(one.covers(matter, department) for one in letters):
            waiting[matter] += number
    names = dict(Matter.objects.filter(code__in=waiting).values_list('code', 'short_name'))
    return [MatterWaiting(code, names.get(code, code), number) for code, number in waiting.most_common()]


def _decided_here(hall: str, at: datetime) -> set[str]:
    """The matters that a grant lets the hall decide; whether its conditions hold, each case says."""
    rows = Grant.objects.live(at).filter(hall_code=hall).values_list('matter_code', 'mode')
    return {matter for matter, mode in rows if Power.DECIDE in Mode(mode).powers}

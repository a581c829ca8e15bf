"""Who was trained in a year, person by person and window by window, and who was not often enough."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from govhall.attendance.models import Trained, Training, TrainingKind
from govhall.attendance.staff_then import worked_during
from govhall.catalogue.centre import sections_of, title_of
from govhall.catalogue.days import holds
from govhall.catalogue.exchange.names import department_names
from govhall.catalogue.windows import windows_of
from tenants.models import Hall
from tenants.roles import Role

ROUNDS = 2  # of business trainings, and of liaison officers' trainings, in a year
KINDS = tuple(TrainingKind)


@dataclass(frozen=True, slots=True)
class PersonTraining:
    """How often somebody came in the year, by kind; `lacking`: a liaison officer who came too seldom."""

    person_id: int
    name: str
    username: str
    department: str
    department_code: str
    is_liaison: bool
    came: Mapping[str, int]
    lacking: bool

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The kinds and how often, in the order of the table."""
        return [(kind.label, self.came.get(kind, 0)) for kind in KINDS]


@dataclass(frozen=True, slots=True)
class WindowTraining:
    """A window open today: the people whom its department sent, how many of them came, and how often altogether."""

    number: str
    name: str
    department: str
    people: int
    trained: int
    came: Mapping[str, int]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The kinds and how often, in the order of the table."""
        return [(kind.label, self.came.get(kind, 0)) for kind in KINDS]


@dataclass(frozen=True, slots=True)
class TrainingYear:
    """The year of a hall: rounds by kind until today, and everybody who works there now."""

    year: int
    rounds: Mapping[str, int]
    people: Sequence[PersonTraining]

    @property
    def lacking(self) -> list[PersonTraining]:
        """The liaison officers who came too seldom."""
        return [one for one in self.people if one.lacking]

    @property
    def business(self) -> int:
        """How many rounds of business trainings there were."""
        return self.rounds.get(TrainingKind.BUSINESS, 0)


def year_of(hall: Hall, year: int) -> TrainingYear:
    """Who works in the hall today and how often each came in the year; four statements."""
    today = timezone.localdate()
    held = dict(Training.objects.filter(hall_code=hall.code, day__year=year, day__lte=today).values_list('id', 'kind'))
    came: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for person, training in Trained.objects.filter(training_id__in=list(held)).values_list('person_id', 'training_id'):
        came[person][held[training]] += 1
    rows = {row.person_id: row for row in worked_during(hall, today, today)}
    names = department_names({row.department for row in rows.values()})
    people = [
        PersonTraining(
            person_id=number,
            name=row.person.name,
            username=row.person.username,
            department=names.get(row.department, row.department) or '中心',
            department_code=row.department,
            is_liaison=Role.LIAISON in row.roles,
            came=came[number],
            lacking=Role.LIAISON in row.roles and came[number][TrainingKind.LIAISON] < ROUNDS,
        )
        for number, row in rows.items()
    ]
    return TrainingYear(year, Counter(held.values()), people)


def windows_of_year(hall: Hall, year: int) -> list[WindowTraining]:
    """The windows that are open today, by number; six statements."""
    today, found = timezone.localdate(), year_of(hall, year)
    sent: defaultdict[str, list[PersonTraining]] = defaultdict(list)
    for one in found.people:
        sent[one.department_code].append(one)
    return sorted(_windows(hall.code, today, sent), key=lambda window: (window.number, window.name))


def _windows(hall: str, today: date, sent: Mapping[str, list[PersonTraining]]) -> list[WindowTraining]:
    rows = []
    for section in sections_of(hall):
        if not holds(section.entered_days, today):
            continue
        people = sent.get(section.department_code, [])
        came = sum((Counter(one.came) for one in people), Counter[str]())
        trained = sum(1 for one in people if any(one.came.values()))
        rows += [
            WindowTraining(window.number, window.name, title_of(section), len(people), trained, came)
            for window in windows_of(section.windows)
            if window.open_on(today)
        ]
    return rows


def own_year(hall: str, person: int, year: int) -> list[tuple[Training, Trained]]:
    """The trainings that somebody came to in a year, the newest first; two statements."""
    came = {row.training_id: row for row in Trained.objects.filter(hall_code=hall, person_id=person)}
    held = Training.objects.filter(pk__in=list(came), day__year=year).order_by('-day', '-id')
    return [(training, came[training.pk]) for training in held]

"""A story while it is played: who has signed in, which case it is about, what is said on screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

import httpx
from rich.console import Console
from rich.markup import escape

from deploy.demo.player.client import Person, Turned
from deploy.demo.player.pages import NotOnPage, Page
from deploy.demo.player.waiting import DidNotCome, wait_for
from deploy.demo.stage import Stage

CHINA = timezone(timedelta(hours=8))
DUTIES = {
    'clerk': '窗口',
    'chief': '首席代表',
    'reviewer': '审查员',
    'approver': '审批员',
    'agent': '村代办员',
    'leader': '分管领导',
}
WENT_WRONG = (Turned, NotOnPage, DidNotCome, httpx.HTTPError)


class Unexpected(AssertionError):
    """A page shows something else than the story says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """How a hall must know the case at the end. `organ` is judged only where the story names it."""

    state: str
    custody: str
    outcome: str
    outcome_hall: str
    delivered: bool = False
    rating: int | None = None
    organ: str = ''


class Step(Protocol):
    """One thing that somebody does or sees."""

    def play(self, scene: 'Scene') -> None:
        """Do it through the pages. Raises one of WENT_WRONG or Unexpected."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story: its steps, and how each hall must know the case when it is over."""

    name: str
    title: str
    steps: Sequence[Step]
    expected: dict[str, Expected]


@dataclass(frozen=True, slots=True)
class Told:
    """A story that was played; `trouble` says what went wrong and is empty if nothing did."""

    story: Story
    number: str
    trouble: str


@dataclass
class Cast:
    """Everybody who has signed in; each person signs in once."""

    stage: Stage
    people: dict[tuple[str, str], Person] = field(default_factory=dict)

    def person(self, hall: str, duty: str) -> Person:
        """The person with that duty in that hall."""
        if (hall, duty) not in self.people:
            self.people[hall, duty] = Person(self.stage, hall, duty)
        return self.people[hall, duty]

    def leave(self) -> None:
        """Everybody goes home."""
        for person in self.people.values():
            person.close()


@dataclass
class Scene:
    """The case of one story. `number` and `received_on` are known once somebody has taken the papers."""

    cast: Cast
    console: Console
    number: str = ''
    _addresses: dict[str, str] = field(default_factory=dict)

    def person(self, hall: str, duty: str) -> Person:
        """The person with that duty in that hall."""
        return self.cast.person(hall, duty)

    def say(self, person: Person, sentence: str) -> None:
        """Tell on screen what somebody has just done or seen."""
        time = datetime.now(UTC).astimezone(CHINA)
        who = f'{person.hall.name}·{DUTIES.get(person.duty, person.duty)}'
        self.console.print(
            f'  {time:%H:%M:%S}  [cyan]{escape(who)}[/cyan]  {escape(sentence)}', highlight=False, soft_wrap=True
        )

    def remember(self, person: Person, page: Page) -> None:
        """Keep where this hall shows the case."""
        self._addresses[person.hall.code] = page.url

    def look(self, person: Person) -> Page | None:
        """The page of the case in the person's hall now, or None while the hall has not got it."""
        address = self._addresses.get(person.hall.code)
        if address:
            return person.get(address)
        page = person.search(self.number)
        if page is not None:
            self.remember(person, page)
        return page

    def await_page(self, person: Person, what: str, fits: Callable[[Page], bool]) -> Page:
        """The page of the case in the person's hall once it fits. Raises DidNotCome with what was seen last."""
        seen: list[Page] = []

        def look() -> Page | None:
            page = self.look(person)
            seen[:] = [page] if page else []
            return page if page and fits(page) else None

        try:
            return wait_for(f'{person.hall.name}：{what}', look, console=self.console)
        except DidNotCome as late:
            last = seen[0].case if seen else '没有这件办件'
            raise DidNotCome(f'{late}；最后看到 {last}') from late

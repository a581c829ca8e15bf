"""Makes the year: one case's next step after the other's, day by day and hall by hall."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import count, groupby
from typing import NamedTuple

import time_machine

from deploy.demo.year.days import evening_of
from deploy.demo.year.life import Life
from deploy.demo.year.office import Office
from govhall.kernel.errors import Refused
from tenants.context import enter, leave


class Due(NamedTuple):
    """The next step of a case; `order` decides between two at one moment."""

    moment: datetime
    order: int
    life: Life
    steps: Iterator[datetime | None]


class Year:
    """Runs lives through the days of a year.

    In a day it goes hall by hall, and in a hall by the clock on its wall: what happens in one touches no other before
    the evening, and each change of hall costs a statement.
    """

    def __init__(self, office: Office, *, at_evening: Callable[[], None], at_week: Callable[[], object]) -> None:
        self._office, self._at_evening, self._at_week = office, at_evening, at_week
        self._order = count()
        self._waiting: list[Due] = []
        self.done, self.turned = 0, list[str]()

    def run(self, lives: Iterable[Life], days: Sequence[date]) -> None:
        """Live all of them to their end, or to the last day."""
        self._waiting = [Due(life.planned.at, next(self._order), life, life.steps()) for life in lives]
        heapq.heapify(self._waiting)
        with time_machine.travel(evening_of(days[0]), tick=False) as clock:
            for _, week in groupby(days, key=lambda day: day.isocalendar().week):
                self._at_week()
                for day in week:
                    self._live(day, clock)
                    leave()
                    clock.move_to(evening_of(day))
                    self._at_evening()

    def _live(self, day: date, clock: time_machine.Traveller) -> None:
        while self._waiting and self._waiting[0].moment.date() == day:
            today: list[Due] = []
            while self._waiting and self._waiting[0].moment.date() == day:
                today.append(heapq.heappop(self._waiting))
            today.sort(key=lambda due: (due.life.hall, due.moment, due.order))
            for hall, here in groupby(today, key=lambda due: due.life.hall):
                enter(self._office.halls[hall])
                for due in here:
                    clock.move_to(due.moment)
                    self._step(due)

    def _step(self, due: Due) -> None:
        due.life.at(due.moment)
        try:
            following = next(due.steps, None)
        except Refused as turned:  # it stays open, as a case does that people don't know how to go on with
            planned = due.life.planned
            self.turned.append(
                f'{due.life.hall} {planned.matter["code"]} {planned.ends} {due.moment:%F}: {turned.code}'
            )
            return
        if following is not None:
            heapq.heappush(self._waiting, Due(following, next(self._order), due.life, due.steps))
        else:
            self.done += 1

"""Working moments of a year: the days that halls are open, nine to twelve and half past one to five, in China."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from deploy.demo.workdays import is_workday

CHINA = ZoneInfo('Asia/Shanghai')
MORNING, AFTERNOON = 9 * 60, 13 * 60 + 30  # minutes of the day
HALF_DAYS = ((MORNING, 180), (AFTERNOON, 210))
NOON, EVENING = time(12), time(17, 20)  # what halls have told each other has arrived


def open_days(first: date, last: date) -> list[date]:
    """The working days from the first to the last, both counted."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if is_workday(day)]


class Calendar:
    """The open days up to today, by place: what lies behind the last one is still to come."""

    def __init__(self, days: Sequence[date], chance: Random) -> None:
        self._days = list(days)
        self._place = {day: number for number, day in enumerate(self._days)}
        self._chance = chance

    def moment(self, day: date, half: int | None = None) -> datetime:
        """Some moment of that day, in the morning (0), the afternoon (1) or either."""
        begin, minutes = HALF_DAYS[self._chance.randrange(2) if half is None else half]
        minute = begin + self._chance.randrange(minutes)
        return datetime.combine(day, time(minute // 60, minute % 60, self._chance.randrange(60)), CHINA)

    def later(self, moment: datetime, days: int) -> datetime | None:
        """Some moment so many open days later; on the same day the next half of it. None: it is still to come."""
        place = self._place[moment.date()] + days
        if days == 0:
            return self.later(moment, 1) if moment.time() >= NOON else self.moment(moment.date(), 1)
        return self.moment(self._days[place]) if place < len(self._days) else None

    def soon(self, moment: datetime) -> datetime:
        """A few minutes later, at the same window."""
        return moment + timedelta(minutes=self._chance.randrange(3, 15), seconds=self._chance.randrange(60))


def evening_of(day: date) -> datetime:
    """When the day's work is done."""
    return datetime.combine(day, EVENING, CHINA)

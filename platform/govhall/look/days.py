"""Days and times as people say them."""

from datetime import date, datetime

from django.utils import timezone

_WEEKDAYS = '一二三四五六日'


def say_day(day: date, *, today: date) -> str:
    """12月3日（周四）; with the year when it is not this year's."""
    year = '' if day.year == today.year else f'{day.year}年'
    return f'{year}{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）'


def say_moment(moment: datetime, *, today: date) -> str:
    """「今天 10:42」 or 「11月22日（周日）10:42」, in the time of the hall. Naive times are taken as local."""
    local = local_time(moment)
    day = '今天 ' if local.date() == today else say_day(local.date(), today=today)
    return f'{day}{local:%H:%M}'


def local_time(moment: datetime) -> datetime:
    """The moment as the clock on the hall's wall shows it."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment

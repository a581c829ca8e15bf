"""What is said after an act: days and halls in words."""

from django.utils import timezone

from federation.directory.selectors import standing_for
from govhall.casework.models import Case
from govhall.casework.selectors import hall_names
from govhall.look.days import say_day


def by_day(case: Case) -> str:
    """The day that matters next, in words."""
    return say_day(case.due, today=timezone.localdate()) if case.due else ''


def hall_name(code: str) -> str:
    """The name of a hall, its code where nobody knows it."""
    return hall_names([code]).get(code, code)


def sent_on(case: Case) -> str:
    """After a case was sent to another hall."""
    return f'已发往{hall_name(case.towards)}，等对方接收。'


def stands_here(case: Case) -> bool:
    """Whether the applicant stands in the hall that holds the case."""
    return standing_for(case.origin) == case.holder


def home_of(case: Case) -> str:
    """The name of the hall where the applicant stands."""
    return hall_name(standing_for(case.origin))

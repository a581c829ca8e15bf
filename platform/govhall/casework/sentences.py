"""What is said after an act: days and halls in words."""

from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.selectors import hall_names
from govhall.casework.services.home import home
from govhall.look.days import say_day

PROVISIONAL = '（暂定，节假日未公布）'


def by_day(case: Case) -> str:
    """Until which day that matters next, in words; a day that may still move is told as such."""
    if not case.due:
        return ''
    return f'{say_day(case.due, today=timezone.localdate())}前' + (PROVISIONAL if case.due_is_provisional else '')


def hall_name(code: str) -> str:
    """The name of a hall, its code where nobody knows it."""
    return hall_names([code]).get(code, code)


def sent_on(case: Case) -> str:
    """After a case was sent to another hall."""
    return f'已发往{hall_name(case.towards)}，等对方接收。'


def stands_here(case: Case) -> bool:
    """Whether the applicant stands in the hall that holds the case."""
    return home(case) == case.holder


def home_of(case: Case) -> str:
    """The name of the hall where the applicant stands."""
    return hall_name(home(case))

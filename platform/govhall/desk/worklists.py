"""The lists of a hall's cases, one for each filter."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from govhall.casework.models import Case
from govhall.casework.models.case import URGENCY
from govhall.desk.filters import WorklistFilter, condition, params_of
from govhall.look.pages import Keyset, Page
from tenants.access import Actor

PAGE = 50
URGENT_FIRST = Keyset({'until': date, 'uid': UUID}, size=PAGE)  # by the index case_urgent
NEWEST_FIRST = Keyset({'updated_at': datetime, 'uid': UUID}, size=PAGE, descending=True)  # by the index case_recent


def worklist(hall: str, actor: Actor, show: WorklistFilter, *, after: str = '') -> Page[Case]:
    """A page of a hall's cases, the most urgent first; `after` is the end of the page before. Raises BadCursor.

    What is done comes with the newest first.
    """
    rows, order = _ordered(hall, actor, show)
    return order.page(rows, after)


def first_of_worklist(hall: str, actor: Actor, show: WorklistFilter, most: int) -> list[Case]:
    """The first cases of the same list, by one statement."""
    rows, order = _ordered(hall, actor, show)
    return list(order.ordered(rows)[:most])


def _ordered(hall: str, actor: Actor, show: WorklistFilter) -> tuple[QuerySet[Case], Keyset]:
    rows = Case.objects.visible_to(actor).filter(condition(show, params_of(hall, [show])))
    if show is WorklistFilter.DONE:
        return rows, NEWEST_FIRST
    return rows.annotate(until=URGENCY), URGENT_FIRST

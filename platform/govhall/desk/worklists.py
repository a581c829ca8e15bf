"""The lists of a hall's cases, one for each filter."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from govhall.casework.models import Case
from govhall.casework.models.case import URGENCY
from govhall.desk.filters import WHOLE, WorklistFilter, WorklistPart, condition, of_part, params_of
from govhall.look.pages import Keyset, Page
from tenants.access import Actor

PAGE = 50
URGENT_FIRST = Keyset({'until': date, 'uid': UUID}, size=PAGE)  # by the index case_urgent
NEWEST_FIRST = Keyset({'updated_at': datetime, 'uid': UUID}, size=PAGE, descending=True)  # by the index case_recent


def worklist(hall: str, actor: Actor, show: WorklistFilter, *, after: str = '') -> Page[Case]:
    """A page of a hall's cases, the most urgent first; `after` is the end of the page before. Raises BadCursor.

    What is done comes with the newest first.
    """
    order = NEWEST_FIRST if show is WorklistFilter.DONE else URGENT_FIRST
    return order.page(cases_of(hall, actor, show), after)


def cases_of(hall: str, actor: Actor, show: WorklistFilter, part: WorklistPart = WHOLE) -> QuerySet[Case]:
    """The cases behind a filter that the person may see, of a part; `until` is what URGENT_FIRST goes by."""
    rows = Case.objects.visible_to(actor).with_department().filter(condition(show, params_of(hall, [show])))
    rows = rows.filter(of_part(part.whose, person=actor.person_id, departments=part.departments))
    return rows if show is WorklistFilter.DONE else rows.annotate(until=URGENCY)

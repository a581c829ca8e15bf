"""The next case of the worklist that a person works through (下一件)."""

from typing import NamedTuple

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse

from govhall.casework.models import Case
from govhall.desk.filters import WHOLE, Whose, WorklistFilter, WorklistPart, first_filter
from govhall.desk.worklists import NEWEST_FIRST, NOTHING, URGENT_FIRST, WorklistSearch, cases_of
from tenants.access import Actor, StaffRequest

DONE = 'done'  # on the message after an act: the page that shows it offers the next case
KEPT = 'worklist'


class NextCase(NamedTuple):
    """Where the next case is, and how many wait in that worklist besides the one at hand."""

    href: str
    number: int
    name: str


def remember(request: HttpRequest, show: WorklistFilter, part: WorklistPart, search: WorklistSearch = NOTHING) -> None:
    """Keep which worklist the person looks at; nothing is written while it stays the same. No number of a card."""
    kept = [show.value, part.whose.value, [*part.departments], [*part.sections], search.matter, search.origin]
    if request.session.get(KEPT) != kept:
        request.session[KEPT] = kept


def next_of(request: StaffRequest, case: Case) -> NextCase | None:
    """The next one after an act, else None. Two statements, and none before an act."""
    messages = get_messages(request)
    acted = any(one.extra_tags == DONE for one in messages)
    messages.used = False  # type: ignore[union-attr]  # they are still to be shown
    if not acted:
        return None
    show, part, search = _kept(request, request.actor)
    waiting = cases_of(request.hall.code, request.actor, show, part, search).exclude(uid=case.uid)
    order = NEWEST_FIRST if show is WorklistFilter.DONE else URGENT_FIRST
    first = order.ordered(waiting).only('uid').first()
    if first is None:
        return None
    return NextCase(reverse('case', args=[first.uid]), waiting.count(), show.label)


def _kept(request: HttpRequest, actor: Actor) -> tuple[WorklistFilter, WorklistPart, WorklistSearch]:
    """The worklist that was looked at last; the one that opens first for who has looked at none."""
    try:
        show, whose, departments, sections, matter, origin = request.session[KEPT]
        part = WorklistPart(Whose(whose), tuple(departments), tuple(sections))
        return WorklistFilter(show), part, WorklistSearch(matter, origin)
    except (KeyError, ValueError):  # none yet, or words of an older release
        return first_filter(actor), WHOLE, NOTHING

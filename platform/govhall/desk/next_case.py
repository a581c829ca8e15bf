"""The next case of the worklist that a person works through (下一件)."""

from typing import NamedTuple

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse

from govhall.casework.models import Case
from govhall.desk.filters import WHOLE, Whose, WorklistFilter, WorklistPart
from govhall.desk.worklists import NEWEST_FIRST, URGENT_FIRST, cases_of
from tenants.access import StaffRequest

DONE = 'done'  # on the message after an act: the page that shows it offers the next case
KEPT = 'worklist'


class NextCase(NamedTuple):
    """Where the next case is, and how many wait in that worklist besides the one at hand."""

    href: str
    number: int
    name: str


def remember(request: HttpRequest, show: WorklistFilter, part: WorklistPart) -> None:
    """Keep which worklist the person looks at; nothing is written while it stays the same."""
    kept = [show.value, part.whose.value, *part.departments]
    if request.session.get(KEPT) != kept:
        request.session[KEPT] = kept


def next_of(request: StaffRequest, case: Case) -> NextCase | None:
    """The next one after an act, else None. Two statements, and none before an act."""
    messages = get_messages(request)
    acted = any(one.extra_tags == DONE for one in messages)
    messages.used = False  # type: ignore[union-attr]  # they are still to be shown
    if not acted:
        return None
    show, part = _kept(request)
    waiting = cases_of(request.hall.code, request.actor, show, part).exclude(uid=case.uid)
    order = NEWEST_FIRST if show is WorklistFilter.DONE else URGENT_FIRST
    first = order.ordered(waiting).only('uid').first()
    if first is None:
        return None
    return NextCase(reverse('case', args=[first.uid]), waiting.count(), show.label)


def _kept(request: HttpRequest) -> tuple[WorklistFilter, WorklistPart]:
    """The worklist that was looked at last; all that is to be done for who has looked at none."""
    try:
        show, whose, *departments = request.session[KEPT]
        return WorklistFilter(show), WorklistPart(Whose(whose), tuple(departments))
    except (KeyError, ValueError):  # none yet, or words of an older release
        return WorklistFilter.TODO, WHOLE

"""The cases of a hall that was split of which nobody can tell the village: a person chooses who goes on with them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from federation.directory.models import HallEntry
from federation.directory.selectors import find
from govhall.casework.models import Case
from govhall.casework.selectors import matter_names
from govhall.casework.services.succession import unfinished
from tenants.access import Actor

SHOWN = 100


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case that waits for its successor, as the page shows it."""

    case: Case
    matter: str


@dataclass(frozen=True, slots=True)
class SuccessorQueue:
    """The first of the waiting cases, how many there are, and where the villages of the hall went."""

    rows: list[WaitingCase]
    count: int
    closed: HallEntry


def split_entry(hall: str) -> HallEntry | None:
    """The directory's entry of a hall if it was split."""
    found = find(hall)
    return found if found is not None and found.valid_to and found.villages else None


def waiting(actor: Actor, closed: HallEntry) -> QuerySet[Case]:
    """The cases that wait for a person to choose, of those that this one may open, the longest waiting first."""
    return Case.objects.visible_to(actor).filter(uid__in=unfinished(closed.heirs).values('uid')).order_by('received_at')


def queue(actor: Actor, closed: HallEntry) -> SuccessorQueue:
    """What the page shows; four statements, however many wait."""
    rows = waiting(actor, closed)
    first = list(rows[:SHOWN])
    names = matter_names({case.matter for case in first})
    return SuccessorQueue(
        [WaitingCase(case, names.get(case.matter, case.matter)) for case in first], rows.count(), closed
    )

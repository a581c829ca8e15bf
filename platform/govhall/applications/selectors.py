"""Reads of what was submitted online; drafts are their applicants' alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value
from django.utils import timezone

from federation.directory.selectors import standing_for
from govhall.applications.models import OnlineApplication
from govhall.applications.services.intake import NoSuchApplication
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.selectors import BadCursor
from govhall.casework.services.materials import read_or_lost
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import Hall
from tenants.prepared import Prepared
from tenants.roles import Role
from tenants.selectors import hall_here

PAGE = 50


class Place(NamedTuple):
    """Where a page of the queue ended."""

    submitted_at: datetime
    uid: UUID

    def __str__(self) -> str:
        return f'{self.submitted_at.isoformat()}.{self.uid}'


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue; `after` is None on the last one."""

    applications: Sequence[OnlineApplication]
    after: Place | None


def place(text: str) -> Place:
    """The end of a page as it was written. Raises BadCursor."""
    moment, _, uid = text.rpartition('.')
    try:
        return Place(datetime.fromisoformat(moment), UUID(uid))
    except ValueError as unreadable:
        raise BadCursor(field='after') from unreadable


def waiting(actor: Actor, *, after: Place | None = None) -> Queue:
    """What waits for the window, the first submitted first, fifty a page. Raises NotYourRole."""
    _check(actor)
    rows = _waiting()
    if after is not None:
        rows = rows.filter(
            Q(submitted_at__gt=after.submitted_at) | Q(submitted_at=after.submitted_at, uid__gt=after.uid)
        )
    found = list(rows.order_by('submitted_at', 'uid')[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    end = Place(last.submitted_at, last.uid) if last is not None and last.submitted_at else None
    return Queue(found[:PAGE], end)


def count_waiting() -> int:
    """How many wait."""
    return sum(number for (number,) in WAITING())


def application_for(uid: UUID, actor: Actor) -> OnlineApplication:
    """One that waits for the window. Raises NotYourRole, NoSuchApplication."""
    _check(actor)
    found = _waiting().filter(uid=uid).first()
    if found is None:
        raise NoSuchApplication
    return found


def file_of(one: OnlineApplication, content: str) -> tuple[bytes, str]:
    """A file (by hash) of an application and its type. Raises NoSuchApplication, FileLost."""
    for files in one.files.values():
        for file in files:
            if file.hash == content:
                return read_or_lost(content), file.type
    raise NoSuchApplication


def is_late(one: OnlineApplication) -> bool:
    """Whether the working day for registering it is over."""
    return one.due is not None and one.due < timezone.localdate()


def count_late() -> int:
    """How many wait for longer than the working day."""
    return _waiting().filter(due__lt=timezone.localdate()).count()


def hall_with(number: str, hall: Hall) -> Hall:
    """The hall of this cell that answers for what this one numbered: itself, or after a merger its last successor."""
    with hall_context(hall):
        here = OnlineApplication.objects.filter(number=number, passed_to='').exists()
        if here or Case.objects.filter(number=number).exists():
            return hall
    try:
        return hall_here(standing_for(hall.code))
    except Hall.DoesNotExist:
        return hall


def application_with(number: str) -> OnlineApplication | None:
    """What the current hall goes on with under this number; whoever asks must know its query word too."""
    return OnlineApplication.objects.filter(number=number, passed_to='').exclude(state=State.RECEIVED).first()


def _waiting() -> QuerySet[OnlineApplication]:
    return OnlineApplication.objects.filter(state=State.SUBMITTED, passed_to='')


def _check(actor: Actor) -> None:
    if Role.CLERK not in actor.roles:
        raise NotYourRole


WAITING = Prepared(lambda: _waiting().order_by().values(one=Value(1)).annotate(n=Count('*')).values_list('n'))

"""Reads of what was submitted online; drafts are their applicants' alone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, CharField, Count, DateTimeField, QuerySet, Value
from django.utils import timezone

from federation.directory.selectors import find
from govhall.applications.models import OnlineApplication
from govhall.applications.services.intake import NoSuchApplication
from govhall.applications.sight import seen_by, sees_all, theirs
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.services.materials import read_or_lost
from govhall.casework.services.reception import kind_of
from govhall.casework.sight import CODES, SightParams, params_of
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.form_answers import kept_lines
from govhall.forms.lines import FormLine
from govhall.licences.rules.kinds import CaseKind
from govhall.licences.rules.numbers import named
from govhall.look.pages import Keyset, Page
from tenants.access import Actor
from tenants.compiled_query import CompiledQuery, Param
from tenants.context import hall_context
from tenants.models import Hall
from tenants.roles import Role

# Both along the index online_waiting.
QUEUE = Keyset({'submitted_at': datetime, 'uid': UUID}, size=50)
NEWEST_FIRST = Keyset({'submitted_at': datetime, 'uid': UUID}, size=50, descending=True)


def waiting(actor: Actor, *, after: str = '') -> Page[OnlineApplication]:
    """What waits for the window, the first submitted first, fifty a page. Raises NotYourRole, BadCursor."""
    return QUEUE.page(all_waiting(actor), after)


def all_waiting(actor: Actor) -> QuerySet[OnlineApplication]:
    """What waits for the window. Raises NotYourRole."""
    _check(actor)
    return seen_by(_waiting(), actor)


def count_waiting(actor: Actor) -> int:
    """How many wait that the person may open."""
    if sees_all(actor):
        return sum(number for (number,) in WAITING())
    return sum(number for (number,) in THEIRS(**params_of(actor)._asdict()))


def application_for(uid: UUID, actor: Actor) -> OnlineApplication:
    """One that waits for the window. Raises NotYourRole, NoSuchApplication, also for another department's."""
    _check(actor)
    found = seen_by(_waiting(), actor).filter(uid=uid).first()
    if found is None:
        raise NoSuchApplication
    return found


def form_lines_of(one: OnlineApplication) -> list[FormLine]:
    """What was answered in the form of the matter, masked as the applicant is."""
    return kept_lines(catalogue.matter(one.matter), one.form, whole=False)


def built_on(one: OnlineApplication) -> str:
    """What it does to which result: 延续（原证照 …）; empty for a first application."""
    kind = kind_of(CaseKind(one.about), catalogue.matter(one.matter))
    return f'{kind.label}（{named(one.first_number)}）' if kind is not CaseKind.NEW and one.first_number else ''


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


def count_late(actor: Actor) -> int:
    """How many wait for longer than the working day, of those that the person may open."""
    return seen_by(_waiting(), actor).filter(due__lt=timezone.localdate()).count()


def hall_with(number: str, hall: Hall) -> Hall:
    """The hall of this cell that answers for what this one numbered: itself, or a successor."""
    return _with(number, hall, passed=frozenset()) or hall


def _with(number: str, hall: Hall, *, passed: frozenset[str]) -> Hall | None:
    with hall_context(hall):
        here = OnlineApplication.objects.filter(number=number, passed_to='').exists()
        if here or Case.objects.filter(number=number).exists():
            return hall
    closed = find(hall.code)
    heirs = closed.heirs if closed is not None and closed.valid_to and closed.successor else ()
    among = Hall.objects.filter(code__in=[code for code in heirs if code not in passed])
    found = (_with(number, heir, passed=passed | {hall.code}) for heir in among)
    return next((heir for heir in found if heir is not None), None)


def application_with(number: str) -> OnlineApplication | None:
    """What the current hall goes on with under this number; whoever asks must know its query word too."""
    return OnlineApplication.objects.filter(number=number, passed_to='').exclude(state=State.RECEIVED).first()


def _waiting() -> QuerySet[OnlineApplication]:
    return OnlineApplication.objects.filter(state=State.SUBMITTED, passed_to='')


def _check(actor: Actor) -> None:
    if Role.CLERK not in actor.roles:
        raise NotYourRole


def _number(rows: QuerySet[OnlineApplication]) -> QuerySet[OnlineApplication, Any]:
    return rows.order_by().values(one=Value(1)).annotate(n=Count('*')).values_list('n')


PLACES = SightParams(
    points=Param('points', CODES),
    departments=Param('departments', CODES),
    person=Param('person', BigIntegerField()),
    hall=Param('hall', CharField()),
    at=Param('at', DateTimeField()),
)
WAITING = CompiledQuery(lambda: _number(_waiting()))
THEIRS = CompiledQuery(lambda: _number(_waiting().filter(theirs(PLACES))))

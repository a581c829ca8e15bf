"""Which of a hall's cases a person may open, and of which they see the people; through whatever door.

Who may not open a case can't act on it either. Who may open it and is not of its people sees its progress.
"""

from datetime import datetime, timedelta
from enum import Flag, auto
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Q, Value
from django.utils import timezone

from govhall.casework.refusals import PeopleNotShown
from govhall.catalogue.letters_held import holds_any_letter, matters_by_letter
from tenants.access import Actor
from tenants.compiled_query import Param, among
from tenants.context import current_hall
from tenants.roles import OFFICES, Role

if TYPE_CHECKING:
    from govhall.casework.models import Case

LIMITED = frozenset({Role.AGENT, Role.LIAISON})  # who has no other role sees a part of the hall's cases
READS_NONE = OFFICES  # such a role beside theirs shows them no more
HANDLERS = frozenset({Role.CLERK, Role.AGENT, Role.REVIEWER, Role.CHIEF, Role.APPROVER})
CODES = ArrayField(CharField())


class Sight(Flag):
    """Which of the hall's cases a person may open; of several, those of each."""

    HALL = auto()
    DEPARTMENT = auto()
    POINT = auto()
    POINTS = auto()
    HELPED = auto()


NOBODY = Sight(0)
LOOK, LOOK_LASTS = 'shown_in_full', timedelta(minutes=30)


class SightParams(NamedTuple):
    """What a sight asks of the person: the values themselves, or their places in a compiled read."""

    points: list[str] | Param
    departments: list[str] | Param
    person: int | Param
    hall: str | Param
    at: datetime | Param


def sight_of(actor: Actor) -> Sight:
    """What each of the person's roles gives: all cases to people whom no department has sent, and to leaders.

    To people of departments those of theirs, those that it is asked about, those that no department has, those of
    their letters, and those that they took in or claimed. To agents those of their own points; never the counter's. To
    liaison officers those with which they help.
    """
    if actor.roles <= LIMITED or (actor.roles & LIMITED and actor.roles <= LIMITED | READS_NONE):
        return _outside(actor) or _points(actor)
    if not actor.departments or Role.LEADER in actor.roles or actor.roles <= READS_NONE:
        return Sight.HALL
    return Sight.DEPARTMENT | _outside(actor)


def people_of(actor: Actor) -> Sight:
    """Of which cases the person sees the people, masked: of the others only the progress.

    Supervisors and leaders see nobody. In a centre, whom no department has sent sees people as a department would that
    has no cases; a township's people share its cases.
    """
    seen = sight_of(actor)
    if not actor.roles & HANDLERS:
        return Sight.HELPED if Role.LIAISON in actor.roles else NOBODY
    if seen is not Sight.HALL or current_hall().kind == 'township':
        return seen
    return Sight.DEPARTMENT | _outside(actor)


def _outside(actor: Actor) -> Sight:
    """What an agent and a liaison officer see by being such."""
    points = _points(actor) if Role.AGENT in actor.roles else NOBODY
    return points | Sight.HELPED if Role.LIAISON in actor.roles else points


def _points(actor: Actor) -> Sight:
    return Sight.POINT if actor.own_points else Sight.POINTS


def params_of(actor: Actor) -> SightParams:
    """The values that the sight of this person asks for now."""
    places = sorted(actor.own_points), sorted({'', *actor.departments})
    return SightParams(*places, actor.person_id, actor.hall, timezone.now())


def seen_with(sight: Sight, given: SightParams) -> Q:
    """The cases within a sight that is not the whole hall."""
    seen = Q()
    if Sight.DEPARTMENT in sight:
        lettered = matters_by_letter(person=given.person, hall=given.hall, at=given.at)
        seen |= Q(among('department', _array(given.departments))) | Q(among('matter', lettered))
        seen |= Q(received_by=given.person) | Q(claimed_by=given.person)
        asked = apps.get_model('casework.CaseRequest').objects.exclude(section='')
        asked = asked.filter(among('section', _array(given.departments)))
        seen |= Q(among('uid', ArraySubquery(asked.values('case'))))
    if Sight.POINT in sight:
        seen |= Q(among('point', _array(given.points)))
    if Sight.POINTS in sight:
        seen |= ~Q(point='')
    if Sight.HELPED in sight:
        seen |= Q(helped_by=given.person)
    return seen


def may_open(actor: Actor, case: 'Case') -> bool:
    """The same rule for a case in hand. No query but of a person's letters, for a case of another department."""
    return _within(sight_of(actor), actor, case)


def sees_people(actor: Actor, case: 'Case') -> bool:
    """Whether the person sees the people of a case in hand; no query where `visible_to` has read it."""
    read: bool | None = getattr(case, 'people_seen', None)
    return _within(people_of(actor), actor, case) if read is None else read


def require_people(actor: Actor, case: 'Case', at: datetime) -> None:
    """Refuse (PeopleNotShown) what names people to who does not see them and has stated no purpose of late."""
    if not sees_people(actor, case) and not looked(actor, case, at):
        raise PeopleNotShown


def looked(actor: Actor, case: 'Case', at: datetime) -> bool:
    """Whether the person has stated a purpose of late. One query."""
    return case.events.filter(kind=LOOK, actor=actor.person_id, at__gt=at - LOOK_LASTS).exists()


def _within(sight: Sight, actor: Actor, case: 'Case') -> bool:
    at_point = (Sight.POINT in sight and case.point in actor.own_points) or (Sight.POINTS in sight and bool(case.point))
    helped = Sight.HELPED in sight and case.helped_by == actor.person_id
    return sight is Sight.HALL or at_point or helped or (Sight.DEPARTMENT in sight and _of_department(actor, case))


def _of_department(actor: Actor, case: 'Case') -> bool:
    if case.department in {'', *actor.departments} or actor.person_id in (case.received_by, case.claimed_by):
        return True
    asked = case.requests.filter(section__in=actor.departments).exists()
    return asked or holds_any_letter(person=actor.person_id, hall=actor.hall, matter=case.matter, at=timezone.now())


def _array(values: list[str] | Param) -> Value | Param:
    return values if isinstance(values, Param) else Value(values, CODES)

"""Which of a hall's cases a person may open: who may not open one can't act on it either, through whatever door."""

from datetime import datetime
from enum import Flag, auto
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Q, Value
from django.utils import timezone

from govhall.catalogue.letters_held import holds_any_letter, matters_by_letter
from tenants.access import Actor
from tenants.compiled_query import Param, among
from tenants.roles import OFFICES, Role

if TYPE_CHECKING:
    from govhall.casework.models import Case

LIMITED = frozenset({Role.AGENT})  # who has no other role sees a part of the hall's cases
READS_NONE = OFFICES  # such a role beside theirs shows them no more
CODES = ArrayField(CharField())


class Sight(Flag):
    """Which of the hall's cases a person may open; of several, those of each."""

    HALL = auto()
    DEPARTMENT = auto()
    POINT = auto()
    POINTS = auto()


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
    their letters, and those that they took in or claimed. To agents those of their own points; never the counter's.
    """
    points = Sight.POINT if actor.own_points else Sight.POINTS
    if actor.roles <= LIMITED or (Role.AGENT in actor.roles and actor.roles <= LIMITED | READS_NONE):
        return points
    if not actor.departments or Role.LEADER in actor.roles or actor.roles <= READS_NONE:
        return Sight.HALL
    return Sight.DEPARTMENT | points if Role.AGENT in actor.roles else Sight.DEPARTMENT


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
    return seen


def may_open(actor: Actor, case: 'Case') -> bool:
    """The same rule for a case in hand. No query but of a person's letters, for a case of another department."""
    sight = sight_of(actor)
    at_point = (Sight.POINT in sight and case.point in actor.own_points) or (Sight.POINTS in sight and bool(case.point))
    return sight is Sight.HALL or at_point or (Sight.DEPARTMENT in sight and _of_department(actor, case))


def _of_department(actor: Actor, case: 'Case') -> bool:
    if case.department in {'', *actor.departments} or actor.person_id in (case.received_by, case.claimed_by):
        return True
    asked = case.requests.filter(section__in=actor.departments).exists()
    return asked or holds_any_letter(person=actor.person_id, hall=actor.hall, matter=case.matter, at=timezone.now())


def _array(values: list[str] | Param) -> Value | Param:
    return values if isinstance(values, Param) else Value(values, CODES)

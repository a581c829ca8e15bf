"""Which of a hall's cases a person may open: who may not open one can't act on it either, through whatever door."""

from enum import Enum, auto
from typing import Protocol

from tenants.access import Actor
from tenants.roles import Role

LIMITED = frozenset({Role.AGENT})  # who has no other role sees a part of the hall's cases


class Placed(Protocol):
    """A case, or what knows where a case was taken."""

    @property
    def point(self) -> str:
        """The village point; empty for one of the counter."""


class Sight(Enum):
    """Which of the hall's cases a person may open."""

    HALL = auto()
    POINT = auto()
    POINTS = auto()


def sight_of(actor: Actor) -> Sight:
    """All of them; for a village agent those of their own points."""
    if not actor.roles <= LIMITED:
        return Sight.HALL
    # An agent of no single point has those of all points, never the counter's.
    return Sight.POINT if actor.own_points else Sight.POINTS


def may_open(actor: Actor, case: Placed) -> bool:
    """Whether the person may open a case in hand: the rule of `Case.objects.visible_to`."""
    sight = sight_of(actor)
    return sight is Sight.HALL or (case.point in actor.own_points if sight is Sight.POINT else bool(case.point))

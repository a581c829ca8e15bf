"""Which of a hall's cases a person may open: who may not open one can't act on it either, through whatever door."""

from enum import Enum, auto

from tenants.access import Actor
from tenants.roles import Role


class Sight(Enum):
    """Which of the hall's cases a person may open."""

    HALL = auto()
    POINT = auto()
    POINTS = auto()


def sight_of(actor: Actor) -> Sight:
    """All of them; for a village agent those of their own points."""
    if not actor.roles <= {Role.AGENT}:
        return Sight.HALL
    # An agent of no single point has those of all points, never the counter's.
    return Sight.POINT if actor.own_points else Sight.POINTS


def may_open(actor: Actor, point: str) -> bool:
    """Whether the person may open a case that was taken at this point; empty for one of the counter."""
    sight = sight_of(actor)
    return sight is Sight.HALL or (point in actor.own_points if sight is Sight.POINT else bool(point))

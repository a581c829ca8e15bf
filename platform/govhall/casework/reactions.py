"""What else happens when a case changes, inside the transaction of the act, each in the room that it belongs to.

A room registers its reactions with `@on` in a module that its `AppConfig.ready` imports. They run in the order of the
numbers that they name; what one of them raises rolls the act back with everything that belongs to it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from federation.contracts.case import Outcome
from federation.contracts.records import Followed

if TYPE_CHECKING:
    from govhall.casework.services.change import Change


class CaseConcluded(NamedTuple):
    """The case got its one outcome: decided by this hall (`here`), or learnt from the hall that decided."""

    change: 'Change'
    outcome: Outcome
    here: bool


class ResultReplaced(NamedTuple):
    """Another case took the place of this result, or ended it; None: that case was revoked, and the result counts."""

    change: 'Change'
    followed: Followed | None


Moment = TypeVar('Moment', bound=CaseConcluded | ResultReplaced)
_REACTIONS: dict[type, dict[int, Callable[[Any], None]]] = {}


class DuplicateOrder(Exception):
    """Two reactions to one moment name the same order: which comes first must be said."""


def on(moment: type[Moment], *, order: int) -> Callable[[Callable[[Moment], None]], Callable[[Moment], None]]:
    """Register a reaction to a moment. Raises DuplicateOrder."""

    def register(reaction: Callable[[Moment], None]) -> Callable[[Moment], None]:
        known = _REACTIONS.setdefault(moment, {})
        if order in known:
            raise DuplicateOrder(f'{moment.__name__} {order}: {known[order].__module__} and {reaction.__module__}')
        known[order] = reaction
        return reaction

    return register


def react(moment: CaseConcluded | ResultReplaced) -> None:
    """Let every room do what follows, in the stated order."""
    known = _REACTIONS.get(type(moment), {})
    for order in sorted(known):
        known[order](moment)


def reactions() -> list[tuple[str, int, str]]:
    """What is registered: the moment, the order and where it is written."""
    return [
        (moment.__name__, order, f'{known[order].__module__}.{known[order].__name__}')
        for moment, known in _REACTIONS.items()
        for order in sorted(known)
    ]

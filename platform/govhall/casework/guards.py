"""What a room above casework forbids before an act on a case, with its own sentence.

A room registers a guard with `@guards` in a module that its `AppConfig.ready` imports. It is asked inside the
transaction of the act, after the table of transitions and before any power, and raises a `Refused` of its room.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govhall.casework.services.change import Change
Guard = Callable[['Change'], None]
_GUARDS: dict[str, list[tuple[Sequence[str], Guard]]] = {}


def guards(*acts: str, where: Sequence[str] = ()) -> Callable[[Guard], Guard]:
    """Register who is asked before these acts, only `where` one of these of the change is set; in the apps' order."""

    def register(guard: Guard) -> Guard:
        for act in acts:
            _GUARDS.setdefault(act, []).append((where, guard))
        return guard

    return register


def ask_guards(change: 'Change', act: str) -> None:
    """Ask every guard of the act. Raises what the first one raises that forbids it."""
    for where, guard in _GUARDS.get(act, ()):
        if not where or any(attrgetter(one)(change) for one in where):
            guard(change)

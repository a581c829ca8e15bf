"""Lists that a hall keeps for itself and that do not travel; each room registers its own, the page shows them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from govhall.catalogue.exchange.import_plan import ImportPlan
from govhall.catalogue.exchange.kinds import ExportList
from govhall.catalogue.readers import MANAGERS
from tenants.roles import Role


class CarryOut(Protocol):
    """Does what the preview showed, all or nothing; how many rows. Raises PreviewGone."""

    def __call__(self, *, sealed: str, shown: str, kind: str, hall: str, person_id: int) -> int: ...


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list of the hall: how it goes out, what a file would change, and how that is done; `place` is its order.

    `after` says what becomes of it, `writers` whether a hall may bring it in.
    """

    shown: ExportList
    plan: Callable[[str, bytes, int], ImportPlan[Any]]  # of a hall, a file, and who brings it in
    carry_out: CarryOut
    place: int
    roles: frozenset[Role] = MANAGERS
    after: str = '立即生效。'
    writers: Callable[[str], bool] = lambda hall: True


_lists: dict[str, OwnList] = {}


class DuplicateList(Exception):
    """Two lists with one key."""


def register(one: OwnList) -> OwnList:
    """Enter a list. Raises DuplicateList."""
    if one.shown.key in _lists:
        raise DuplicateList(one.shown.key)
    _lists[one.shown.key] = one
    return one


def own_list(key: str) -> OwnList | None:
    """The list with this key."""
    return _lists.get(key)


def own_lists() -> list[OwnList]:
    """All of them, in their order."""
    return sorted(_lists.values(), key=lambda one: one.place)

"""What the player and the judge are given: where the cells are and how people sign in. Nothing of the product."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell: the address of its pages (no slash at the end) and its database as its owner."""

    web: str
    owner_url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HallPlace:
    """A hall: its code, names as people and addresses use them, and the cell that it stands in."""

    code: str
    name: str
    kind: str
    slug: str
    cell: str


@dataclass(frozen=True, slots=True)
class Login:
    """How a person signs in; `point` is the village point (12 digits) of an agent."""

    username: str
    password: str = field(repr=False)
    name: str
    point: str = ''


@dataclass(frozen=True, slots=True)
class Stage:
    """The running system as seen from outside. `logins` are by hall code and duty; `link` is kafka or direct."""

    cells: Mapping[str, CellPlace]
    halls: Mapping[str, HallPlace]
    logins: Mapping[tuple[str, str], Login]
    link: str
    folder: Path
    started_at: datetime

    def cell_of(self, hall: str) -> CellPlace:
        """The cell of a hall by the hall's code."""
        return self.cells[self.halls[hall].cell]

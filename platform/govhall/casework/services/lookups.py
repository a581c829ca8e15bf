"""What the handling of a case asks of the catalogue and the directory."""

from datetime import datetime

from federation.directory import selectors as directory
from federation.directory.models import HallEntry
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.authority import holds
from govhall.catalogue.conditions import Facts
from govhall.catalogue.matter_owners import Placement
from govhall.catalogue.rules import Power
from govhall.forms.facts import OBJECT


class Lookups:
    """Answers at one moment, each looked up when it is asked for."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def placement(self, matter: str, hall: str) -> Placement | None:
        """Whose the cases of a matter are in the hall; None for a matter that the catalogue does not know."""
        return catalogue.placement(matter, hall=hall, at=self.at)

    def may(self, matter: str, hall: str, power: Power, *, received: datetime, facts: Facts) -> bool:
        """Whether a grant in force gives the hall the power over such a case."""
        return catalogue.has_power(matter, hall, power, self.at, received=received, facts=facts)

    def find(self, hall: str) -> HallEntry | None:
        """The entry of a hall in the directory."""
        return directory.find(hall)


class CachedLookups(Lookups):
    """The same answers for many cases in one transaction, each looked up once."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self._placements: dict[tuple[str, str], Placement | None] = {}
        self._entries: dict[str, HallEntry | None] = {}
        self._conditions: dict[tuple[str, str, Power], list[list[object]]] = {}

    def placement(self, matter: str, hall: str) -> Placement | None:
        """As above."""
        if (matter, hall) not in self._placements:
            self._placements[matter, hall] = super().placement(matter, hall)
        return self._placements[matter, hall]

    def may(self, matter: str, hall: str, power: Power, *, received: datetime, facts: Facts) -> bool:
        """As above. A grant over a matter that is in force now counts for every case, whenever it was received."""
        key = (matter, hall, power)
        if key not in self._conditions:
            self._conditions[key] = catalogue.conditions_of_power(*key, self.at)
        if OBJECT not in facts and any(holds(condition, facts) for condition in self._conditions[key]):
            return True
        return super().may(matter, hall, power, received=received, facts=facts)

    def find(self, hall: str) -> HallEntry | None:
        """As above."""
        if hall not in self._entries:
            self._entries[hall] = super().find(hall)
        return self._entries[hall]

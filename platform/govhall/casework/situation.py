"""A case before a person: all that the question of what may be done depends on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from federation.contracts.case import Paper
from federation.directory.models import HallEntry
from federation.directory.selectors import ancestors, children
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import Transition, open_rows
from govhall.casework.services.called import certificate_of
from govhall.casework.services.home import home
from govhall.casework.services.related_cases import result_term_of
from govhall.catalogue.authority import Entitlements, entitlements
from govhall.catalogue.matter_owners import why_not_theirs
from govhall.catalogue.routing import Route, route
from govhall.catalogue.rules import Power
from govhall.catalogue.selectors import MatterInfo
from govhall.licences.rules.results import ResultTerm
from govhall.materials.ways import is_lacking
from tenants.access import Actor
from tenants.models import Hall

MOST_CHOICES = 200  # of a list; a county has some thirty townships, a city some ten centres


@dataclass(frozen=True)
class Situation:
    """A case before a person."""

    case: Case
    actor: Actor
    hall: Hall
    matter: MatterInfo
    at: datetime
    home: str  # the hall that stands for the origin today
    entitlements: Entitlements  # what hall and person may do with the matter
    not_theirs: str = ''  # says whose matter it is to a person whom another department has sent and no letter helps
    way: Route | None = None  # of a case held here and open
    names: Mapping[str, str] = field(default_factory=dict)  # of halls, by their codes

    @property
    def missing(self) -> list[Paper]:
        """The required papers that are not there."""
        return [paper for paper in self.case.papers if is_lacking(paper)]

    @property
    def validity(self) -> ResultTerm:
        """What the end of validity of a grant depends on."""
        return result_term_of(self.case, self.at)

    @property
    def held(self) -> bool:
        """Whether this hall may change the case."""
        return self.case.custody == Custody.HELD and not self.case.outcome_data

    @cached_property
    def allowed(self) -> frozenset[Transition]:
        """The rows of the table whose state, custody, role, power and letter are there; each power is asked once."""
        state, custody = State(self.case.state), Custody(self.case.custody)
        rows = open_rows(state=state, custody=custody, roles=self.actor.roles)
        powers = {row: row.power_in(state) for row in rows}
        asked = {(power, row.by_letter) for row, power in powers.items() if power}
        there = {(power, by_letter) for power, by_letter in asked if self.has(power, by_letter=by_letter)}
        able = {row for row, power in powers.items() if power is None or (power, row.by_letter) in there}
        lettered = {letter for letter in {row.letter for row in able} if not letter or self.entitlements.holds(letter)}
        return frozenset(row for row in able if row.letter in lettered and not (self.not_theirs and row.of_department))

    @property
    def has_procedures(self) -> bool:
        """Whether special procedures and hearings may be held: never for instant matters, nor before acceptance."""
        return not self.matter.is_instant and self.case.clock is not None

    @property
    def asks_validity(self) -> bool:
        """Whether who closes the case at once is asked until when the result is valid."""
        return self.validity.is_needed or self.validity.proposed() is not None

    @cached_property
    def below(self) -> list[HallEntry]:
        """The open halls directly below."""
        return [hall for hall in children(self.hall.code) if not hall.valid_to]

    @cached_property
    def above(self) -> list[HallEntry]:
        """The halls above, nearest first."""
        return ancestors(self.hall.code)

    @staticmethod
    def choices(halls: Sequence[HallEntry]) -> tuple[tuple[str, str], ...]:
        """Halls to choose from: code and name."""
        return tuple((hall.code, hall.name) for hall in halls[:MOST_CHOICES])

    @property
    def is_home(self) -> bool:
        """Whether the applicant stands in this hall, or stood in one that was merged into it."""
        return self.home == self.hall.code

    @property
    def awaits_licence(self) -> bool:
        """Whether the grant brings a certificate that has not been made."""
        return self.case.state == State.APPROVED and bool(certificate_of(self.case)) and not self.case.licence_data

    @property
    def awaits_site_check(self) -> bool:
        """Whether the decision waits for a check on the spot (§34)."""
        return self.matter.site_check and not self.case.site_data and not self.case.outcome_data

    def name(self, hall: str) -> str:
        """The name of a hall, its code where nobody knows it."""
        return self.names.get(hall, hall)

    def asked(self, kind: str) -> bool:
        """Whether a request of this kind waits for its answer."""
        return self.case.requests.filter(kind=kind, granted__isnull=True).exists()

    def has(self, power: Power, *, by_letter: bool = True) -> bool:
        """Whether the hall has the power, and the person the letter that the power asks for (the head needs none)."""
        if self.way is not None and power not in self.way.powers:
            return False
        return self.entitlements.may(power, by_letter=by_letter)


def situation(case: Case, *, actor: Actor, hall: Hall, matter: MatterInfo, at: datetime) -> Situation:
    """The situation with the way of the case looked up if it may still go one."""
    received, facts = case.received_at, case.facts
    asked: dict[str, Any] = {'matter': case.matter, 'hall': hall.code, 'at': at, 'person_id': actor.person_id}
    able = entitlements(**asked, received=received, facts=facts)
    told = why_not_theirs(**asked, departments=actor.departments, owner=case.department)
    found = Situation(
        case=case, actor=actor, hall=hall, matter=matter, at=at, home=home(case), entitlements=able, not_theirs=told
    )
    if not found.held:
        return found
    return replace(found, way=route(matter=case.matter, hall=hall.code, at=at, received=received, facts=facts))

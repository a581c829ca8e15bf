"""A case before a person, and the button that an act of it becomes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from federation.contracts.case import Paper
from federation.directory.selectors import standing_for
from govhall.casework.models import Case
from govhall.casework.rules.kinds import CaseKind
from govhall.casework.rules.results import Validity
from govhall.casework.rules.states import Act, Custody, State
from govhall.casework.rules.transitions import TABLE
from govhall.catalogue.authority import Standing, standing
from govhall.catalogue.belonging import why_not_theirs
from govhall.catalogue.routing import Route, route
from govhall.catalogue.rules import Power
from govhall.catalogue.selectors import MatterInfo
from tenants.access import Actor
from tenants.models import Hall


@dataclass(frozen=True, slots=True)
class Action:
    """A button: `word` of its address, what it says, where it leads, and what must be typed (`asks`)."""

    word: str
    label: str
    leads: str = ''
    asks: str = ''  # reason | reason_optional | opinion | assist | papers | grade | procedure | hall …
    refusing: bool = False
    halls: tuple[tuple[str, str], ...] = ()  # to choose from, where `asks` is hall
    validity: Validity | None = None  # of a grant: what the field for the end of validity proposes, and if it must be


@dataclass(frozen=True, slots=True)
class Situation:
    """A case before a person: all that the question of what may be done depends on."""

    case: Case
    actor: Actor
    hall: Hall
    matter: MatterInfo
    at: datetime
    home: str  # the hall that stands for the origin today
    standing: Standing  # what hall and person may do with the matter
    not_theirs: str = ''  # says whose matter it is to a person whom another department has sent and no letter helps
    way: Route | None = None  # of a case held here and open

    @property
    def missing(self) -> list[Paper]:
        """The required papers that are not there."""
        return [paper for paper in self.case.papers if paper.required and paper.status == 'missing']

    @property
    def validity(self) -> Validity:
        """What the end of validity of a grant depends on."""
        info, case = self.matter, self.case
        day = timezone.localdate(self.at)
        return Validity(CaseKind(case.kind), info.certificate, info.term_months, day, case.expires_on)

    @property
    def held(self) -> bool:
        """Whether this hall may change the case."""
        return self.case.custody == Custody.HELD and not self.case.outcome_data

    def able(self, acts: Iterable[Act]) -> set[Act]:
        """Those of the acts whose power is there; each power is asked once."""
        rules = {act: TABLE[act] for act in acts}
        powers = {act: rule.power_in(State(self.case.state)) for act, rule in rules.items()}
        asked = {(power, rules[act].by_letter) for act, power in powers.items() if power}
        there = {(power, by_letter) for power, by_letter in asked if self.has(power, by_letter=by_letter)}
        able = {act for act, power in powers.items() if power is None or (power, rules[act].by_letter) in there}
        lettered = {
            letter for letter in {rules[act].letter for act in able} if not letter or self.standing.holds(letter)
        }
        own = {act for act in able if not (self.not_theirs and rules[act].of_department)}
        return {act for act in own if rules[act].letter in lettered}

    def has(self, power: Power, *, by_letter: bool = True) -> bool:
        """Whether the hall has the power, and the person the letter that the power asks for (the head needs none)."""
        if self.way is not None and power not in self.way.powers:
            return False
        return self.standing.may(power, by_letter=by_letter)


def situation(case: Case, *, actor: Actor, hall: Hall, matter: MatterInfo, at: datetime) -> Situation:
    """The situation with the way of the case looked up if it may still go one."""
    home = standing_for(case.origin)
    received, facts = case.received_at, case.facts
    able = standing(
        matter=case.matter, hall=hall.code, at=at, person_id=actor.person_id, received=received, facts=facts
    )
    told = why_not_theirs(
        matter=case.matter, hall=hall.code, departments=actor.departments, person_id=actor.person_id, at=at
    )
    found = Situation(
        case=case, actor=actor, hall=hall, matter=matter, at=at, home=home, standing=able, not_theirs=told
    )
    if not found.held:
        return found
    return replace(found, way=route(matter=case.matter, hall=hall.code, at=at, received=received, facts=facts))

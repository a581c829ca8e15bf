"""Which cases the year sees: when, in which hall, for which matter, who applies and how it ends. Pure; drawn by lot."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from deploy.demo.topology import CATALOGUE, FORMS, SeedHall, halls
from deploy.demo.year.applicants import Crowd
from deploy.demo.year.days import Calendar

AGES = {'510500117000': (81, 97), '512000101000': (61, 88), '512000113000': (61, 90), '510700138000': (23, 34)}
GROWN = (22, 66)
OF_FIRMS = {'512000109000', '511000110000', '510100108000', '510100111000', '000164120000'}
RELIGIOUS = '510100917000'
# Where the object of an application at a county's own counter lies.
PLACES = {'511921000000': '511921113000', '511923000000': '511923108000'}
DECIDING = ('own', 'delegated', 'entrusted')
# Cases of a year in a hall of each kind; in life a county has a hundred times as many.
SHARES = {'township': 105, 'branch': 55, 'county': 270, 'city': 14, 'province': 12}
ENDS = {'refused': 0.02, 'declined': 0.03, 'withdrawn': 0.05}  # of what is not decided at once
FEW = {'510100111000', '510100153000', '510100134000', '510100911000'}  # what a county sees a few times a year


@dataclass(slots=True)
class Planned:
    """One case to come. `pace` is the share of its promised days that it takes; above 1 it is late."""

    hall: str
    matter: dict[str, Any]
    at: datetime
    applicant: dict[str, str]
    point: bool = False
    ends: str = 'approved'  # or refused, declined, withdrawn
    corrected: bool = False
    pace: float = 0.5
    grade: int = 1  # 0: the applicant says nothing
    answers: dict[str, Any] | None = None
    stops_at: str = ''  # an open case: the act before which its story ends
    follows: str = ''  # 变更 and the like: of which matter's licence

    @property
    def is_instant(self) -> bool:
        """Whether the matter is decided at the counter."""
        return bool(self.matter['case_type'] == 'instant')


@dataclass
class Seed:
    """The matters, the halls that receive each, and the filled samples of the forms."""

    halls: Sequence[SeedHall]
    matters: dict[str, dict[str, Any]] = field(default_factory=dict)
    received: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # hall -> matters
    carried: set[tuple[str, str]] = field(default_factory=set)  # hall and matter that villages receive too
    decided: set[tuple[str, str]] = field(default_factory=set)  # hall and matter: the case stays there
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the seed's files."""
        catalogue = json.loads(CATALOGUE.read_text(encoding='utf-8'))
        self.matters = {one['code']: one for one in catalogue['matters']}
        deciding = {(one['matter'], one['hall']) for one in catalogue['grants'] if one['mode'] in DECIDING}
        reach = {hall.code: self._reach(hall) for hall in self.halls}
        for grant in catalogue['grants']:
            # 平昌 has no grant for some: what is handed in there for them comes back, as the story of it shows.
            decided = any((grant['matter'], above) in deciding for above in reach.get(grant['hall'], ()))
            if decided and grant['matter'] not in self.received[grant['hall']]:
                self.received[grant['hall']].append(grant['matter'])
            if grant['mode'] in DECIDING and not grant.get('conditions'):
                self.decided.add((grant['hall'], grant['matter']))
            if grant.get('point_receipt') and grant.get('village') != 'inform':
                self.carried.add((grant['hall'], grant['matter']))
        files = [json.loads(file.read_text(encoding='utf-8')) for file in sorted(FORMS.glob('*.json'))]
        self.forms = {one['matter']: one for one in files}

    def _reach(self, hall: SeedHall) -> list[str]:
        """The hall, those above it, and their branches: where what it receives can be decided."""
        known, found, above = {one.code: one for one in self.halls}, list[str](), hall.code
        while above in known:
            found += [above, *(one.code for one in self.halls if one.parent_code == above and one.kind == 'branch')]
            above = known[above].parent_code
        return found


class Planner:
    """Draws the cases of a cell's halls; the same lot gives the same year."""

    def __init__(self, seed: Seed, calendar: Calendar, chance: Random) -> None:
        self._seed, self._calendar, self._chance = seed, calendar, chance

    def year(self, days: Sequence[date], count: int) -> Iterator[Planned]:
        """About so many cases that begin in these days, hall by hall; each hall sees each of its matters."""
        whole = sum(SHARES[hall.kind] for hall in halls('direct'))  # of which this cell may have a part
        for hall in self._seed.halls:
            codes = [code for code in self._seed.received.get(hall.code, []) if self._fits(hall, code)]
            for code in self._drawn(codes, count * SHARES[hall.kind] // whole):
                # What builds on a licence comes when there are some.
                ahead = days[len(days) // 2 :] if self._seed.matters[code].get('main_code') else days
                yield self.one(hall, code, self._calendar.moment(self._chance.choice(ahead)))

    def stays(self, planned: Planned) -> bool:
        """Whether the case is decided where it was handed in."""
        return (planned.hall, planned.matter['code']) in self._seed.decided

    def _fits(self, hall: SeedHall, code: str) -> bool:
        return hall.kind == 'county' or not self._seed.matters[code].get('main_code')

    def one(self, hall: SeedHall, code: str, at: datetime) -> Planned:
        """One case with its applicant, its answers and its end."""
        matter, chance = self._seed.matters[code], self._chance
        planned = Planned(
            hall.code, matter, at, self._applicant(hall, matter, at), answers=self._answers(hall, code, at)
        )
        planned.point = (hall.code, code) in self._seed.carried and chance.random() < 0.35
        planned.pace = chance.choice((0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9))
        if not planned.is_instant:
            drawn = chance.random()
            planned.ends = next((end for end, below in ENDS.items() if drawn < below), 'approved')
            planned.corrected = 0.05 <= drawn < 0.10
            planned.pace = 1.4 if drawn > 0.97 else planned.pace
        planned.grade = chance.choices((0, 1, 2, 3, 4), (30, 52, 14, 3, 1))[0]
        planned.follows = matter.get('main_code', '')
        return planned

    def _drawn(self, codes: Sequence[str], count: int) -> Iterator[str]:
        """Each once if there is room, then by weight: what is decided at the counter is most of a hall's work."""
        if not codes:
            return
        each = list(codes) if count >= len(codes) else []
        yield from each
        instant = {code for code in codes if self._seed.matters[code]['case_type'] == 'instant'}
        few = {code for code in codes if code in FEW or self._seed.matters[code].get('main_code')}
        weights = [1 if code in few else 9 if code in instant else 3 for code in codes]
        yield from self._chance.choices(list(codes), weights, k=count - len(each))

    def _applicant(self, hall: SeedHall, matter: dict[str, Any], at: datetime) -> dict[str, str]:
        crowd = Crowd(hall.area_code[:6], self._chance)
        kinds = matter.get('applicants') or (['2'] if matter['code'] in OF_FIRMS else ['1'])
        if '1' in kinds and ('2' not in kinds or self._chance.random() < 0.6):
            return crowd.person(AGES.get(matter['code'], GROWN), at.date())
        place = hall.short_name.removesuffix('省').removesuffix('市')[:5]
        return crowd.firm(place, religious=matter['code'] == RELIGIOUS)

    def _answers(self, hall: SeedHall, code: str, at: datetime) -> dict[str, Any] | None:
        """The filled sample, about a place of the hall's; a day that would lie ahead is one of the weeks before."""
        form = self._seed.forms.get(code)
        if form is None:
            return None
        past = {one['name'] for one in form['fields'] if one['kind'] == 'day' and one.get('at_most') == 'today'}
        today = at.date().isoformat()
        ago = at.date().replace(day=1).isoformat()
        told = {name: ago if name in past and value > today else value for name, value in form['sample'].items()}
        own = PLACES.get(hall.area_code, hall.area_code)
        return told | {one['name']: own for one in form['fields'] if one['kind'] == 'area'}

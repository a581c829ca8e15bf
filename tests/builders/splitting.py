"""A township that is split by villages among two others, and its cases of every village and of none."""

import json
from itertools import cycle
from pathlib import Path
from typing import Any

import msgspec

from govhall.casework.models import Case
from govhall.operations.mergers.plan import MergerPlan
from tenants.models import Person, Point
from tests.builders.desk import Desk
from tests.builders.merging import DOCUMENT, EFFECTIVE, SETTLED, UNDER_WAY, Step, in_transit
from tests.builders.world import BIRTH, COUNTY, DISABLED, TOWNSHIP, World

SPLIT, LEAD, OTHER = 'TJTX0001', TOWNSHIP, 'TJFY0001'
HALLS = (SPLIT, LEAD, OTHER, COUNTY)
EAST, WEST = '511921111201', '511921111203'  # 甑子坝村 goes to the first successor, 罗村 to the other one


def split_plan(*keepers: str, **changes: object) -> dict[str, Any]:
    """A plan as its file has it: every second village of the township goes to each of the two."""
    codes = Point.objects.filter(hall__code=SPLIT).order_by('code').values_list('code', flat=True)
    villages = [{'code': code, 'to': LEAD if place % 2 else OTHER} for place, code in enumerate(codes)]
    plan = {
        'document': DOCUMENT,
        'effective': EFFECTIVE.isoformat(),
        'successor': LEAD,
        'closed': [SPLIT],
        'villages': villages,
        'keepers': list(keepers),
        'areas_closed': [{'code': '511921111000', 'successors': ['511921113000', '511921112000']}],
    }
    return plan | changes


def as_plan(*keepers: str, **changes: object) -> MergerPlan:
    """The plan as it is read."""
    return msgspec.convert(split_plan(*keepers, **changes), MergerPlan)


def split_file(folder: Path, *keepers: str, **changes: object) -> Path:
    """The plan in a file."""
    path = folder / 'split.json'
    path.write_text(json.dumps(split_plan(*keepers, **changes)), encoding='utf-8')
    return path


def goes(successor: str) -> list[str]:
    """The villages that go to a hall."""
    return [one['code'] for one in split_plan()['villages'] if one['to'] == successor]


def user(person_id: int) -> str:
    """The user name of somebody."""
    return Person.objects.get(pk=person_id).username


def cases_of_villages(world: World, count: int) -> dict[str, list[Case]]:
    """So many cases in every step, by the hall that their village goes to; every third of no village (under '')."""
    below, above = Desk.of_chief(world, SPLIT), Desk.of_chief(world, COUNTY)
    kinds: list[tuple[str, Step]] = SETTLED + UNDER_WAY
    places = cycle([(LEAD, goes(LEAD)[0]), (OTHER, goes(OTHER)[0]), ('', '')])
    wanted = sorted(place % len(kinds) for place in range(count))
    found: dict[str, list[Case]] = {LEAD: [], OTHER: [], '': []}
    for kind, (heir, village) in zip(wanted, places, strict=False):
        matter, step = kinds[kind]
        at_village = {'point': village} if village and matter == BIRTH else {'area': village} if village else {}
        case = world.receive(SPLIT, matter, **at_village)
        if step is in_transit and matter == DISABLED:
            below.accept_review(case.uid)
        step(below, above, case)
        found[heir].append(case)
    return found

"""Three townships with many open cases in every state, and the plan by which they are merged."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case
from tests.builders.desk import Desk
from tests.builders.world import BIRTH, COUNTY, DISABLED, HYGIENE, TOWNSHIP, World

OLD = ('TJTX0001', 'TJFY0001', 'TJQY0001')
SUCCESSOR = TOWNSHIP
HALLS = (*OLD, SUCCESSOR, COUNTY)
DOCUMENT = '川府民政〔2026〕12号'
EFFECTIVE = date(2026, 10, 1)
Step = Callable[[Desk, Desk, Case], None]


def plan_of(**changes: object) -> dict[str, Any]:
    """A plan as its file has it."""
    plan = {
        'document': DOCUMENT,
        'effective': EFFECTIVE.isoformat(),
        'successor': SUCCESSOR,
        'closed': list(OLD),
        'areas_closed': [{'code': '511921111000', 'successors': ['511921113000']}],
    }
    return plan | changes


def plan_file(folder: Path, **changes: object) -> Path:
    """The plan in a file."""
    path = folder / 'plan.json'
    path.write_text(json.dumps(plan_of(**changes)), encoding='utf-8')
    return path


def received(below: Desk, above: Desk, case: Case) -> None:
    """Nothing but handed in."""


def correcting(below: Desk, above: Desk, case: Case) -> None:
    """The applicant was told what is missing."""
    below.do(ask_for_correction, case.uid, missing=frozenset({case.papers[0].code}))


def accepted(below: Desk, above: Desk, case: Case) -> None:
    """The promise runs."""
    below.do(accept_case, case.uid)


def reviewed(below: Desk, above: Desk, case: Case) -> None:
    """Reviewed, and not reported yet."""
    below.accept_review(case.uid)


def watched(below: Desk, above: Desk, case: Case) -> None:
    """The county holds it."""
    below.send_up(case.uid)


def accepted_above(below: Desk, above: Desk, case: Case) -> None:
    """The county has accepted it."""
    below.send_up(case.uid)
    above.do(accept_case, case.uid)
    above.world.carry()


def decided_above(below: Desk, above: Desk, case: Case) -> None:
    """The result waits for its applicant."""
    accepted_above(below, above, case)
    above.do(decide_case, case.uid, approve=True)
    above.world.carry()


def in_transit(below: Desk, above: Desk, case: Case) -> None:
    """On its way up: no message is carried after this."""
    below.forward(case.uid)


def asked_to_withdraw(below: Desk, above: Desk, case: Case) -> None:
    """The county was asked, and has not heard so yet."""
    below.do(withdraw_case, case.uid, reason='不办了')


# Those at the end leave messages under way, so nothing is carried after them.
SETTLED: list[tuple[str, Step]] = [
    (BIRTH, received),
    (BIRTH, correcting),
    (BIRTH, accepted),
    (DISABLED, reviewed),
    (HYGIENE, watched),
    (HYGIENE, accepted_above),
    (HYGIENE, decided_above),
    (HYGIENE, watched),
]
UNDER_WAY: list[tuple[str, Step]] = [(HYGIENE, in_transit), (DISABLED, in_transit)]


def open_cases(world: World, count: int) -> dict[str, list[Case]]:
    """So many cases by the name of the step that they have reached, spread over the old halls."""
    above = Desk.of_chief(world, COUNTY)
    desks = cycle([Desk.of_chief(world, hall) for hall in OLD])
    kinds = SETTLED + UNDER_WAY
    wanted = sorted(place % len(kinds) for place in range(count))
    found: dict[str, list[tuple[Desk, Case]]] = {}
    for (matter, step), below in zip((kinds[one] for one in wanted), desks, strict=False):
        case = below.world.receive(below.hall, matter)
        if step is in_transit and matter == DISABLED:
            below.accept_review(case.uid)
        step(below, above, case)
        found.setdefault(step.__name__, []).append((below, case))
    for below, case in found['watched'][::2]:
        asked_to_withdraw(below, above, case)
    return {name: [case for _, case in rows] for name, rows in found.items()}


def everywhere(world: World, case: Case) -> Iterator[Case]:
    """The case in the book of each hall that knows it."""
    for hall in HALLS:
        try:
            yield world.case(hall, case.uid)
        except Case.DoesNotExist:
            continue

"""The two people of a race, each a process of its own: who speaks for the applicant below, and who decides above.

Usage (through tests.builders.inside): `below` HALL SEED COUNT, which prints the uids of its cases and then does what
its seed says in each phase that it is told on its standard input; or `above` HALL SEED, which decides whatever it may
as soon as it pleases, until its input ends.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import NamedTuple
from uuid import UUID, uuid4

from federation.contracts.case import Applicant
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.review import review_case
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.casework.services.reception import Application, receive_case
from govhall.catalogue import selectors as catalogue
from govhall.kernel.errors import Refused
from tenants.access import Actor, actor_in
from tenants.context import current_hall, hall_context
from tenants.models import Hall, Person
from tenants.selectors import hall_by_code
from tests.builders.answers import filled

MATTER = '510500105000'  # disability certificates: accepted and reviewed below, decided above
ID_NUMBER = '11010519491231002X'
UP, STOPPED, BACK = 'up', 'stopped', 'back'  # the broker runs; it does not; it has just come back
LONGEST_THOUGHT = 3.0  # seconds until the one above decides
PAUSE = 0.02
# When a case goes up, and when its applicant changes their mind.
PLANS = ((STOPPED, STOPPED), (STOPPED, BACK), (UP, STOPPED), (UP, BACK))


class Desk(NamedTuple):
    """Who sits below: one takes papers, forwards and withdraws, the other signs the opinion."""

    chief: Actor
    reviewer: Actor


def main(who: str, code: str, seed: str, count: str = '0') -> None:
    """Be one of the two."""
    hall = hall_by_code(code)
    chance = random.Random(seed)  # noqa: S311 - no secret
    with hall_context(hall):
        if who == 'below':
            speak(Desk(_person(hall, 'chief'), _person(hall, 'reviewer')), chance, int(count))
        else:
            decide(_person(hall, 'approver'), chance)


def _person(hall: Hall, duty: str) -> Actor:
    found = actor_in(Person.objects.get(username=f'{hall.slug}-{duty}'), hall)
    assert found is not None
    return found


def speak(desk: Desk, chance: random.Random, count: int) -> None:
    """Take in the cases, then forward and withdraw each in its phase."""
    plans = {_reviewed(desk): chance.choice(PLANS) for _ in range(count)}
    early = [str(uid) for uid, (forwarded, _) in plans.items() if forwarded == UP]
    print(json.dumps({'uids': [str(uid) for uid in plans], 'early': early}), flush=True)
    for line in sys.stdin:
        phase = line.strip()
        forward = [uid for uid, plan in plans.items() if plan[0] == phase]
        withdraw = [uid for uid, plan in plans.items() if plan[1] == phase]
        for uid in forward:
            _if_it_may_be(lambda case: forward_case(uid=case.uid, version=case.version, actor=desk.chief), uid)
        for uid in chance.sample(withdraw, len(withdraw)):
            Event().wait(chance.random() / 4 if phase == BACK else 0)
            _if_it_may_be(lambda case: _withdraw(case, desk.chief), uid)
        print(phase, flush=True)


def decide(approver: Actor, chance: random.Random) -> None:
    """Decide each case some moment after it was first seen."""
    ended = Event()
    Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    due: dict[UUID, float] = {}
    while not ended.wait(PAUSE):
        for case in Case.objects.filter(matter=MATTER, custody=Custody.HELD, outcome_data__isnull=True):
            if time.monotonic() >= due.setdefault(case.uid, time.monotonic() + chance.random() * LONGEST_THOUGHT):
                _decide(case, approver, approve=chance.random() < 0.5)


def _reviewed(desk: Desk) -> UUID:
    papers = {paper.code: 'handed_in' for paper in catalogue.matter(MATTER).materials}
    applicant = Applicant(kind='person', name='张小明', id_number=ID_NUMBER, phone='13800000000')
    application = Application(
        submission=uuid4(),
        matter=MATTER,
        applicant=applicant,
        papers=papers,  # type: ignore[arg-type]
        form=filled(MATTER, area=current_hall().area_code),
    )
    case = receive_case(application=application, actor=desk.chief)
    case = accept_case(uid=case.uid, version=case.version, actor=desk.chief)
    return review_case(uid=case.uid, version=case.version, actor=desk.reviewer, opinion='材料齐全，情况属实').uid


def _withdraw(case: Case, chief: Actor) -> None:
    withdraw_case(uid=case.uid, version=case.version, actor=chief, reason='不办了')


def _decide(case: Case, approver: Actor, *, approve: bool) -> None:
    reason = {} if approve else {'reason': '不符合条件'}
    _if_it_may_be(
        lambda now: decide_case(uid=now.uid, version=now.version, actor=approver, approve=approve, **reason), case.uid
    )


def _if_it_may_be(act: Callable[[Case], object], uid: UUID) -> None:
    """Refused is an answer too: somebody else was faster."""
    with suppress(Refused):
        act(Case.objects.get(uid=uid))

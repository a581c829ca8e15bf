"""A clerk as a process: takes papers in one township and forwards them at a steady pace, through the real services.

Usage (through tests.builders.inside): HALL MATTER COUNT PER_SECOND. Prints `ready` when all papers are in, then one
JSON line for each case as soon as its forwarding is committed. A database that goes away is waited for: what was sent
without an answer is sent again, as a person would press the button again.
"""

import json
import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, connection

from federation.contracts.case import Applicant
from govhall.casework.acts.forward import forward_case
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.casework.services.reception import Application, receive_case
from govhall.catalogue import selectors as catalogue
from tenants.access import Actor, actor_in
from tenants.context import hall_context
from tenants.models import Hall, Person
from tenants.selectors import hall_by_code
from tests.builders.answers import filled

T = TypeVar('T')
PATIENCE_SECONDS = 100.0  # a busy machine takes its time to recover a database from its log
ID_NUMBER = '11010519491231002X'


def main(code: str, matter: str, count: str, per_second: str) -> None:
    """Receive `count` cases, then forward `per_second` of them a second."""
    hall = hall_by_code(code)
    actor = actor_in(Person.objects.get(username=f'{hall.slug}-chief'), hall)
    assert actor is not None
    received = [_receive(hall, actor, _application(matter, hall.area_code)) for _ in range(int(count))]
    print('ready', flush=True)
    pause, begun = Event(), time.monotonic()
    for place, uid in enumerate(received):
        pause.wait(max(0.0, begun + place / float(per_second) - time.monotonic()))
        _again(hall, lambda uid=uid: _forward(uid, actor))  # type: ignore[misc]
        print(json.dumps({'uid': str(uid)}), flush=True)


def _application(matter: str, area: str) -> Application:
    return Application(
        submission=uuid4(),
        matter=matter,
        applicant=Applicant(kind='person', name='张小明', id_number=ID_NUMBER, phone='13800000000'),
        papers={paper.code: 'handed_in' for paper in catalogue.matter(matter).materials},
        form=filled(matter, area=area),
    )


def _receive(hall: Hall, actor: Actor, application: Application) -> UUID:
    return _again(hall, lambda: receive_case(application=application, actor=actor).uid)


def _forward(uid: UUID, actor: Actor) -> None:
    case = Case.objects.get(uid=uid)
    if case.custody == Custody.HELD:
        forward_case(uid=uid, version=case.version, actor=actor)


def _again(hall: Hall, act: Callable[[], T]) -> T:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_SECONDS:
        try:
            with hall_context(hall):
                return act()
        except (OperationalError, InterfaceError):
            connection.close()
            Event().wait(0.1)
    raise TimeoutError('the database stayed away')

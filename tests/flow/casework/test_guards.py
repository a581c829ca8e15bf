"""A room above may forbid an act, with its own sentence; a denied act changes nothing."""

from datetime import UTC, datetime

import pytest

from govhall.casework import guards
from govhall.casework.acts.accept import accept_case
from govhall.casework.rules.states import State
from govhall.casework.services.change import Change
from govhall.kernel.errors import Refused
from tests.builders.desk import Desk
from tests.builders.state import refused
from tests.builders.world import DISABLED, TOWNSHIP, World

NOON = datetime(2026, 2, 13, 4, tzinfo=UTC)


class NotYet(Refused):
    """What the room above says."""

    code = 'NOT_YET'
    sentence = '请先办完另一件事。'


def test_a_guard_is_asked_before_its_acts_and_no_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, '_GUARDS', {})
    asked: list[str] = []

    @guards.guards('accept')
    def forbids(change: Change) -> None:
        asked.append(change.case.number)
        raise NotYet

    case = world.receive(TOWNSHIP, DISABLED, at=NOON)
    assert asked == []
    desk = Desk.of_chief(world, TOWNSHIP, at=NOON)
    with refused('NOT_YET'):
        desk.do(accept_case, case.uid, at=NOON)
    assert asked == [case.number]
    kept = desk.case(case.uid)
    assert (kept.state, kept.version, kept.event_count) == (State.RECEIVED, case.version, case.event_count)

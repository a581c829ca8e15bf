"""A hearing at a county from the notice to the decision on its record (行政许可法 §46-48)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from govhall.casework.models import Case
from govhall.casework.rules.hearings import HearingPending, HostIsReviewer, Sitting
from govhall.casework.services.acceptance import accept_case
from govhall.casework.services.decision import decide_case, review_case
from govhall.casework.services.hearings import ask_for_hearing, call_hearing, hold_hearing, tell_hearing
from tenants.access import Actor
from tenants.context import hall_context
from tests.builders.world import COUNTY, HYGIENE, World

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
HELD = datetime(2026, 3, 13, 2, tzinfo=UTC)


@pytest.fixture
def chief(world: World) -> Actor:
    return world.chief(COUNTY)


@pytest.fixture
def told(world: World, chief: Actor) -> Case:
    received = world.receive(COUNTY, HYGIENE, at=MONDAY)
    with hall_context(world.hall(COUNTY)):
        case = accept_case(uid=received.uid, version=received.version, actor=chief, at=MONDAY)
        case = review_case(uid=case.uid, version=case.version, actor=chief, opinion='符合', at=MONDAY)
        return tell_hearing(uid=case.uid, version=case.version, actor=chief, at=MONDAY)


def test_the_days_of_asking_do_not_count_even_if_nobody_asks(told: Case) -> None:
    assert not told.paused  # its end is known: the ninth of March
    assert told.promised_due == date(2026, 3, 23)


def test_from_the_request_to_the_record_the_clock_stands_still(world: World, told: Case, chief: Actor) -> None:
    with hall_context(world.hall(COUNTY)):
        case = ask_for_hearing(uid=told.uid, version=told.version, actor=chief, at=MONDAY)
        assert case.paused
        case = call_hearing(
            uid=case.uid,
            version=case.version,
            actor=chief,
            sitting=Sitting(date(2026, 3, 13), '09:30', '三楼听证室', '李主持'),
            at=MONDAY,
        )
        with pytest.raises(HearingPending):
            decide_case(uid=case.uid, version=case.version, actor=chief, approve=True, at=HELD)
        case = hold_hearing(uid=case.uid, version=case.version, actor=chief, minutes='双方陈述完毕', at=HELD)
        # From the second to the thirteenth of March ten working days were lost.
        assert case.promised_due == date(2026, 3, 27)
        decided = decide_case(
            uid=case.uid, version=case.version, actor=chief, approve=True, at=HELD + timedelta(days=3)
        )
        kinds = [event.kind for event in decided.events.all()]
    assert decided.outcome is not None
    assert kinds[-5:] == ['tell_hearing', 'ask_hearing', 'call_hearing', 'hold_hearing', 'approve']


def test_who_signed_the_review_does_not_host(world: World, told: Case, chief: Actor) -> None:
    with hall_context(world.hall(COUNTY)):
        case = ask_for_hearing(uid=told.uid, version=told.version, actor=chief, at=MONDAY)
        with pytest.raises(HostIsReviewer):
            call_hearing(
                uid=case.uid,
                version=case.version,
                actor=chief,
                sitting=Sitting(date(2026, 3, 13), '09:30', '三楼听证室', chief.name),
                at=MONDAY,
            )


def test_the_decision_waits_for_the_days_of_asking(world: World, told: Case, chief: Actor) -> None:
    with hall_context(world.hall(COUNTY)):
        with pytest.raises(HearingPending, match='还可以申请听证'):
            decide_case(uid=told.uid, version=told.version, actor=chief, approve=True, at=MONDAY + timedelta(days=7))
        decided = decide_case(
            uid=told.uid, version=told.version, actor=chief, approve=True, at=MONDAY + timedelta(days=8)
        )
    assert decided.outcome is not None

"""What happened to a case stays as it was written: chained, and guarded by the database itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.supply import supply_papers
from govhall.casework.models import Case, CaseEvent
from govhall.kernel.chain import GENESIS, link
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.world import HOMESTEAD, TOWNSHIP, World

CHINA_NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo('Asia/Shanghai'))


@pytest.fixture
def case(world: World) -> Case:
    """A case with five events."""
    desk, received = Desk.of_chief(world, TOWNSHIP, at=CHINA_NOON), world.receive(TOWNSHIP, HOMESTEAD, at=CHINA_NOON)
    missing = frozenset({received.papers[0].code})
    desk.do(ask_for_correction, received.uid, missing=missing)
    desk.do(supply_papers, received.uid, papers=missing)
    later = CHINA_NOON + timedelta(hours=1)
    desk.do(accept_case, received.uid, at=later)
    return desk.do(decide_case, received.uid, approve=True, at=later)


@pytest.fixture
def events(world: World, case: Case) -> Iterator[list[CaseEvent]]:
    """Its events as the database gives them back, inside the hall."""
    with hall_context(world.hall(TOWNSHIP)):
        yield list(CaseEvent.objects.filter(case_id=case.uid).order_by('seq'))


def tip_of(events: list[CaseEvent]) -> str:
    """The hash that a chain of these events ends with."""
    tip = GENESIS
    for event in events:
        tip = link(tip, event.body())
    return tip


@contextmanager
def refused_by_database() -> Iterator[None]:
    """The block fails because events are append-only."""
    with pytest.raises(IntegrityError, match='append-only'), transaction.atomic():
        yield


def test_events_are_a_chain_from_the_first_to_the_last(case: Case, events: list[CaseEvent]) -> None:
    assert [event.seq for event in events] == [1, 2, 3, 4, 5]
    assert [event.previous for event in events] == [GENESIS, *(event.hash for event in events[:-1])]
    assert events[-1].hash == case.event_tip == tip_of(events)
    assert case.event_count == len(events)


def test_a_moment_named_in_another_time_zone_is_hashed_as_it_is_read_back(events: list[CaseEvent]) -> None:
    assert events[0].at == CHINA_NOON and events[0].at.tzinfo is UTC
    assert events[0].hash == link(GENESIS, events[0].body())


@pytest.mark.parametrize('field', ['kind', 'hall', 'actor', 'actor_name', 'data', 'at', 'seq'])
def test_a_changed_event_breaks_the_chain(events: list[CaseEvent], field: str) -> None:
    other = events[0] if field == 'kind' else events[3]
    setattr(events[1], field, 'x' if field in ('kind', 'hall', 'actor_name') else getattr(other, field))
    if field == 'actor':
        events[1].actor = None
    assert tip_of(events) != events[-1].hash


def test_a_missing_event_breaks_the_chain(events: list[CaseEvent]) -> None:
    assert tip_of(events[:2] + events[3:]) != events[-1].hash


def test_the_owner_himself_can_not_update_an_event(events: list[CaseEvent]) -> None:
    with refused_by_database():
        CaseEvent.objects.filter(pk=events[0].pk).update(actor_name='别人')


def test_the_owner_himself_can_not_delete_an_event(events: list[CaseEvent]) -> None:
    with refused_by_database(), connection.cursor() as cursor:
        cursor.execute('DELETE FROM casework_event WHERE id = %s', [events[-1].pk])


def test_the_owner_himself_can_not_truncate_the_events(world: World) -> None:
    with hall_context(world.hall(TOWNSHIP)), refused_by_database(), connection.cursor() as cursor:
        cursor.execute('TRUNCATE casework_event')


def test_a_case_that_has_events_can_not_be_deleted(case: Case, events: list[CaseEvent]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute('DELETE FROM casework_case WHERE uid = %s', [case.uid])
        cursor.execute('SET CONSTRAINTS ALL IMMEDIATE')


def test_no_second_event_can_take_a_place(events: list[CaseEvent]) -> None:
    events[0].pk = None
    with pytest.raises(IntegrityError, match='event_order_of_a_case'), transaction.atomic():
        events[0].save(force_insert=True)

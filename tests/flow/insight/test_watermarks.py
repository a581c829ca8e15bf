"""Who has reported, and until when."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from federation.intake.consumer import Intake
from federation.outbox.models import OutboxRow
from federation.relay.relay import Relay
from govhall.insight.handlers import Misattributed
from govhall.insight.models import Watermark
from govhall.insight.selectors import Figures, figures
from govhall.insight.tasks import send_watermarks
from tenants.access import Actor
from tenants.roles import Role
from tests.builders.world import BIRTH, COUNTY, OTHER_TOWNSHIP, PROVINCE, TOWNSHIP, World
from tests.flow.insight.facts import DAY, fact, report, tell

NOW = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)
LIMIT = timedelta(seconds=settings.REPORTED_WITHIN_SECONDS)


def leader(hall: str) -> Actor:
    return Actor(1, '刘领导', hall, frozenset({Role.LEADER}))


def today() -> date:
    return timezone.localdate()


def seen(hall: str, now: datetime) -> Figures:
    return figures(viewer=leader(hall), area=None, since=DAY, until=DAY, now=now)


def test_a_watermark_travels_by_the_ordinary_road_and_every_hall_has_reported(world: World) -> None:
    before = datetime.now(UTC)
    assert send_watermarks() == 1
    assert OutboxRow.objects.get().topic.endswith('.facts')
    world.carry()
    shown = seen(PROVINCE, datetime.now(UTC))
    assert shown.completeness.complete
    assert shown.completeness.halls == 14
    assert shown.completeness.as_of is not None
    assert shown.completeness.as_of >= before


def test_a_watermark_vouches_for_nothing_that_has_not_left_the_outbox(world: World) -> None:
    world.carry()
    world.receive(TOWNSHIP, BIRTH)
    waits_since = OutboxRow.objects.filter(topic__endswith='.facts').earliest('created_at').created_at
    send_watermarks()
    send_watermarks()  # an earlier watermark that waits keeps no later one back
    said = [json.loads(bytes(row.body)) for row in OutboxRow.objects.filter(type='fact.watermark.v1')]
    assert [datetime.fromisoformat(one['as_of']) for one in said] == [waits_since] * 2
    world.carry()
    before = datetime.now(UTC)
    send_watermarks()
    world.carry()
    assert Watermark.objects.get(hall=TOWNSHIP).as_of >= before


def test_a_relay_that_is_far_behind_vouches_for_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('govhall.insight.tasks.MOST_WAITING', 1)
    world.carry()
    for _ in range(2):
        world.receive(TOWNSHIP, BIRTH)
    assert send_watermarks() == 0
    world.carry()
    assert send_watermarks() == 1


def test_no_moment_is_called_complete_before_its_facts_are_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The relay stands still while people work and watermarks fall due; then it catches up, and somebody polls."""
    world.carry()
    for name in ('CHUNK', 'CHUNK_OF_BACKLOG'):  # halls take turns within a chunk: of two rows one is the cell's own
        monkeypatch.setattr(f'federation.relay.relay.{name}', 2)
    done: list[datetime] = []
    for number in range(12):
        world.receive(TOWNSHIP, BIRTH)
        done.append(datetime.now(UTC))
        if number % 4 == 3:
            send_watermarks()
    relay, intake = Relay(world.link), Intake(world.link, settings.CELL)
    for polls in range(60):
        relay.once()
        intake.once(0)
        if polls % 5 == 4:
            send_watermarks()
        shown = figures(viewer=leader(PROVINCE), area=None, since=today(), until=today(), now=datetime.now(UTC))
        as_of = shown.completeness.as_of
        owed = sum(moment <= as_of for moment in done) if as_of and shown.completeness.complete else 0
        assert shown.totals.received >= owed
    assert shown.completeness.complete
    assert owed == shown.totals.received == 12


def test_a_late_watermark_does_not_turn_time_back(world: World) -> None:
    report([TOWNSHIP], NOW)
    report([TOWNSHIP], NOW - timedelta(hours=1))
    assert Watermark.objects.get(hall=TOWNSHIP).as_of == NOW


def test_a_clock_that_runs_ahead_is_not_believed(world: World) -> None:
    report([TOWNSHIP], datetime.now(UTC) + timedelta(days=1))
    assert Watermark.objects.get(hall=TOWNSHIP).as_of <= datetime.now(UTC)


def test_a_cell_speaks_only_of_its_own_halls(world: World) -> None:
    report([TOWNSHIP], NOW, cell='another')
    assert not Watermark.objects.exists()


def test_a_hall_does_not_speak_for_a_cell(world: World) -> None:
    told = fact(world)
    with pytest.raises(Misattributed):
        report([told.hall], NOW, cell='bazhong', sender=TOWNSHIP)


def test_a_silent_hall_is_named_and_keeps_its_figures(world: World) -> None:
    tell([fact(world), fact(world, COUNTY)])
    halls = [hall.code for hall in seen(COUNTY, NOW).halls]
    report(halls, NOW - LIMIT - timedelta(seconds=1))
    report([hall for hall in halls if hall != TOWNSHIP], NOW)
    shown = seen(COUNTY, NOW)
    assert [hall.code for hall in shown.completeness.silent] == [TOWNSHIP]
    assert shown.completeness.as_of == NOW
    assert shown.totals.received == 2


def test_a_hall_has_reported_up_to_the_last_second_of_five_minutes(world: World) -> None:
    report([OTHER_TOWNSHIP], NOW - LIMIT)
    assert seen(OTHER_TOWNSHIP, NOW).completeness.complete
    assert not seen(OTHER_TOWNSHIP, NOW + timedelta(seconds=1)).completeness.complete


def test_without_any_report_there_is_no_moment_to_name(world: World) -> None:
    shown = seen(COUNTY, NOW).completeness
    assert (shown.as_of, shown.complete) == (None, False)

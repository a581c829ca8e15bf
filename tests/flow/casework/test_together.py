"""Messages that are taken together leave what they would leave one by one, in every table."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any
from unittest.mock import patch
from uuid import UUID

import time_machine
from django.conf import settings as cell_settings
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deploy.local.cells import DatabaseRole
from federation.contracts.case import HandedOver
from federation.inbox.messages import MessageContext
from federation.inbox.models import StreamCursor
from federation.intake.consumer import Intake
from federation.intake.hall_applier import BATCH, HallApplier
from federation.link.port import IncomingRecord
from federation.relay.relay import Relay
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.handlers import OF_CUSTODY
from govhall.casework.models import Case
from govhall.casework.services.case_batch import CaseBatch
from govhall.kernel.errors import Refused
from govhall.licences.rules.kinds import CaseKind
from tenants.context import hall_context
from tests.builders.committed import Committed
from tests.builders.desk import Desk, end_grants, kinds
from tests.builders.known import known
from tests.builders.road import Roads
from tests.builders.world import COUNTY, HYGIENE, PLANTS, TOWNSHIP, World
from tests.flow.casework.test_walk import ACTS, HALLS, ROADS

SOME_DAY = datetime(2026, 10, 9, 2, tzinfo=UTC)
TWO_WEEKS_LATER = datetime(2026, 10, 23, 2, tzinfo=UTC)
CASES = 4
# What people do with one of the cases, and how many messages of which road arrive.
ACT = st.tuples(st.integers(0, CASES - 1), st.sampled_from(HALLS), st.sampled_from(sorted(ACTS)))
GO_ON = st.tuples(st.integers(0, CASES - 1), st.just(''), st.sampled_from(['accept', 'review', 'forward', 'approve']))
ARRIVAL = st.tuples(st.sampled_from(ROADS), st.integers(1, 4))


def in_some_order() -> Random:
    return Random(1)  # noqa: S311 - an order, not a secret


class Story:
    """Some cases between three halls, with messages under way."""

    def __init__(self, world: World) -> None:
        self.world, self.roads = world, Roads()
        self.desks = {hall: Desk.of_chief(world, hall) for hall in HALLS}
        self.cases = [world.receive(TOWNSHIP, PLANTS).uid for _ in range(CASES)]
        for uid in self.cases:
            self.desks[TOWNSHIP].forward(uid)

    def act(self, number: int, hall: str, act: str) -> None:
        """Somebody does something, the holder if no hall is named; a refusal is an answer, too."""
        uid = self.cases[number]
        known = [code for code in HALLS if held(self.world, code, uid) is not None]
        holders = [code for code in known if held(self.world, code, uid) == 'held']
        for code in [hall] if hall else holders:
            if code in known:
                try:
                    with transaction.atomic():
                        self.desks[code].do(ACTS[act], uid)
                except Refused:
                    continue

    def arrives(self, road: tuple[str, str], count: int) -> None:
        """The next messages of one road."""
        for _ in range(count):
            self.roads.deliver(road)

    def under_way(self) -> dict[str, list[IncomingRecord]]:
        """What has not arrived, by the hall that it is for."""
        self.roads.collect()
        found: dict[str, list[IncomingRecord]] = {}
        for (sender, hall), log in self.roads.logs.items():
            if hall in HALLS and sender in HALLS:
                found.setdefault(hall, []).extend(log[self.roads.read.get((sender, hall), 0) :])
        return found


def held(world: World, hall: str, uid: UUID) -> str | None:
    with hall_context(world.hall(hall)):
        return Case.objects.filter(uid=uid).values_list('custody', flat=True).first()


def after(world: World, roads: Roads, hall: str, arrivals: Sequence[Sequence[IncomingRecord]]) -> dict[str, list[Any]]:
    """All that the hall and its cell know after these arrivals, which are undone."""
    with transaction.atomic():
        for records in arrivals:
            roads.arrive(records)
        found = known(world, hall)
        transaction.set_rollback(True)
    return found


def check_same(story: Story, order: Random) -> int:
    """Hall by hall, what is under way arrives one by one, and all at once; returns how many messages did."""
    count = 0
    for hall, records in story.under_way().items():
        order.shuffle(records)
        singly = after(story.world, story.roads, hall, [[record] for record in records])
        with patch.object(HallApplier, '_apply_singly', side_effect=AssertionError('they were not taken together')):
            together = after(story.world, story.roads, hall, [records])
        for table, rows in singly.items():
            assert differences(rows, together[table]) == [], (hall, table)
        count += len(records)
    return count


def differences(one: list[Any], other: list[Any]) -> list[Any]:
    """The places where two tables differ, with what stands there; short, so that a failure can be read."""
    if len(one) != len(other):
        return [('rows', len(one), len(other))]
    pairs = [(mine, its) for rows in zip(one, other, strict=True) for mine, its in zip(*rows, strict=True)]
    return [(mine, its) for mine, its in pairs if mine != its]


def test_whatever_is_under_way_may_arrive_together(world: World) -> None:
    counts: list[int] = []

    @settings(
        max_examples=12,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(steps=st.lists(GO_ON | ACT | ARRIVAL, min_size=6, max_size=20), order=st.randoms(use_true_random=False))
    def search(steps: list[Any], order: Random) -> None:
        with transaction.atomic():
            story = Story(world)
            for step in steps:
                story.act(*step) if len(step) == 3 else story.arrives(*step)
            counts.append(check_same(story, order))
            transaction.set_rollback(True)

    with time_machine.travel(SOME_DAY, tick=False):
        search()
    assert sum(counts) > len(counts)  # else nothing was compared


def test_cases_that_lapsed_on_the_way_are_deemed_accepted_together(world: World) -> None:
    with time_machine.travel(SOME_DAY, tick=False):
        story = Story(world)
        story.roads.collect()
    with time_machine.travel(TWO_WEEKS_LATER, tick=False):
        assert check_same(story, in_some_order()) >= CASES
        story.roads.settle()
    assert {kinds_of(world, COUNTY, uid)[1] for uid in story.cases} == {'deem_accepted'}


def test_cases_that_a_hall_may_not_take_are_refused_together(world: World) -> None:
    with time_machine.travel(SOME_DAY, tick=False):
        story = Story(world)
        end_grants(COUNTY, PLANTS, SOME_DAY)
        assert check_same(story, in_some_order()) >= CASES
        story.roads.settle()
    assert {kinds_of(world, TOWNSHIP, uid)[-1] for uid in story.cases} == {'came_back'}


def test_a_result_and_what_ends_it_may_arrive_together(world: World) -> None:
    with time_machine.travel(SOME_DAY, tick=False):
        story = Story(world)
        below, above = story.desks[TOWNSHIP], story.desks[COUNTY]
        first = below.receive(world.application(HYGIENE))
        below.forward(first.uid)
        story.roads.settle()
        above.do(accept_case, first.uid)
        above.do(decide_case, first.uid, approve=True)
        story.roads.settle()
        about = {'about': CaseKind.CANCEL, 'first_number': first.number}
        ending = below.receive(world.application(HYGIENE, **about))
        below.forward(ending.uid)
        story.roads.settle()
        below.do(deliver_case, first.uid)
        above.do(accept_case, ending.uid)
        above.do(decide_case, ending.uid, approve=True)
        assert check_same(story, in_some_order()) >= 3
        story.roads.settle()
    assert below.case(first.uid).ended_by == ending.number


def test_the_test_sees_a_message_that_was_left_out(world: World) -> None:
    with time_machine.travel(SOME_DAY, tick=False):
        story = Story(world)
        records = story.under_way()[COUNTY]
        whole = after(world, story.roads, COUNTY, [records])
        less = after(world, story.roads, COUNTY, [records[:-1]])
    assert {table for table, rows in whole.items() if less[table] != rows} == {
        *('cases', 'events', 'streams', 'said', 'deadlines', 'cursors'),
    }


def test_a_batch_is_one_transaction(world: World) -> None:
    assert len(Story(world).under_way()[COUNTY]) <= BATCH


def kinds_of(world: World, hall: str, uid: UUID) -> list[str]:
    return kinds(world.case(hall, uid), world, hall)


def test_the_rights_of_web_relay_and_intake_suffice(committed: Committed) -> None:
    below = Desk.of_chief(committed, TOWNSHIP)
    cases = [committed.receive(TOWNSHIP, HYGIENE).uid for _ in range(3)]
    with committed.process_of(DatabaseRole.WEB):
        for uid in cases:
            below.forward(uid)
    together = patch.object(HallApplier, '_apply_singly', side_effect=AssertionError('they were not taken together'))
    for _ in range(2):  # up, and the answers down
        with committed.process_of(DatabaseRole.RELAY):
            Relay(committed.link).once()
        with committed.process_of(DatabaseRole.INTAKE), together:
            Intake(committed.link, cell_settings.CELL).once(0)
    assert [held(committed, TOWNSHIP, uid) for uid in cases] == ['watching'] * 3
    assert [held(committed, COUNTY, uid) for uid in cases] == ['held'] * 3


def test_a_message_that_fails_spoils_no_other(world: World) -> None:
    story = Story(world)
    records = story.under_way()[COUNTY]
    broken = story.cases[1]
    with patch.dict(OF_CUSTODY, {HandedOver: failing_for(broken)}):
        story.roads.arrive(records)
    assert [held(world, COUNTY, uid) for uid in story.cases] == ['held', None, 'held', 'held']
    assert list(StreamCursor.objects.filter(state='blocked').values_list('subject', flat=True)) == [broken]


def failing_for(uid: UUID) -> Callable[[CaseBatch, HandedOver, MessageContext], None]:
    whole = OF_CUSTODY[HandedOver]

    def handler(case_batch: CaseBatch, message: HandedOver, delivery: MessageContext) -> None:
        if delivery.subject == uid:
            raise ValueError
        whole(case_batch, message, delivery)

    return handler

"""Whatever people do with a case in whatever order, at two halls and with the services as they are, it stays lawful."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.contracts.clock import Extension
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.decline import decline_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.extend import extend_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.hearing.ask import ask_for_hearing
from govhall.casework.acts.hearing.tell import tell_hearing
from govhall.casework.acts.procedure import begin_procedure, end_procedure
from govhall.casework.acts.review import review_case
from govhall.casework.acts.send_back import send_back
from govhall.casework.acts.supply import supply_papers
from govhall.casework.acts.terminate import terminate_case
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case
from govhall.casework.rules.procedures import ProcedureKind, ProcedureRequest
from govhall.casework.services.lapse import deem_accepted
from govhall.deadlines.calendar import calendar_of
from govhall.kernel.chain import GENESIS, link
from govhall.kernel.errors import Refused
from tenants.access import Actor
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.memory import MemoryLink
from tests.builders.world import COUNTY, HOMESTEAD, HYGIENE, TOWNSHIP, World

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
HALLS = (TOWNSHIP, COUNTY)
Do = Callable[[Case, Actor, datetime], object]
Step = tuple[str, tuple[str, ...], bool, int]


def does(service: Callable[..., object], **said: object) -> Do:
    """Call a service as a page does, with the version that it shows."""
    return lambda case, actor, at: service(uid=case.uid, version=case.version, actor=actor, at=at, **said)


def _first(case: Case) -> frozenset[str]:
    return frozenset(paper.code for paper in case.papers[:1])


TESTING = ProcedureRequest(kind=ProcedureKind.TESTING, told_days=3)
DOINGS: dict[str, Do] = {
    'accept': does(accept_case),
    'correct': lambda case, actor, at: does(ask_for_correction, missing=_first(case))(case, actor, at),
    'supply': lambda case, actor, at: does(supply_papers, papers=_first(case))(case, actor, at),
    'decline': does(decline_case, reason='不属于本机关职权'),
    'lapse': lambda case, actor, at: deem_accepted(uid=case.uid, at=at),
    'review': does(review_case, opinion='属实'),
    'forward': does(forward_case),
    'send back': does(send_back, reason='请补充意见'),
    'approve': does(decide_case, approve=True),
    'refuse': does(decide_case, approve=False, reason='不符合条件'),
    'test': does(begin_procedure, wanted=TESTING),
    'tested': does(end_procedure, result='合格'),
    'tell': does(tell_hearing),
    'ask': does(ask_for_hearing),
    'extend': does(extend_case, days=5, reason='案情复杂'),
    'withdraw': does(withdraw_case, reason='不办了'),
    'terminate': does(terminate_case, reason='逾期未补正'),
    'deliver': does(deliver_case),
}
# What often follows one another, so that an example gets somewhere; any act may also come alone, by whomever.
USUAL = [
    ('correct', 'supply', 'correct'),
    ('accept', 'approve'),
    ('accept', 'review'),
    ('accept', 'test', 'tested'),
    ('accept', 'tell', 'ask'),
]
USUAL += [('accept', 'review', 'forward'), ('accept', 'extend'), ('approve', 'deliver')]
SCRIPTS = st.sampled_from(USUAL) | st.tuples(st.sampled_from(sorted(DOINGS)))
STEPS = st.tuples(st.sampled_from(HALLS), SCRIPTS, st.sampled_from([True, True, False]), st.integers(0, 4))


class Undo(Exception):
    """Ends an example and takes all that it did back."""


def test_no_path_breaks_what_the_law_and_the_protocol_hold(world: World) -> None:
    staff = {
        (hall, chief): world.chief(hall) if chief else world.person(hall, Role.CLERK, Role.LEADER)
        for hall in HALLS
        for chief in (True, False)
    }
    world.make_head(staff[TOWNSHIP, False], world.organ(TOWNSHIP, HOMESTEAD))
    world.make_head(staff[COUNTY, False], world.organ(COUNTY, HYGIENE))

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from([HOMESTEAD, HYGIENE]), st.lists(STEPS, min_size=3, max_size=9))
    def lives(matter: str, steps: list[Step]) -> None:
        try:
            with transaction.atomic():
                _live(world, staff, matter, steps)
                raise Undo
        except Undo:
            world.link = MemoryLink()  # what it carried never happened

    lives()


def _live(world: World, staff: dict[tuple[str, bool], Actor], matter: str, steps: list[Step]) -> None:
    first = world.receive(TOWNSHIP, matter, at=MONDAY)
    at = MONDAY
    for hall, script, chief, days in steps:
        at += timedelta(days=days)
        for doing in script:
            at += timedelta(minutes=1)
            _try(world, first, hall, staff[hall, chief], DOINGS[doing], at)
        world.carry()
        _check(world, first)


def _try(world: World, first: Case, hall: str, actor: Actor, do: Do, at: datetime) -> None:
    with hall_context(world.hall(hall)):
        known = Case.objects.filter(uid=first.uid).first()
        if known is None:
            return
        before = known.event_count
        try:
            with transaction.atomic():
                do(known, actor, at)
        except Refused:
            assert Case.objects.get(uid=first.uid).event_count == before


def _check(world: World, first: Case) -> None:
    found = []
    for hall in HALLS:
        with hall_context(world.hall(hall)):
            found += [(hall, case, list(case.events.all())) for case in Case.objects.filter(uid=first.uid)]
    assert sum(case.custody == 'held' for _, case, _ in found) == 1
    assert sum(event.kind == 'ask_correction' for _, _, events in found for event in events) <= 1
    assert len({case.outcome_data['kind'] for _, case, _ in found if case.outcome_data}) <= 1
    for hall, case, events in found:
        assert (case.number, case.origin, case.received_at) == (first.number, TOWNSHIP, MONDAY)
        _check_events(case, events)
        _check_clock(world, hall, case)


def _check_events(case: Case, events: list) -> None:  # type: ignore[type-arg]
    tip = GENESIS
    for event in events:
        assert (event.previous, event.hash) == (tip, link(tip, event.body()))
        tip = event.hash
        if event.kind in ('approve', 'refuse'):
            assert event.data['relied_on']['grant_id'] and event.data['relied_on']['authorisation_id']
    assert tip == case.event_tip


def _check_clock(world: World, hall: str, case: Case) -> None:
    """No limit is ever earlier than it would be had nothing been stopped or added."""
    clock = case.clock
    if clock is None or case.promised_due is None:
        return
    added: list[Extension] = clock.extensions
    plain = calendar_of(world.hall(hall).area_code).add(clock.since, clock.promised_days)
    assert case.promised_due >= plain.day
    assert len(added) <= 1

"""A walk at random through three halls with the real code, held to the promises of the custody protocol.

1. never two halls that may decide; 2. at most one outcome, ever; 3. once all messages are read one hall may decide, or
the case has its outcome and all halls know it; 4. each request is answered exactly once; 5. the number stays;
6. one correction at most; 7. no decision without power.
"""

import os
from collections.abc import Callable
from functools import partial

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from federation.inbox.models import ParkedMessage, StreamCursor
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.assign import assign_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.decline import decline_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.procedure import begin_procedure, end_procedure
from govhall.casework.acts.recall import recall_case
from govhall.casework.acts.review import review_case
from govhall.casework.acts.send_back import send_back
from govhall.casework.acts.supply import supply_papers
from govhall.casework.acts.transfer import transfer_case
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case, CaseEvent, CaseRequest
from govhall.casework.rules.procedures import ProcedureKind, ProcedureRequest
from govhall.casework.rules.states import Custody
from govhall.catalogue.models import Grant
from govhall.catalogue.rules import Mode, Power
from govhall.kernel.chain import GENESIS, link
from govhall.kernel.errors import Refused
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.road import Roads
from tests.builders.world import COUNTY, LONG_AGO, PLANTS, PROVINCE, TOWNSHIP, World, paper_codes

HALLS = (TOWNSHIP, COUNTY, PROVINCE)
ROADS = ((TOWNSHIP, COUNTY), (COUNTY, TOWNSHIP), (COUNTY, PROVINCE), (PROVINCE, COUNTY))
ENDINGS = ['approve', 'refuse', 'decline', 'withdraw']
LOOK = """
SELECT (SELECT count(*) FROM {0}.casework_case WHERE uid = %(uid)s AND custody = 'held' AND outcome_data IS NULL),
    (SELECT count(*) FROM {0}.casework_event WHERE case_id = %(uid)s AND kind = ANY(%(endings)s))
"""
PAPERS = frozenset(paper_codes(PLANTS)[:1])
ACTS: dict[str, Callable[..., Case]] = {
    'accept': accept_case,
    'review': partial(review_case, opinion='属实'),
    'forward': forward_case,
    'approve': partial(decide_case, approve=True),
    'refuse': partial(decide_case, approve=False, reason='不符合条件'),
    'decline': partial(decline_case, reason='不属于本机关职权'),
    'correct': partial(ask_for_correction, missing=PAPERS),
    'supply': partial(supply_papers, papers=PAPERS),
    'withdraw': partial(withdraw_case, reason='不办了'),
    'deliver': deliver_case,
    'send-back': partial(send_back, reason='意见不明确'),
    'recall': partial(recall_case, reason='材料交错'),
    'assign-township': partial(assign_case, to=TOWNSHIP, reason='请核实'),
    'assign-county': partial(assign_case, to=COUNTY, reason='请核实'),
    'transfer': partial(transfer_case, to=COUNTY, reason='归县里办'),
    'begin': partial(begin_procedure, wanted=ProcedureRequest(kind=ProcedureKind.EXPERTS, told_days=5)),
    'end': partial(end_procedure, result='通过'),
}
# What a hall may do with the matter; without any power it refuses custody.
POWERS = st.sampled_from([Mode.OWN, Mode.REVIEW, Mode.RECEIPT, None])


class Walk(RuleBasedStateMachine):
    """One case; people act at their desks, powers come and go, each road delivers when it likes."""

    desks: dict[str, Desk]
    looking: str

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.roads = Roads()
        case = self.desks[TOWNSHIP].world.receive(TOWNSHIP, PLANTS)
        self.uid, self.number = case.uid, case.number

    def teardown(self) -> None:
        try:
            self.check_settled()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @rule(hall=st.sampled_from(HALLS), act=st.sampled_from(sorted(ACTS)))
    def act(self, hall: str, act: str) -> None:
        """Somebody tries something; a refusal is an answer, too."""
        if any(known == hall for known, _ in self.cases()):
            try:
                self.desks[hall].do(ACTS[act], self.uid)
            except Refused:
                return

    @rule(act=st.sampled_from(['accept', 'review', 'forward']))
    def the_holder_goes_on(self, act: str) -> None:
        """What usually happens, so that a walk comes far."""
        for hall, case in self.cases():
            if case.custody == Custody.HELD:
                self.act(hall, act)

    @rule(hall=st.sampled_from(HALLS[1:]), mode=POWERS)
    def power_changes(self, hall: str, mode: Mode | None) -> None:
        """The hall above gains or loses power over the matter."""
        grants = Grant.objects.filter(matter_code=PLANTS, hall_code=hall)
        grants.update(valid_to=LONG_AGO if mode is None else None, mode=mode or Mode.REVIEW)

    @rule(road=st.sampled_from(ROADS))
    def deliver(self, road: tuple[str, str]) -> None:
        """The next message of one road arrives."""
        self.roads.deliver(road)

    @invariant()
    def never_two_deciders_and_never_two_outcomes(self) -> None:
        deciders, endings = self.look()
        assert deciders <= 1, 'two halls may decide'
        assert endings <= 1, 'more than one outcome'

    def look(self) -> tuple[int, int]:
        """How many halls may decide, and how many acts that end a case there were, in one statement."""
        with connection.cursor() as cursor:
            cursor.execute(self.looking, {'uid': self.uid, 'endings': ENDINGS})
            deciders, endings = zip(*cursor.fetchall(), strict=True)
        return sum(deciders), sum(endings)

    def cases(self) -> list[tuple[str, Case]]:
        """The halls that know the case, with what they know."""
        found = []
        for hall, desk in self.desks.items():
            with hall_context(desk.world.hall(hall)):
                found += [(hall, case) for case in Case.objects.filter(uid=self.uid)]
        return found

    def check_settled(self) -> None:
        """What must hold once all roads are empty."""
        self.roads.settle()
        cases = self.cases()
        outcomes = {case.outcome and (case.outcome.kind, case.outcome.hall) for _, case in cases}
        assert len(outcomes) == 1, outcomes
        assert self.look()[0] == (outcomes == {None})
        assert not ParkedMessage.objects.exists() and not StreamCursor.objects.exclude(state='ok').exists()
        self.check_hall_of_origin(dict(cases))
        self.check_answers()
        self.check_chains(cases)
        assert {case.number for _, case in cases} == {self.number}
        self.check_acts()

    def check_hall_of_origin(self, cases: dict[str, Case]) -> None:
        """Where the applicant stands, everything is known: who holds the case, in which state and until when."""
        origin, holder = cases[TOWNSHIP], cases[cases[TOWNSHIP].holder]
        assert (origin.state, origin.dues, origin.papers) == (holder.state, holder.dues, holder.papers)
        assert origin.outcome_data or holder.custody == Custody.HELD

    def check_answers(self) -> None:
        """Each request has one answer, the same in every hall that it passed, and no hall recorded it twice."""
        answers: dict[str, set[bool | None]] = {}
        for desk in self.desks.values():
            with hall_context(desk.world.hall(desk.hall)):
                asked = CaseRequest.objects.filter(case_id=self.uid).values_list('uid', 'granted')
                told = CaseEvent.objects.filter(case_id=self.uid, kind='answered').values_list('data__request')
                assert sorted(one for (one,) in told) == sorted(str(request) for request, _ in asked)
            for request, granted in asked:
                answers.setdefault(str(request), set()).add(granted)
        assert all(given in ({True}, {False}) for given in answers.values()), answers

    def check_acts(self) -> None:
        """One correction over all halls, and each decision on a grant that gives the power, with a letter."""
        corrections, deciding = 0, {mode.value for mode in Mode if Power.DECIDE in mode.powers}
        for desk in self.desks.values():
            with hall_context(desk.world.hall(desk.hall)):
                events = CaseEvent.objects.filter(case_id=self.uid)
                corrections += events.filter(kind='ask_correction').count()
                relied = list(events.filter(kind__in=['approve', 'refuse']).values_list('data__relied_on', flat=True))
            assert all(one['mode'] in deciding and one['authorisation_id'] for one in relied), relied
        assert corrections <= 1

    def check_chains(self, cases: list[tuple[str, Case]]) -> None:
        """Each hall's events are a chain from the first to the last."""
        for hall, case in cases:
            tip = GENESIS
            with hall_context(self.desks[hall].world.hall(hall)):
                for event in case.events.order_by('seq'):
                    assert event.previous == tip
                    tip = link(tip, event.body())
            assert tip == case.event_tip


def test_no_walk_through_three_halls_breaks_a_promise(world: World) -> None:
    looking = ' UNION ALL '.join(LOOK.format(world.hall(hall).schema_name) for hall in HALLS)
    desks = {hall: Desk.of_chief(world, hall) for hall in HALLS}
    run_state_machine_as_test(
        type('WalkHere', (Walk,), {'desks': desks, 'looking': looking}),
        settings=settings(
            max_examples=int(os.environ.get('GOVHALL_TEST_WALKS', '20')),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )

"""Whatever people try in whatever order, the table leads no case astray."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from govhall.casework.rules.states import OPEN, Custody, State
from govhall.casework.rules.transitions import NotHolder, NotNow, NotYourRole, Transition, check
from govhall.catalogue.rules import Power
from govhall.kernel.errors import Refused
from tenants.roles import Role
from tests.builders.rows import Row

OUTCOMES = {State.APPROVED, State.REFUSED, State.NOT_ACCEPTED, State.WITHDRAWN, State.TERMINATED}
DECISIONS = {State.APPROVED, State.REFUSED}
MOVES = {Row.REPORT, Row.PASS_ON}
MONEY = {Row.ASSESS_FEE, Row.CANCEL_FEE, Row.BILL_FEE, Row.VOID_BILL, Row.COLLECT_FEE, Row.REFUND_FEE}
BESIDE = MONEY | {Row.HAND_TO_OVERSIGHT}  # goes on after the end


class Life(RuleBasedStateMachine):
    """One case in one hall; powers come and go, custody leaves and returns."""

    def __init__(self) -> None:
        super().__init__()
        self.state: State | None = None
        self.custody = Custody.HELD
        self.outcomes: list[State] = []
        self.acts: list[tuple[Transition, frozenset[Power], Custody]] = []

    @initialize(act=st.sampled_from([Row.ENTRUST, Row.RECEIVE, Row.BEGIN_REVOCATION]))
    def begin(self, act: Transition) -> None:
        check(act, state=None, custody=Custody.HELD, roles=None)
        self.state = act.to

    @rule(
        act=st.sampled_from(list(Row)),
        roles=st.none() | st.frozensets(st.sampled_from(Role)),
        powers=st.frozensets(st.sampled_from(Power)),
    )
    def act(self, act: Transition, roles: frozenset[Role] | None, powers: frozenset[Power]) -> None:
        try:
            check(act, state=self.state, custody=self.custody, roles=roles)
        except (NotNow, NotHolder, NotYourRole) as refusal:
            assert isinstance(refusal, Refused) and str(refusal)
            return
        if act.power is not None and act.power not in powers:
            return
        self.acts.append((act, powers, self.custody))
        self.state = act.to or self.state
        if act.to in OUTCOMES:
            self.outcomes.append(act.to)
        if act in MOVES:
            self.custody = Custody.IN_TRANSIT

    @rule(custody=st.sampled_from([Custody.HELD, Custody.WATCHING]))
    def the_token_moves(self, custody: Custody) -> None:
        if self.custody is not Custody.HELD and self.state in OPEN:
            self.custody = custody

    @invariant()
    def it_ends_once(self) -> None:
        assert len(self.outcomes) <= 1

    @invariant()
    def after_the_end_there_is_only_delivery_and_money(self) -> None:
        ended = self.state in OUTCOMES | {State.LICENSED, State.DELIVERED}
        assert ended == bool(self.outcomes)
        assert self.state is not State.LICENSED or self.outcomes == [State.APPROVED]
        steps = [act for act, _, _ in self.acts if act not in BESIDE]
        assert self.state is not State.DELIVERED or steps[-1] is Row.DELIVER

    @invariant()
    def it_was_decided_by_its_holder_with_the_power_and_after_acceptance(self) -> None:
        deciding = [one for one in self.acts if one[0] in (Row.APPROVE, Row.REFUSE)]
        assert all(Power.DECIDE in powers and custody is Custody.HELD for _, powers, custody in deciding)
        done = {act for act, _, _ in self.acts}
        assert not deciding or done & {Row.ACCEPT, Row.DEEM_ACCEPTED}

    @invariant()
    def corrections_and_papers_alternate(self) -> None:
        """The table never asks twice without papers between; that it is asked once at all is the service's promise."""
        talk = [act for act, _, _ in self.acts if act in (Row.ASK_CORRECTION, Row.SUPPLY)]
        assert talk == [Row.ASK_CORRECTION, Row.SUPPLY] * (len(talk) // 2) + [Row.ASK_CORRECTION] * (len(talk) % 2)


TestAnyLife = Life.TestCase
TestAnyLife.settings = settings(max_examples=80, stateful_step_count=25, deadline=None)

"""Whatever people try in whatever order, the table leads no case astray."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from govhall.casework.rules.states import OPEN, Act, Custody, State
from govhall.casework.rules.transitions import NotHolder, NotNow, NotYourRole, check
from govhall.catalogue.rules import Power
from govhall.kernel.errors import Refused
from tenants.roles import Role

OUTCOMES = {State.APPROVED, State.REFUSED, State.NOT_ACCEPTED, State.WITHDRAWN, State.TERMINATED}
DECISIONS = {State.APPROVED, State.REFUSED}
MOVES = {Act.REPORT, Act.PASS_ON}
MONEY = {Act.ASSESS_FEE, Act.CANCEL_FEE, Act.BILL_FEE, Act.VOID_BILL, Act.COLLECT_FEE, Act.REFUND_FEE}
BESIDE = MONEY | {Act.HAND_TO_OVERSIGHT}  # goes on after the end


class Life(RuleBasedStateMachine):
    """One case in one hall; powers come and go, custody leaves and returns."""

    def __init__(self) -> None:
        super().__init__()
        self.state: State | None = None
        self.custody = Custody.HELD
        self.outcomes: list[State] = []
        self.acts: list[tuple[Act, frozenset[Power], Custody]] = []

    @initialize(act=st.sampled_from([Act.ENTRUST, Act.RECEIVE, Act.BEGIN_REVOCATION]))
    def begin(self, act: Act) -> None:
        self.state = check(act, state=None, custody=Custody.HELD, roles=None).to

    @rule(
        act=st.sampled_from(Act),
        roles=st.none() | st.frozensets(st.sampled_from(Role)),
        powers=st.frozensets(st.sampled_from(Power)),
    )
    def act(self, act: Act, roles: frozenset[Role] | None, powers: frozenset[Power]) -> None:
        try:
            found = check(act, state=self.state, custody=self.custody, roles=roles)
        except (NotNow, NotHolder, NotYourRole) as refusal:
            assert isinstance(refusal, Refused) and str(refusal)
            return
        if found.power is not None and found.power not in powers:
            return
        self.acts.append((act, powers, self.custody))
        self.state = found.to or self.state
        if found.to in OUTCOMES:
            self.outcomes.append(found.to)
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
        assert self.state is not State.DELIVERED or steps[-1] is Act.DELIVER

    @invariant()
    def it_was_decided_by_its_holder_with_the_power_and_after_acceptance(self) -> None:
        deciding = [one for one in self.acts if one[0] in (Act.APPROVE, Act.REFUSE)]
        assert all(Power.DECIDE in powers and custody is Custody.HELD for _, powers, custody in deciding)
        done = {act for act, _, _ in self.acts}
        assert not deciding or done & {Act.ACCEPT, Act.DEEM_ACCEPTED}

    @invariant()
    def corrections_and_papers_alternate(self) -> None:
        """The table never asks twice without papers between; that it is asked once at all is the service's promise."""
        talk = [act for act, _, _ in self.acts if act in (Act.ASK_CORRECTION, Act.SUPPLY)]
        assert talk == [Act.ASK_CORRECTION, Act.SUPPLY] * (len(talk) // 2) + [Act.ASK_CORRECTION] * (len(talk) % 2)


TestAnyLife = Life.TestCase
TestAnyLife.settings = settings(max_examples=80, stateful_step_count=25, deadline=None)

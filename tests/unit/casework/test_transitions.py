"""The table of a case's life says yes to what the law allows and no to everything else."""

import pytest

from govhall.casework.rules.states import OPEN, STATE_LABELS, Act, Custody, State
from govhall.casework.rules.transitions import TABLE, NotHolder, NotNow, NotYourRole, acts_open, check
from govhall.catalogue.rules import Power
from tenants.roles import Role

S = State
INTERVALS = [Act.BEGIN_PROCEDURE, Act.END_PROCEDURE, Act.EXTEND]
INTERVALS += [Act.CHECK_SITE, Act.ASSIGN, Act.SEND_BACK, Act.CONSULT]
INTERVALS += [Act.TELL_HEARING, Act.ASK_HEARING, Act.CALL_HEARING, Act.HOLD_HEARING]
PAYABLE = (S.ACCEPTED, S.REVIEWED, S.APPROVED, S.LICENSED, S.DELIVERED)
CHARGED = [*PAYABLE, S.REFUSED, S.WITHDRAWN, S.TERMINATED]
GOING_ON = (S.RECEIVED, S.CORRECTING, S.ACCEPTED, S.REVIEWED)
MONEY_BESIDE = {Act.CANCEL_FEE, Act.BILL_FEE, Act.VOID_BILL, Act.COLLECT_FEE, Act.REFUND_FEE}
ALLOWED = {
    (None, Act.ENTRUST): S.ENTRUSTED,
    (None, Act.RECEIVE): S.RECEIVED,
    (None, Act.BEGIN_REVOCATION): S.RECEIVED,
    (S.APPROVED, Act.MAKE_LICENCE): S.LICENSED,
    (S.LICENSED, Act.DELIVER): S.DELIVERED,
    (S.LICENSED, Act.HAND_TO_OVERSIGHT): None,
    (None, Act.DRAFT): S.DRAFT,
    (S.DRAFT, Act.SUBMIT): S.SUBMITTED,
    (S.PRE_RETURNED, Act.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, Act.PRE_RETURN): S.PRE_RETURNED,
    (S.SUBMITTED, Act.RECEIVE): S.RECEIVED,
    **{(state, Act.DISCARD): None for state in (S.DRAFT, S.SUBMITTED, S.PRE_RETURNED)},
    (S.ENTRUSTED, Act.RECEIVE): S.RECEIVED,
    (S.ENTRUSTED, Act.WITHDRAW): S.WITHDRAWN,
    (S.RECEIVED, Act.ASK_CORRECTION): S.CORRECTING,
    (S.RECEIVED, Act.DECLINE): S.NOT_ACCEPTED,
    (S.RECEIVED, Act.ACCEPT): S.ACCEPTED,
    (S.RECEIVED, Act.DEEM_ACCEPTED): S.ACCEPTED,
    **{(state, Act.DEEM_RENEWED): S.APPROVED for state in (S.RECEIVED, S.ACCEPTED, S.REVIEWED)},
    (S.RECEIVED, Act.PASS_ON): None,
    (S.RECEIVED, Act.WITHDRAW): S.WITHDRAWN,
    (S.CORRECTING, Act.SUPPLY): S.RECEIVED,
    (S.CORRECTING, Act.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, Act.REVIEW): S.REVIEWED,
    (S.ACCEPTED, Act.PASS_ON): None,
    (S.ACCEPTED, Act.APPROVE): S.APPROVED,
    (S.ACCEPTED, Act.REFUSE): S.REFUSED,
    (S.ACCEPTED, Act.WITHDRAW): S.WITHDRAWN,
    (S.REVIEWED, Act.REVIEW): S.REVIEWED,
    (S.REVIEWED, Act.REPORT): None,
    (S.REVIEWED, Act.APPROVE): S.APPROVED,
    (S.REVIEWED, Act.REFUSE): S.REFUSED,
    (S.REVIEWED, Act.WITHDRAW): S.WITHDRAWN,
    **{(state, act): None for state in (S.ACCEPTED, S.REVIEWED) for act in INTERVALS},
    **{(state, act): None for state in (S.ACCEPTED, S.REVIEWED) for act in (Act.WAIVE_HEARING, Act.ANNOUNCE_HEARING)},
    **{(S.RECEIVED, act): None for act in (Act.ASSIGN, Act.SEND_BACK, Act.CONSULT, Act.TRANSFER)},
    **{(state, Act.TERMINATE): S.TERMINATED for state in GOING_ON},
    (S.ENTRUSTED, Act.TRANSFER): None,
    (S.APPROVED, Act.HAND_TO_OVERSIGHT): None,
    (S.DELIVERED, Act.HAND_TO_OVERSIGHT): None,
    **{(state, Act.ASSESS_FEE): None for state in PAYABLE[:4]},
    **{(state, act): None for state in PAYABLE for act in (Act.BILL_FEE, Act.COLLECT_FEE)},
    **{(state, act): None for state in CHARGED for act in (Act.CANCEL_FEE, Act.VOID_BILL, Act.REFUND_FEE)},
    **{(state, Act.ATTACH): None for state in (S.ENTRUSTED, S.RECEIVED, S.CORRECTING)},
    (S.RECEIVED, Act.REUSE): None,
    (S.APPROVED, Act.DELIVER): S.DELIVERED,
    (S.REFUSED, Act.DELIVER): S.DELIVERED,
    (S.NOT_ACCEPTED, Act.DELIVER): S.DELIVERED,
    (S.RECEIVED, Act.CLOSE_IN_VILLAGE): S.APPROVED,
    **{(state, Act.ASSIST_IN_VILLAGE): None for state in (S.ENTRUSTED, S.RECEIVED, S.ACCEPTED, S.REVIEWED)},
}
POWERS = {
    Act.PRE_RETURN: Power.RECEIVE,
    Act.RECEIVE: Power.RECEIVE,
    Act.SUPPLY: Power.RECEIVE,
    Act.ATTACH: Power.RECEIVE,
    Act.REUSE: Power.RECEIVE,
    Act.PASS_ON: Power.RECEIVE,
    Act.ASK_CORRECTION: Power.ACCEPT,
    Act.DECLINE: Power.ACCEPT,
    Act.ACCEPT: Power.ACCEPT,
    Act.TERMINATE: Power.ACCEPT,
    Act.REVIEW: Power.REVIEW,
    Act.REPORT: Power.REVIEW,
    Act.APPROVE: Power.DECIDE,
    Act.REFUSE: Power.DECIDE,
    Act.ASSIGN: Power.ACCEPT,
    Act.SEND_BACK: Power.ACCEPT,
    Act.CONSULT: Power.ACCEPT,
    Act.HAND_TO_OVERSIGHT: Power.DECIDE,
    Act.BEGIN_PROCEDURE: Power.REVIEW,
    Act.END_PROCEDURE: Power.REVIEW,
    Act.EXTEND: Power.DECIDE,
    Act.TELL_HEARING: Power.DECIDE,
    Act.ANNOUNCE_HEARING: Power.DECIDE,
    Act.CALL_HEARING: Power.DECIDE,
    Act.HOLD_HEARING: Power.DECIDE,
    Act.ASSESS_FEE: Power.DECIDE,
    Act.CHECK_SITE: Power.ACCEPT,
    Act.MAKE_LICENCE: Power.DECIDE,
    Act.BEGIN_REVOCATION: Power.DECIDE,
    Act.CLOSE_IN_VILLAGE: Power.DECIDE,
    Act.ASSIST_IN_VILLAGE: Power.RECEIVE,
}
DECIDERS = frozenset({Role.CHIEF, Role.APPROVER})


@pytest.mark.parametrize('state', [None, *State])
@pytest.mark.parametrize('act', Act)
def test_each_act_fits_the_states_that_the_law_knows_and_no_other(state: State | None, act: Act) -> None:
    if (state, act) in ALLOWED:
        assert check(act, state=state, custody=Custody.HELD, roles=None).to == ALLOWED[state, act]
    else:
        with pytest.raises(NotNow) as refusal:
            check(act, state=state, custody=Custody.HELD, roles=None)
        assert (refusal.value.code, '刷新' in str(refusal.value)) == ('NOT_NOW', True)


@pytest.mark.parametrize('act', Act)
def test_each_act_rests_on_its_power(act: Act) -> None:
    assert TABLE[act].power == POWERS.get(act)


@pytest.mark.parametrize('custody', [Custody.IN_TRANSIT, Custody.WATCHING])
@pytest.mark.parametrize('act', Act)
def test_only_the_holder_acts(act: Act, custody: Custody) -> None:
    """While a case is elsewhere a hall may write deemed acceptance (on its way), delivery, and its own money."""
    state = min(TABLE[act].states, default=None)
    beside = {Act.DELIVER, Act.HAND_TO_OVERSIGHT} | MONEY_BESIDE
    if act in beside or (act is Act.DEEM_ACCEPTED and custody is Custody.IN_TRANSIT):
        check(act, state=state, custody=custody, roles=None)
    else:
        with pytest.raises(NotHolder):
            check(act, state=state, custody=custody, roles=None)


@pytest.mark.parametrize('act', Act)
@pytest.mark.parametrize('role', Role)
def test_each_role_does_its_own_work(act: Act, role: Role) -> None:
    state, rule = min(TABLE[act].states, default=None), TABLE[act]
    if role in rule.roles:
        assert check(act, state=state, custody=Custody.HELD, roles=frozenset({role})) is rule
    else:
        with pytest.raises(NotYourRole):
            check(act, state=state, custody=Custody.HELD, roles=frozenset({role}))


def test_only_chief_representatives_and_approvers_decide() -> None:
    assert TABLE[Act.APPROVE].roles == TABLE[Act.REFUSE].roles == DECIDERS


def test_no_person_can_deem_a_case_accepted() -> None:
    assert TABLE[Act.DEEM_ACCEPTED].roles == frozenset()


@pytest.mark.parametrize('role', [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_who_watches_over_others_does_no_case(role: Role) -> None:
    assert not any(role in rule.roles for rule in TABLE.values())


def test_article_42_only_the_head_extends_a_limit_and_does_nothing_else() -> None:
    assert [act for act, rule in TABLE.items() if Role.LEADER in rule.roles] == [Act.EXTEND]
    assert TABLE[Act.EXTEND].roles == {Role.LEADER}
    assert {act for act, rule in TABLE.items() if not rule.by_letter} == {
        Act.PRE_RETURN,
        Act.DEEM_RENEWED,
        Act.EXTEND,
        Act.ASSESS_FEE,
        Act.MAKE_LICENCE,
        Act.CLOSE_IN_VILLAGE,
    }


def test_article_24_a_village_agent_neither_approves_nor_refuses_a_licence() -> None:
    agents = {act for act, rule in TABLE.items() if Role.AGENT in rule.roles}
    assert not agents & {Act.ACCEPT, Act.DECLINE, Act.REVIEW, Act.APPROVE, Act.REFUSE, Act.EXTEND}


@pytest.mark.parametrize(
    ('act', 'document'),
    [
        (Act.RECEIVE, '01'),
        (Act.ASK_CORRECTION, '02'),
        (Act.DECLINE, '03'),
        (Act.ACCEPT, '04'),
        (Act.DEEM_ACCEPTED, '04'),
        (Act.SUPPLY, '05'),
        (Act.REFUSE, '07'),
        (Act.DELIVER, '09'),
    ],
)
def test_each_step_issues_the_paper_of_its_code(act: Act, document: str) -> None:
    assert TABLE[act].document == document


@pytest.mark.parametrize('state', OPEN)
def test_an_open_case_can_always_end(state: State) -> None:
    assert Act.WITHDRAW in acts_open(state=state, custody=Custody.HELD, roles=frozenset({Role.CLERK}))


def test_a_page_offers_what_the_check_allows() -> None:
    for state in State:
        for custody in Custody:
            offered = acts_open(state=state, custody=custody, roles=frozenset({Role.CHIEF}))
            assert offered == {act for act in Act if _passes(act, state, custody)}


def _passes(act: Act, state: State, custody: Custody) -> bool:
    try:
        check(act, state=state, custody=custody, roles=frozenset({Role.CHIEF}))
    except (NotNow, NotHolder, NotYourRole):
        return False
    return True


def test_every_state_has_its_word_on_screen() -> None:
    assert set(STATE_LABELS) == set(State)
    assert len({state.label for state in State}) == len(State)

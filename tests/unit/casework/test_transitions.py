"""The table of a case's life says yes to what the law allows and no to everything else."""

import pytest

from govhall.casework.rules.states import OPEN, STATE_LABELS, TO_DELIVER, Custody, State
from govhall.casework.rules.transitions import (
    DuplicateTransition,
    NotHolder,
    NotNow,
    NotYourRole,
    Transition,
    check,
    open_rows,
    table,
    transition,
)
from govhall.catalogue.rules import Power
from tenants.roles import Role
from tests.builders.rows import Row, name_of

S = State
INTERVALS = [Row.BEGIN_PROCEDURE, Row.END_PROCEDURE, Row.EXTEND]
INTERVALS += [Row.CHECK_SITE, Row.ASSIGN, Row.SEND_BACK, Row.CONSULT]
INTERVALS += [Row.TELL_HEARING, Row.ASK_HEARING, Row.CALL_HEARING, Row.HOLD_HEARING]
PAYABLE = (S.ACCEPTED, S.REVIEWED, S.APPROVED, S.LICENSED, S.DELIVERED)
CHARGED = [*PAYABLE, S.REFUSED, S.WITHDRAWN, S.TERMINATED]
GOING_ON = (S.RECEIVED, S.CORRECTING, S.ACCEPTED, S.REVIEWED)
HELP = (Row.ASSIGN_HELPER, Row.NOTE_HELP, Row.END_HELP)
MONEY_BESIDE = {Row.CANCEL_FEE, Row.BILL_FEE, Row.VOID_BILL, Row.COLLECT_FEE, Row.REFUND_FEE}
ALLOWED = {
    (None, Row.ENTRUST): S.ENTRUSTED,
    (None, Row.RECEIVE): S.RECEIVED,
    (None, Row.BEGIN_REVOCATION): S.RECEIVED,
    (S.APPROVED, Row.MAKE_LICENCE): S.LICENSED,
    (S.LICENSED, Row.DELIVER): S.DELIVERED,
    (S.LICENSED, Row.HAND_TO_OVERSIGHT): None,
    (None, Row.DRAFT): S.DRAFT,
    (S.DRAFT, Row.SUBMIT): S.SUBMITTED,
    (S.PRE_RETURNED, Row.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, Row.PRE_RETURN): S.PRE_RETURNED,
    (S.SUBMITTED, Row.RECEIVE): S.RECEIVED,
    **{(state, Row.DISCARD): None for state in (S.DRAFT, S.SUBMITTED, S.PRE_RETURNED)},
    (S.ENTRUSTED, Row.RECEIVE): S.RECEIVED,
    (S.ENTRUSTED, Row.WITHDRAW): S.WITHDRAWN,
    (S.RECEIVED, Row.ASK_CORRECTION): S.CORRECTING,
    (S.RECEIVED, Row.DECLINE): S.NOT_ACCEPTED,
    (S.RECEIVED, Row.ACCEPT): S.ACCEPTED,
    (S.RECEIVED, Row.DEEM_ACCEPTED): S.ACCEPTED,
    **{(state, Row.DEEM_RENEWED): S.APPROVED for state in (S.RECEIVED, S.ACCEPTED, S.REVIEWED)},
    (S.RECEIVED, Row.PASS_ON): None,
    (S.RECEIVED, Row.WITHDRAW): S.WITHDRAWN,
    (S.CORRECTING, Row.SUPPLY): S.RECEIVED,
    (S.CORRECTING, Row.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, Row.REVIEW): S.REVIEWED,
    (S.ACCEPTED, Row.PASS_ON): None,
    (S.ACCEPTED, Row.APPROVE): S.APPROVED,
    (S.ACCEPTED, Row.REFUSE): S.REFUSED,
    (S.ACCEPTED, Row.WITHDRAW): S.WITHDRAWN,
    (S.REVIEWED, Row.REVIEW): S.REVIEWED,
    (S.REVIEWED, Row.REPORT): None,
    (S.REVIEWED, Row.APPROVE): S.APPROVED,
    (S.REVIEWED, Row.REFUSE): S.REFUSED,
    (S.REVIEWED, Row.WITHDRAW): S.WITHDRAWN,
    **{(state, act): None for state in (S.ACCEPTED, S.REVIEWED) for act in INTERVALS},
    **{(state, act): None for state in (S.ACCEPTED, S.REVIEWED) for act in (Row.WAIVE_HEARING, Row.ANNOUNCE_HEARING)},
    **{(S.RECEIVED, act): None for act in (Row.ASSIGN, Row.SEND_BACK, Row.CONSULT, Row.TRANSFER)},
    **{(state, Row.TERMINATE): S.TERMINATED for state in GOING_ON},
    (S.ENTRUSTED, Row.TRANSFER): None,
    (S.APPROVED, Row.HAND_TO_OVERSIGHT): None,
    (S.DELIVERED, Row.HAND_TO_OVERSIGHT): None,
    **{(state, Row.ASSESS_FEE): None for state in PAYABLE[:4]},
    **{(state, act): None for state in PAYABLE for act in (Row.BILL_FEE, Row.COLLECT_FEE)},
    **{(state, act): None for state in CHARGED for act in (Row.CANCEL_FEE, Row.VOID_BILL, Row.REFUND_FEE)},
    **{(state, Row.ATTACH): None for state in (S.ENTRUSTED, S.RECEIVED, S.CORRECTING)},
    **{(state, Row.ATTACH_LATER): None for state in (S.ACCEPTED, S.REVIEWED)},
    **{(state, Row.BRING_LATER): None for state in (S.RECEIVED, S.ACCEPTED, S.REVIEWED)},
    (S.RECEIVED, Row.REUSE): None,
    (S.APPROVED, Row.DELIVER): S.DELIVERED,
    (S.REFUSED, Row.DELIVER): S.DELIVERED,
    (S.NOT_ACCEPTED, Row.DELIVER): S.DELIVERED,
    (S.RECEIVED, Row.CLOSE_IN_VILLAGE): S.APPROVED,
    **{
        (state, act): None
        for state in (S.ENTRUSTED, *GOING_ON)
        for act in (Row.CLAIM, Row.PASS_TO_COLLEAGUE, Row.MOVE_DEPARTMENT, *HELP)
    },
    **{(state, Row.CHECK_IDENTITY): None for state in (*OPEN, *TO_DELIVER)},
    **{(state, Row.ASSIST_IN_VILLAGE): None for state in (S.ENTRUSTED, S.RECEIVED, S.ACCEPTED, S.REVIEWED)},
}
POWERS = {
    Row.PRE_RETURN: Power.RECEIVE,
    Row.RECEIVE: Power.RECEIVE,
    Row.SUPPLY: Power.RECEIVE,
    Row.ATTACH: Power.RECEIVE,
    Row.ATTACH_LATER: Power.RECEIVE,
    Row.BRING_LATER: Power.RECEIVE,
    Row.REUSE: Power.RECEIVE,
    Row.PASS_ON: Power.RECEIVE,
    Row.ASK_CORRECTION: Power.ACCEPT,
    Row.DECLINE: Power.ACCEPT,
    Row.ACCEPT: Power.ACCEPT,
    Row.TERMINATE: Power.ACCEPT,
    Row.REVIEW: Power.REVIEW,
    Row.REPORT: Power.REVIEW,
    Row.APPROVE: Power.DECIDE,
    Row.REFUSE: Power.DECIDE,
    Row.ASSIGN: Power.ACCEPT,
    Row.SEND_BACK: Power.ACCEPT,
    Row.CONSULT: Power.ACCEPT,
    Row.HAND_TO_OVERSIGHT: Power.DECIDE,
    Row.BEGIN_PROCEDURE: Power.REVIEW,
    Row.END_PROCEDURE: Power.REVIEW,
    Row.EXTEND: Power.DECIDE,
    Row.TELL_HEARING: Power.DECIDE,
    Row.ANNOUNCE_HEARING: Power.DECIDE,
    Row.CALL_HEARING: Power.DECIDE,
    Row.HOLD_HEARING: Power.DECIDE,
    Row.ASSESS_FEE: Power.DECIDE,
    Row.CHECK_SITE: Power.ACCEPT,
    Row.MAKE_LICENCE: Power.DECIDE,
    Row.BEGIN_REVOCATION: Power.DECIDE,
    Row.CLOSE_IN_VILLAGE: Power.DECIDE,
    Row.ASSIST_IN_VILLAGE: Power.RECEIVE,
}
DECIDERS = frozenset({Role.CHIEF, Role.APPROVER})


@pytest.mark.parametrize('act', list(Row), ids=name_of)
def test_each_act_fits_the_states_that_the_law_knows_and_no_other(act: Transition) -> None:
    for state in (None, *State):
        if (state, act) in ALLOWED:
            check(act, state=state, custody=Custody.HELD, roles=None)
            assert act.to == ALLOWED[state, act]
        else:
            with pytest.raises(NotNow) as refusal:
                check(act, state=state, custody=Custody.HELD, roles=None)
            assert (refusal.value.code, '刷新' in str(refusal.value)) == ('NOT_NOW', True)


@pytest.mark.parametrize('act', list(Row), ids=name_of)
def test_each_act_rests_on_its_power(act: Transition) -> None:
    assert act.power == POWERS.get(act)


@pytest.mark.parametrize('custody', [Custody.IN_TRANSIT, Custody.WATCHING])
@pytest.mark.parametrize('act', list(Row), ids=name_of)
def test_only_the_holder_acts(act: Transition, custody: Custody) -> None:
    """While a case is elsewhere a hall may write deemed acceptance (on its way), delivery, whom it saw and money."""
    state = min(act.states, default=None)
    beside = {Row.DELIVER, Row.HAND_TO_OVERSIGHT, Row.CHECK_IDENTITY} | MONEY_BESIDE
    if act in beside or (act is Row.DEEM_ACCEPTED and custody is Custody.IN_TRANSIT):
        check(act, state=state, custody=custody, roles=None)
    else:
        with pytest.raises(NotHolder):
            check(act, state=state, custody=custody, roles=None)


@pytest.mark.parametrize('act', list(Row), ids=name_of)
def test_each_role_does_its_own_work(act: Transition) -> None:
    state = min(act.states, default=None)
    for role in Role:
        if role in act.roles:
            check(act, state=state, custody=Custody.HELD, roles=frozenset({role}))
        else:
            with pytest.raises(NotYourRole):
                check(act, state=state, custody=Custody.HELD, roles=frozenset({role}))


def test_only_chief_representatives_and_approvers_decide() -> None:
    assert Row.APPROVE.roles == Row.REFUSE.roles == DECIDERS


def test_no_person_can_deem_a_case_accepted() -> None:
    assert Row.DEEM_ACCEPTED.roles == frozenset()


@pytest.mark.parametrize('role', [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_who_watches_over_others_does_no_case(role: Role) -> None:
    assert not any(role in row.roles for row in Row)


def test_article_42_only_the_head_extends_a_limit_and_does_nothing_else() -> None:
    assert [row for row in Row if Role.LEADER in row.roles] == [Row.EXTEND, Row.MOVE_DEPARTMENT]
    assert Row.EXTEND.roles == {Role.LEADER}
    assert {row for row in Row if not row.by_letter} == {
        Row.PRE_RETURN,
        Row.DEEM_RENEWED,
        Row.EXTEND,
        Row.ASSESS_FEE,
        Row.MAKE_LICENCE,
        Row.CLOSE_IN_VILLAGE,
    }


def test_article_24_a_village_agent_neither_approves_nor_refuses_a_licence() -> None:
    agents = {row for row in Row if Role.AGENT in row.roles}
    assert not agents & {Row.ACCEPT, Row.DECLINE, Row.REVIEW, Row.APPROVE, Row.REFUSE, Row.EXTEND}


@pytest.mark.parametrize(
    ('act', 'document'),
    [
        (Row.RECEIVE, '01'),
        (Row.ASK_CORRECTION, '02'),
        (Row.DECLINE, '03'),
        (Row.ACCEPT, '04'),
        (Row.DEEM_ACCEPTED, '04'),
        (Row.SUPPLY, '05'),
        (Row.REFUSE, '07'),
        (Row.DELIVER, '09'),
    ],
    ids=name_of,
)
def test_each_step_issues_the_paper_of_its_code(act: Transition, document: str) -> None:
    assert act.document == document


@pytest.mark.parametrize('state', OPEN)
def test_an_open_case_can_always_end(state: State) -> None:
    assert Row.WITHDRAW in open_rows(state=state, custody=Custody.HELD, roles=frozenset({Role.CLERK}))


def test_a_page_offers_what_the_check_allows() -> None:
    for state in State:
        for custody in Custody:
            offered = open_rows(state=state, custody=custody, roles=frozenset({Role.CHIEF}))
            assert offered == {act for act in Row if _passes(act, state, custody)}


def _passes(act: Transition, state: State, custody: Custody) -> bool:
    try:
        check(act, state=state, custody=custody, roles=frozenset({Role.CHIEF}))
    except (NotNow, NotHolder, NotYourRole):
        return False
    return True


def test_every_state_has_its_word_on_screen() -> None:
    assert set(STATE_LABELS) == set(State)
    assert len({state.label for state in State}) == len(State)


def test_two_files_with_one_row_are_named_at_the_start() -> None:
    with pytest.raises(
        DuplicateTransition, match=r'accept is registered by govhall\.casework\.acts\.accept and by tests'
    ):
        transition(Transition(name='accept', course='受理'))
    assert table()['accept'] is Row.ACCEPT

"""The life of a case as one table: who may do what, in which state, on which power, issuing which paper.

Sources: 行政许可法 §32 (receipt, correction once, deemed acceptance), §34-38 (review, decision,
reasons), §43-44 (review below, delivery); two-digit codes of the papers that city systems use.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from govhall.casework.rules.states import ONLINE, OPEN, Act, Custody, State
from govhall.catalogue.rules import DRAWS_IN, MAKES_CERTIFICATES, PersonalPower, Power
from govhall.kernel.errors import Refused
from tenants.roles import Role

C, R, H, A = Role.CLERK, Role.REVIEWER, Role.CHIEF, Role.APPROVER
S = State


class NotNow(Refused):
    """The act does not fit the state of the case."""

    code = 'NOT_NOW'
    sentence = '这件事现在是「{state}」，不能做这一步，请刷新页面看最新进度。'


class NotHolder(Refused):
    """Another hall holds the case."""

    code = 'NOT_HOLDER'
    sentence = '这件事不在本大厅手上，只有承办大厅可以办理。'


class NotYourRole(Refused):
    """The person's roles in this hall do not include this act."""

    code = 'NOT_YOUR_ROLE'
    sentence = '您的岗位不能做这一步，请交给有权的同事办理。'


@dataclass(frozen=True)
class Transition:
    """One row: from which states, to which, by whom, on which power; the person's letter is asked with the power."""

    states: frozenset[State]
    to: State | None  # None: the state stays
    roles: frozenset[Role]
    power: Power | None = None
    custody: frozenset[Custody] = frozenset({Custody.HELD})
    document: str = ''
    clock: Literal['', 'intake', 'stop', 'decide', 'end'] = ''
    by_letter: bool = True  # False: no letter of the person's is asked with the power
    of_department: bool = False  # whom another department than the matter's has sent needs a letter (ADR 34)
    by_head: bool = False  # the head of the deciding organ acts by office
    letter: tuple[PersonalPower, ...] = ()  # what the person's letter must give besides, in any of these wordings
    by_stage: Mapping[State, Power] = field(default_factory=dict)  # the power of the stage, where it is not `power`

    def power_in(self, state: State | None) -> Power | None:
        """The power that the act needs in this state."""
        return self.by_stage.get(state, self.power) if state else self.power


NEW: frozenset[State] = frozenset()
GATHERING = frozenset({S.ENTRUSTED, S.RECEIVED, S.CORRECTING})
UNDER_WAY = frozenset({S.ACCEPTED, S.REVIEWED})
IN_HAND = UNDER_WAY | {S.RECEIVED}
GRANTED = frozenset({S.APPROVED, S.LICENSED})
PAYABLE = UNDER_WAY | GRANTED | {S.DELIVERED}
ASSESSED = PAYABLE | {S.REFUSED, S.WITHDRAWN, S.TERMINATED}  # all in which a charge may stand
MONEY = frozenset({C, R, H, A})
TABLE: dict[Act, Transition] = {
    # Online (网上申报): the applicant, who has no role, writes and submits; no clock runs before the window receives.
    Act.DRAFT: Transition(NEW, S.DRAFT, frozenset()),
    Act.SUBMIT: Transition(frozenset({S.DRAFT, S.PRE_RETURNED}), S.SUBMITTED, frozenset()),
    Act.DISCARD: Transition(ONLINE, None, frozenset()),
    # No correction of §32: the papers are not received yet, so it may be said again.
    Act.PRE_RETURN: Transition(
        frozenset({S.SUBMITTED}), S.PRE_RETURNED, frozenset({C}), Power.RECEIVE, by_letter=False
    ),
    Act.ENTRUST: Transition(NEW, S.ENTRUSTED, frozenset({Role.AGENT, C}), document='代办委托单'),
    Act.RECEIVE: Transition(
        frozenset({S.ENTRUSTED, S.SUBMITTED}),
        S.RECEIVED,
        frozenset({C, Role.AGENT}),
        Power.RECEIVE,
        document='01',
        clock='intake',
    ),
    Act.ASK_CORRECTION: Transition(
        frozenset({S.RECEIVED}),
        S.CORRECTING,
        frozenset({C, R, H, A}),
        Power.ACCEPT,
        document='02',
        clock='stop',
        of_department=True,
    ),
    Act.SUPPLY: Transition(
        frozenset({S.CORRECTING}), S.RECEIVED, frozenset({C, Role.AGENT}), Power.RECEIVE, document='05', clock='intake'
    ),
    Act.DECLINE: Transition(
        frozenset({S.RECEIVED}),
        S.NOT_ACCEPTED,
        frozenset({C, R, H, A}),
        Power.ACCEPT,
        document='03',
        clock='end',
        of_department=True,
    ),
    Act.ACCEPT: Transition(
        frozenset({S.RECEIVED}),
        S.ACCEPTED,
        frozenset({C, R, H, A}),
        Power.ACCEPT,
        document='04',
        clock='decide',
        of_department=True,
    ),
    # A pure function of the receipt date, so it may be written while the token is on its way.
    Act.DEEM_ACCEPTED: Transition(
        frozenset({S.RECEIVED}),
        S.ACCEPTED,
        frozenset(),
        custody=frozenset({Custody.HELD, Custody.IN_TRANSIT}),
        document='04',
        clock='decide',
    ),
    # §50: undecided when the validity ends, a renewal is granted, on paper like any other.
    Act.DEEM_RENEWED: Transition(IN_HAND, S.APPROVED, frozenset(), document='A1', clock='end', by_letter=False),
    Act.REVIEW: Transition(frozenset({S.ACCEPTED, S.REVIEWED}), S.REVIEWED, frozenset({R, H, A}), Power.REVIEW),
    Act.REPORT: Transition(frozenset({S.REVIEWED}), None, frozenset({R, H, A}), Power.REVIEW),
    Act.PASS_ON: Transition(frozenset({S.RECEIVED, S.ACCEPTED}), None, frozenset({C, R, H, A}), Power.RECEIVE),
    # The wrong place (转办): whoever took the papers sends them where they belong, with power or without.
    Act.TRANSFER: Transition(frozenset({S.ENTRUSTED, S.RECEIVED}), None, frozenset({C, H}), document='A6'),
    Act.ASSIGN: Transition(IN_HAND, None, frozenset({R, H, A}), Power.ACCEPT, of_department=True),
    Act.SEND_BACK: Transition(IN_HAND, None, frozenset({R, H, A}), Power.ACCEPT, of_department=True),
    Act.CONSULT: Transition(IN_HAND, None, frozenset({R, H, A}), Power.ACCEPT, letter=DRAWS_IN),
    Act.HAND_TO_OVERSIGHT: Transition(
        GRANTED | {S.DELIVERED}, None, frozenset({H, A}), Power.DECIDE, custody=frozenset(Custody)
    ),
    Act.APPROVE: Transition(
        frozenset({S.ACCEPTED, S.REVIEWED}), S.APPROVED, frozenset({H, A}), Power.DECIDE, document='A1', clock='end'
    ),
    Act.REFUSE: Transition(
        frozenset({S.ACCEPTED, S.REVIEWED}),
        S.REFUSED,
        frozenset({H, A}),
        Power.DECIDE,
        document='07',
        clock='end',
    ),
    # §34: two officers look on the spot; it is no special procedure and stops no clock.
    Act.CHECK_SITE: Transition(UNDER_WAY, None, frozenset({R, H, A}), Power.ACCEPT, of_department=True),
    # §39, §44: the certificate of a grant, where the matter has one, made where it was decided.
    Act.MAKE_LICENCE: Transition(
        frozenset({S.APPROVED}),
        S.LICENSED,
        frozenset({C, H, A}),
        Power.DECIDE,
        document='A8',
        by_letter=False,
        letter=MAKES_CERTIFICATES,
    ),
    # §69: the organ itself begins it, so nobody hands in papers and nobody gets a receipt.
    Act.BEGIN_REVOCATION: Transition(NEW, S.RECEIVED, frozenset({H, A}), Power.DECIDE, clock='intake'),
    # Procedures, extension and hearing are intervals of an accepted case, not states of it (§42, §45, §47).
    Act.BEGIN_PROCEDURE: Transition(UNDER_WAY, None, frozenset({R, H, A}), Power.REVIEW, document='08', clock='stop'),
    Act.END_PROCEDURE: Transition(UNDER_WAY, None, frozenset({R, H, A}), Power.REVIEW, clock='decide'),
    # The head of the organ approves it, the head of the government where several organs decide together.
    Act.EXTEND: Transition(
        UNDER_WAY, None, frozenset({Role.LEADER}), Power.DECIDE, document='A2', by_letter=False, by_head=True
    ),
    Act.TELL_HEARING: Transition(UNDER_WAY, None, frozenset({R, H, A}), Power.DECIDE, document='A4'),
    Act.ASK_HEARING: Transition(UNDER_WAY, None, frozenset({C, R, H, A}), clock='stop'),
    Act.WAIVE_HEARING: Transition(UNDER_WAY, None, frozenset({C, R, H, A}), clock='decide'),
    # §46: of public concern; nobody has to ask for it.
    Act.ANNOUNCE_HEARING: Transition(UNDER_WAY, None, frozenset({R, H, A}), Power.DECIDE, document='B2', clock='stop'),
    Act.CALL_HEARING: Transition(UNDER_WAY, None, frozenset({R, H, A}), Power.DECIDE, document='A5'),
    Act.HOLD_HEARING: Transition(UNDER_WAY, None, frozenset({R, H, A}), Power.DECIDE, clock='decide'),
    # Money moves beside the case: what was assessed may be paid or given back wherever the token is by then. Only the
    # hall that may decide charges, so that no case is charged at two ends (杜绝两头收费); it takes no letter.
    Act.ASSESS_FEE: Transition(PAYABLE - {S.DELIVERED}, None, MONEY, Power.DECIDE, by_letter=False),
    Act.CANCEL_FEE: Transition(ASSESSED, None, MONEY, custody=frozenset(Custody)),
    Act.BILL_FEE: Transition(PAYABLE, None, MONEY, custody=frozenset(Custody)),
    Act.VOID_BILL: Transition(ASSESSED, None, MONEY, custody=frozenset(Custody)),
    Act.COLLECT_FEE: Transition(PAYABLE, None, frozenset({C}), custody=frozenset(Custody)),
    Act.REFUND_FEE: Transition(ASSESSED, None, MONEY, custody=frozenset(Custody)),
    # Before acceptance the papers are gathered; afterwards they are what was examined.
    Act.ATTACH: Transition(GATHERING, None, frozenset({C, Role.AGENT, R, H, A}), Power.RECEIVE),
    Act.REUSE: Transition(frozenset({S.RECEIVED}), None, frozenset({C, Role.AGENT, H}), Power.RECEIVE),
    Act.WITHDRAW: Transition(OPEN, S.WITHDRAWN, frozenset({C, H}), document='A3', clock='end', of_department=True),
    # What can't go on: papers never brought, an applicant who died or was dissolved. Not the applicant's withdrawal.
    # Whoever ends a case takes the place of the next step: of the acceptance, the review or the decision.
    Act.TERMINATE: Transition(
        OPEN - {S.ENTRUSTED},
        S.TERMINATED,
        frozenset({H, A}),
        Power.ACCEPT,
        document='A7',
        clock='end',
        by_stage={S.ACCEPTED: Power.REVIEW, S.REVIEWED: Power.DECIDE},
        of_department=True,
    ),
    Act.DELIVER: Transition(
        GRANTED | {S.REFUSED, S.NOT_ACCEPTED},
        S.DELIVERED,
        frozenset({C, H, Role.AGENT}),
        custody=frozenset(Custody),
        document='09',
    ),
    # A village is no organ (§22-24): 直办 closes a public service, 协办 adds what it found; the grant lists which.
    Act.CLOSE_IN_VILLAGE: Transition(
        frozenset({S.RECEIVED}), S.APPROVED, frozenset({Role.AGENT}), Power.DECIDE, clock='end', by_letter=False
    ),
    Act.ASSIST_IN_VILLAGE: Transition(IN_HAND | {S.ENTRUSTED}, None, frozenset({Role.AGENT}), Power.RECEIVE),
}


def check(act: Act, *, state: State | None, custody: Custody, roles: frozenset[Role] | None) -> Transition:
    """The row of the act if it is allowed now; NotHolder, NotNow or NotYourRole otherwise.

    `state` is None for a case that does not exist yet; `roles` is None for the system itself.
    """
    rule = TABLE[act]
    if custody not in rule.custody:
        raise NotHolder
    if state is None:
        if act not in (Act.ENTRUST, Act.RECEIVE, Act.BEGIN_REVOCATION, Act.DRAFT):
            raise NotNow(state='未收件')
    elif state not in rule.states:
        raise NotNow(state=state.label)
    if roles is not None and not roles & rule.roles:
        raise NotYourRole
    return rule


def acts_open(*, state: State, custody: Custody, roles: frozenset[Role]) -> frozenset[Act]:
    """What the table lets these roles do in this state: what a page may offer before powers are asked."""
    return frozenset(
        act for act, rule in TABLE.items() if state in rule.states and custody in rule.custody and roles & rule.roles
    )

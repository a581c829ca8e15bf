"""The transition table of a case: who may do what, in which state, on which power, issuing which paper.

Each row stands in the file of its act and registers itself here; `govhall print_acts` prints the table.
Sources: 行政许可法 §32 (receipt, correction once, deemed acceptance), §34-38 (review, decision, reasons), §43-44
(review below, delivery); two-digit codes of the papers that city systems use.
"""

import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Literal

from govhall.casework.rules.states import Custody, State
from govhall.catalogue.rules import PersonalPower, Power
from govhall.kernel.errors import Refused
from tenants.roles import Role

C, R, H, A = Role.CLERK, Role.REVIEWER, Role.CHIEF, Role.APPROVER
S = State


class NotNow(Refused):
    """The act does not fit the state of the case."""

    code = 'NOT_NOW'
    status = 409
    sentence = '这件事现在是「{state}」，不能做这一步，请刷新页面看最新进度。'


class NotHolder(Refused):
    """Another hall holds the case."""

    code = 'NOT_HOLDER'
    status = 409
    sentence = '这件事不在本大厅手上，只有承办大厅可以办理。'


class NotYourRole(Refused):
    """The person's roles in this hall do not include this act."""

    code = 'NOT_YOUR_ROLE'
    status = 403
    sentence = '您的岗位不能做这一步，请交给有权的同事办理。'


class DuplicateTransition(Exception):
    """Two files register a row under one name."""

    def __init__(self, name: str, first: str, second: str) -> None:
        super().__init__(f'the transition {name} is registered by {first} and by {second}: rename one of them')


class Beginning(Enum):
    """How a case, or what becomes one, begins."""

    APPLICATION = auto()  # papers are received
    CARRIED = auto()  # an agent only carries them (代办)
    ORGAN = auto()  # the organ itself begins
    ONLINE = auto()  # the applicant writes


@dataclass(frozen=True, kw_only=True, eq=False)
class Transition:
    """One row: from which states, to which, by whom, on which power; the person's letter is asked with the power."""

    name: str  # the kind of its event
    course: str  # what the course of the case says of it
    states: frozenset[State] = frozenset()
    to: State | None = None  # None: the state stays
    begins: Beginning | None = None  # there is no case before it
    roles: frozenset[Role] = frozenset()  # none: only the applicant or the system does it
    power: Power | None = None
    custody: frozenset[Custody] = frozenset({Custody.HELD})
    document: str = ''
    clock: Literal['', 'intake', 'stop', 'decide', 'end'] = ''
    by_letter: bool = True  # False: no letter of the person's is asked with the power
    of_department: bool = False  # whom another department than the matter's has sent needs a letter (ADR 34)
    by_head: bool = False  # the head of the deciding organ acts by office
    letter: tuple[PersonalPower, ...] = ()  # what the person's letter must give besides, in any of these wordings
    by_stage: Mapping[State, Power] = field(default_factory=dict)  # the power of the stage, where it is not `power`
    worded: bool = False  # the course says it in the words of the matter (rules.words)
    asks: str = ''  # the kind of the request to which the hall `to` of its event is to answer
    article: str = ''  # of the law that it rests on
    detail: Callable[[Mapping[str, Any]], str] = lambda data: ''  # what the course says of the data of its event
    origin: str = field(default='', init=False)  # the module that registers it

    def power_in(self, state: State | None) -> Power | None:
        """The power that the act needs in this state."""
        return self.by_stage.get(state, self.power) if state else self.power


UNDER_WAY = frozenset({S.ACCEPTED, S.REVIEWED})
IN_HAND = UNDER_WAY | {S.RECEIVED}
GATHERING = frozenset({S.ENTRUSTED, S.RECEIVED, S.CORRECTING})
GRANTED = frozenset({S.APPROVED, S.LICENSED})
PAYABLE = UNDER_WAY | GRANTED | {S.DELIVERED}
ASSESSED = PAYABLE | {S.REFUSED, S.WITHDRAWN, S.TERMINATED}  # all in which a charge may stand
MONEY = frozenset({C, R, H, A})
HANDLING = frozenset({C, R, H, A})
DECIDING = frozenset({H, A})
REVIEWING = frozenset({R, H, A})
ANYWHERE = frozenset(Custody)
_TABLE: dict[str, Transition] = {}


def transition(row: Transition) -> Transition:
    """Enter a row. Raises DuplicateTransition."""
    origin = str(sys._getframe(1).f_globals['__name__'])
    object.__setattr__(row, 'origin', origin)
    known = _TABLE.setdefault(row.name, row)
    if known is not row:
        raise DuplicateTransition(row.name, known.origin, origin)
    return row


def withdraw(row: Transition) -> None:
    """Take a row out again; for tests, which register rows of their own."""
    _TABLE.pop(row.name)


def table() -> Mapping[str, Transition]:
    """All rows by their names."""
    return _TABLE


def beginning(how: Beginning) -> Transition:
    """The row with which a case begins so."""
    return next(row for row in _TABLE.values() if row.begins is how)


def asking(kind: str) -> Transition:
    """The row with which another hall is asked so."""
    return next(row for row in _TABLE.values() if row.asks == kind)


def check(row: Transition, *, state: State | None, custody: Custody, roles: Collection[Role] | None) -> None:
    """Nothing if the row is allowed now; NotHolder, NotNow or NotYourRole otherwise.

    `state` is None for a case that does not exist yet; `roles` is None for the system itself.
    """
    if custody not in row.custody:
        raise NotHolder
    if state is None:
        if row.begins is None:
            raise NotNow(state='未收件')
    elif state not in row.states:
        raise NotNow(state=state.label)
    if roles is not None and not row.roles.intersection(roles):
        raise NotYourRole


def open_rows(*, state: State, custody: Custody, roles: frozenset[Role]) -> frozenset[Transition]:
    """What the table lets these roles do in this state: what a page may offer before powers are asked."""
    rows = _TABLE.values()
    return frozenset(row for row in rows if state in row.states and custody in row.custody and roles & row.roles)

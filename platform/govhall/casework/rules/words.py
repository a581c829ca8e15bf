"""How a decision is called, by what was asked for: one table for buttons, states, courses, answers and figures. Pure.

Only a licence is 许可 (行政许可法 §38); any other matter is 办理, as on its papers (`rules.papers`).
"""

from typing import NamedTuple

from govhall.casework.rules.states import State
from govhall.documents.rules.papers import LICENCE
from govhall.licences.rules.kinds import CaseKind


class Words(NamedTuple):
    """A grant and a refusal."""

    granted: str
    refused: str


FIRST = {True: Words('准予许可', '不予许可'), False: Words('准予办理', '不予办理')}
BY_KIND = {
    CaseKind.CHANGE: Words('准予变更', '不予变更'),
    CaseKind.RENEW: Words('准予延续', '不予延续'),
    CaseKind.CANCEL: Words('准予注销', '不予注销'),
    CaseKind.REVOKE: Words('决定撤销', '不予撤销'),
}
OTHER_ENDS = {'not_accepted': '不予受理', 'withdrawn': '撤回', 'terminated': '终止办理'}


def words_of(task_type: str, kind: str = CaseKind.NEW) -> Words:
    """The words of a matter of this type, for what the case asks."""
    return BY_KIND.get(CaseKind(kind), FIRST[task_type == LICENCE])


def state_word(state: str, task_type: str, kind: str = CaseKind.NEW) -> str:
    """The state of a case on screen."""
    said = words_of(task_type, kind)
    return {State.APPROVED: said.granted, State.REFUSED: said.refused}.get(State(state), State(state).label)


def outcome_word(outcome: str, task_type: str, kind: str = CaseKind.NEW) -> str:
    """How a case ended."""
    said = words_of(task_type, kind)
    return {'approved': said.granted, 'refused': said.refused}.get(outcome) or OTHER_ENDS[outcome]

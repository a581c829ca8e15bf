"""How the end of a case is called: the words of its matter's type, as the version of its receipt has it."""

from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.words import outcome_word, state_word
from govhall.catalogue import selectors as catalogue
from govhall.licences.rules.kinds import CaseKind


def task_type_of(case: Case) -> str:
    """The type of the matter (GB/T 39046 A.1)."""
    return catalogue.matter(case.matter, version=case.matter_version).task_type


def word_of(case: Case) -> str:
    """How the case ended, or stands while it runs: 准予许可, 不予办理, 已审查 …"""
    outcome = case.outcome
    if outcome is not None:
        return outcome_word(outcome.kind, task_type_of(case), case.kind)
    return state_of(case)


def state_of(case: Case) -> str:
    """The state on screen; the matter is looked up only where the word depends on it."""
    if case.state not in (State.APPROVED, State.REFUSED):
        return State(case.state).label
    return state_word(case.state, task_type_of(case), case.kind)


def certificate_of(case: Case) -> str:
    """The name of the certificate that a grant of this case brings; empty where the decision is all."""
    if CaseKind(case.kind).ends_result:
        return ''
    return catalogue.matter(case.matter, version=case.matter_version).certificate

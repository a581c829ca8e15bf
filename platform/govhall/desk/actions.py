"""What this person may do with this case now, and who may where this person may not: the registry of acts, asked."""

from govhall.acts.registry import Button, acts
from govhall.casework.rules.states import Custody
from govhall.casework.rules.transitions import IN_HAND, table
from govhall.casework.situation import Situation


def offers(now: Situation) -> list[Button]:
    """The actions that would succeed now; the first is the one that the work usually asks for."""
    found = (act.offer(now) for act in acts())
    return sorted((button for button in found if button is not None), key=lambda button: button.rank)


def who_may(now: Situation, offered: list[Button]) -> str:
    """Says who may go on where this person may not; empty where the buttons say it."""
    if told := _elsewhere(now):
        return told
    if not now.actor.roles & frozenset().union(*(row.roles for row in table().values())):
        return '您可以查看，办理由窗口和审批人员负责。'
    there = {button.act for button in offered}
    goes_on = any(act.onward for act in there)
    silent = (act for act in reversed(list(acts())) if act not in there)
    explained = (act.explain(now) for act in silent if not (act.onward and goes_on))
    return next((sentence for sentence in explained if sentence), '')


def _elsewhere(now: Situation) -> str:
    """Says in which hall or department the case is dealt with, where it is not this person's."""
    case = now.case
    if case.outcome_data:
        return ''
    if case.custody == Custody.IN_TRANSIT:
        return f'正在发往{now.name(case.towards)}，对方接收后由对方办理。'
    if case.custody != Custody.HELD:
        return f'现在由{now.name(case.holder)}承办，只有承办的大厅可以办理。'
    return now.not_theirs if case.state in IN_HAND else ''

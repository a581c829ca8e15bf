"""The buttons at the foot of the counter: only what this hall and this person may do, each saying where it leads."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from federation.contracts.case import Dues
from federation.contracts.clock import Clock
from govhall.casework.rules.clocks import after_receipt, decision_dues
from govhall.casework.selectors import hall_names
from govhall.casework.sentences import PROVISIONAL
from govhall.catalogue import authority
from govhall.catalogue.conditions import Facts
from govhall.catalogue.matter_owners import why_not_theirs
from govhall.catalogue.refusals import NoAuthorisation
from govhall.catalogue.routing import Route
from govhall.catalogue.rules import Power
from govhall.catalogue.selectors import MatterInfo
from govhall.deadlines.calendar import calendar_of
from govhall.look.days import say_day
from tenants.access import Actor
from tenants.context import current_hall
from tenants.roles import Role

DECIDERS = frozenset({Role.CHIEF, Role.APPROVER})


@dataclass(frozen=True, slots=True)
class SubmitAction:
    """One button: the value of `then`, its words, where it leads and by when, its key."""

    then: str
    label: str
    leads: str
    key: str
    primary: bool = False


def submit_actions(
    matter: MatterInfo, way: Route, *, actor: Actor, hall: str, at: datetime, facts: Facts
) -> list[SubmitAction]:
    """What the counter offers for a matter; empty where the hall may not even receive it."""
    if Power.RECEIVE not in way.powers:
        return []
    today, calendar = timezone.localdate(at), calendar_of(current_hall().area_code)
    answer = after_receipt(today, calendar)
    answer_by = _before(answer.intake, answer, today)
    found = []
    if Power.DECIDE in way.powers and _may_decide(matter, actor, hall, at, facts):
        found.append(SubmitAction('on-the-spot', '当场办结', '由本大厅决定，今天', 'F8'))
    theirs = not why_not_theirs(
        matter=matter.code, hall=hall, departments=actor.departments, person_id=actor.person_id, at=at
    )
    if Power.ACCEPT in way.powers and theirs:
        # Only the promise is said here.
        clock = Clock(since=today, promised_days=matter.promised_days, statutory_days=0, no_statutory_limit=True)
        dues = decision_dues(clock, calendar)
        found.append(SubmitAction('accept', '收件并受理', f'{_before(dues.promised, dues, today)}办结', 'F9'))
        found.append(SubmitAction('correction', '一次性告知', '材料不齐时用，时限暂停', 'F7'))
    elif Power.ACCEPT not in way.powers and way.next_hall:
        target = hall_names([way.next_hall])[way.next_hall]
        found.append(SubmitAction('forward', '收件并转交', f'→ {target}，{answer_by}告知是否受理', 'F9'))
    found.append(SubmitAction('receive', '只收件', f'稍后再办，{answer_by}告知是否受理', 'F6'))
    chosen = 'accept' if found[0].then == 'on-the-spot' and not matter.is_instant else found[0].then
    return [
        SubmitAction(action.then, action.label, action.leads, action.key, primary=action.then == chosen)
        for action in found
    ]


def _before(day: date | None, dues: Dues, today: date) -> str:
    return f'{say_day(day or today, today=today)}前' + (PROVISIONAL if dues.provisional else '')


def _may_decide(matter: MatterInfo, actor: Actor, hall: str, at: datetime, facts: Facts) -> bool:
    if not actor.roles & DECIDERS:
        return False
    try:
        authority.require(
            matter=matter.code, hall=hall, power=Power.DECIDE, at=at, person_id=actor.person_id, facts=facts
        )
    except NoAuthorisation:
        return False
    return True

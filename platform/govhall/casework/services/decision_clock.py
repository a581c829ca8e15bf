"""The clock of an accepted case: what was promised and what the law allows (行政许可法 §42)."""

from datetime import datetime
from typing import TYPE_CHECKING

from federation.contracts.clock import Clock
from govhall.casework.rules.clocks import REVIEW_DAYS, decision_dues
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import NotNow
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.rules import Power
from govhall.deadlines.calendar import calendar_of
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain

if TYPE_CHECKING:
    from govhall.casework.services.change import Change


def start_decision_clock(change: 'Change', *, accepted_at: datetime, decides: bool | None = None) -> None:
    """Accepted: the promise and the law are counted from here; `decides` if it is known that this hall may decide."""
    if decides is None:
        decides = change.may(Power.DECIDE)
    case = change.case
    info = catalogue.matter(case.matter, version=case.matter_version)
    case.accepted_at, case.accepted_by = accepted_at, change.hall.code
    clock = Clock(
        since=accepted_at.astimezone(CHINA).date(),
        promised_days=info.promised_days,
        statutory_days=info.statutory_days or 0,
        no_statutory_limit=info.statutory_days is None,
        joint=info.joint,
        review_days=0 if decides else REVIEW_DAYS,
    )
    case.clock_data = plain(clock)
    case.set_dues(decision_dues(clock, calendar_of(change.hall.area_code)))


def clock_of(change: 'Change') -> Clock:
    """The clock of an accepted case; NotNow before acceptance."""
    clock = change.case.clock
    if clock is None:
        raise NotNow(state=State(change.case.state).label)
    return clock


def set_clock(change: 'Change', clock: Clock) -> None:
    """Keep the clock and count the limits again."""
    change.case.clock_data = plain(clock)
    change.case.set_dues(decision_dues(clock, calendar_of(change.hall.area_code)))

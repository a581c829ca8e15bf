"""A renewal that is not decided before the validity ends counts as granted (行政许可法 §50)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import IN_HAND, NotNow, Transition, transition
from govhall.casework.services.change import Change, changing
from govhall.casework.services.conclusion import conclude
from govhall.casework.services.custody import hand_over
from govhall.casework.services.related_cases import renewal_lapsed
from govhall.catalogue import authority
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.authority import Reliance
from govhall.catalogue.refusals import NoGrant
from govhall.catalogue.routing import route
from govhall.catalogue.rules import Power
from govhall.kernel.china import CHINA
from govhall.licences.rules.results import renewed_until

LAPSED = '有效期届满前未作出是否准予延续的决定，视为准予延续（行政许可法第五十条）'
# Granted on paper like any other.
DEEM_RENEWED = transition(
    Transition(
        name='deem_renewed',
        course='有效期届满前未决定，视为准予延续',
        states=IN_HAND,
        to=State.APPROVED,
        document='A1',
        clock='end',
        by_letter=False,
        article='行政许可法第五十条',
    )
)


def deem_renewed(*, uid: UUID, at: datetime | None = None) -> Case:
    """Record that a renewal counts as granted, by the lapse of the validity. Raises NotNow if it does not.

    It is recorded where the matter is decided, for only there are decision and certificate made: a hall without that
    power sends the case there. Where no hall above has it, this one records it without a paper.
    """
    at = at or timezone.now()
    with changing(uid, actor=None, at=at) as change:
        if not renewal_lapsed(change.case, at.astimezone(CHINA).date()):
            raise NotNow(state=State(change.case.state).label)
        above = '' if change.may(Power.DECIDE) else _above(change)
        if above:
            change.case.forwarded_at = at
            hand_over(change, above, kind='receipt', reason=LAPSED)
        else:
            _grant(change)
        return change.case


def _above(change: Change) -> str:
    case = change.case
    way = route(matter=case.matter, hall=change.hall.code, at=change.at, received=case.received_at, facts=case.facts)
    return way.next_hall or ''


def _relied(change: Change) -> Reliance | None:
    """The grant on which the paper stands; nobody's letter is asked, as nobody decides."""
    case = change.case
    try:
        return authority.require(
            matter=case.matter,
            hall=change.hall.code,
            power=Power.DECIDE,
            at=change.at,
            received=case.received_at,
            facts=case.facts,
            by_letter=False,
        )
    except NoGrant:
        return None


def _grant(change: Change) -> None:
    """Grant it for the same term, in the name of the organ that decides the matter, with the paper of a grant."""
    case = change.case
    first = case.first_result
    if first.valid_until is None:  # asked before: renewal_lapsed
        raise NotNow(state=State(case.state).label)
    months = catalogue.matter(case.matter, version=case.matter_version).term_months
    until = renewed_until(end=first.valid_until, granted_on=first.granted_on, months=months)
    reliance = _relied(change)
    change.perform(
        DEEM_RENEWED,
        expired=str(first.valid_until),
        valid_until=str(until),
        relied_on=reliance.as_dict() if reliance else None,
    )
    conclude(change, 'approved', reliance=reliance, reason=LAPSED, valid_until=until)

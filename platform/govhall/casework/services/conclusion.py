"""The outcome of a case: made once, by its holder, and told to every hall on its road."""

from datetime import date
from typing import Literal

from federation.contracts.case import Concluded, Outcome
from govhall.casework.reactions import CaseConcluded, react
from govhall.casework.rules.clocks import delivery_limit
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.called import certificate_of
from govhall.casework.services.change import Change
from govhall.casework.services.home import home
from govhall.casework.services.licence import licence_granted
from govhall.catalogue.authority import Reliance
from govhall.deadlines.calendar import calendar_of
from govhall.documents.addresses import address_of
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from govhall.licences.services.register import grant_parts

Kind = Literal['approved', 'refused', 'not_accepted', 'withdrawn', 'terminated']
STATE_OF: dict[str, State] = {
    'approved': State.APPROVED,
    'refused': State.REFUSED,
    'not_accepted': State.NOT_ACCEPTED,
    'withdrawn': State.WITHDRAWN,
    'terminated': State.TERMINATED,
}


ENDED = ('withdrawn', 'terminated')  # nothing is left to deliver


class AlreadyConcluded(Refused):
    """The case has its outcome."""

    code = 'ALREADY_CONCLUDED'
    status = 409
    sentence = '这件事已经有结果，不能再改。'


def conclude(
    change: Change, kind: Kind, *, reliance: Reliance | None, reason: str = '', valid_until: date | None = None
) -> None:
    """Give the case its one outcome and tell the neighbours; they pass it on."""
    case = change.case
    if case.outcome_data:
        raise AlreadyConcluded
    paper = change.drafts[-1].notice if change.drafts else None
    outcome = Outcome(
        kind=kind,
        at=change.at,
        hall=change.hall.code,
        by=change.actor.name if change.actor else '',
        organ=reliance.organ_name if reliance else '',
        reason=reason,
        grant=str(reliance.grant_id) if reliance else '',
        authorisation=str(reliance.authorisation_id or '') if reliance else '',
        mode=reliance.mode if reliance else '',
        valid_until=valid_until,
        paper=paper.number if paper else '',
        check=address_of(change.hall.code, paper) if paper else '',
    )
    case.state, case.note = STATE_OF[kind], reason
    case.outcome_data = plain(outcome)
    _start_delivery_clock(change, outcome)
    if name := certificate_of(case) if kind == 'approved' else '':
        change.beside += grant_parts(licence_granted(case, outcome, name))
    react(CaseConcluded(change, outcome, here=True))
    for hall in case.neighbours:
        change.send(hall, Concluded(hop=case.hop, outcome=outcome))


def learn_outcome(change: Change, outcome: Outcome, *, sender: str) -> None:
    """Another hall concluded: take the outcome over and pass it on to the other neighbours."""
    case = change.case
    if case.outcome_data:
        return
    case.state, case.note = STATE_OF[outcome.kind], outcome.reason
    case.holder, case.custody = outcome.hall, Custody.WATCHING
    case.outcome_data = plain(outcome)
    _start_delivery_clock(change, outcome)
    react(CaseConcluded(change, outcome, here=False))
    change.append('learned_outcome', outcome=outcome.kind, sender=sender, grant=outcome.grant)
    for hall in case.neighbours:
        if hall != sender:
            change.send(hall, Concluded(hop=case.hop, outcome=outcome))


def _start_delivery_clock(change: Change, outcome: Outcome) -> None:
    """Ten working days from the decision until the applicant has it (§44), kept where the applicant stands."""
    case = change.case
    if outcome.kind not in ENDED and home(case, change.lookups.find) == change.hall.code:
        end = delivery_limit(outcome.at.astimezone(CHINA).date(), calendar_of(change.hall.area_code))
        case.delivery_due, case.provisional = end.day, end.provisional  # of all limits the only one that runs on

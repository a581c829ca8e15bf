"""The certificate of a grant in the halls that hear of it: it is handed over only once it is made (§39, §44)."""

from federation.contracts.case import Licensed
from federation.contracts.records import Licence
from govhall.casework.models import Case
from govhall.casework.rules.licences import LicenceNotMade
from govhall.casework.rules.states import State
from govhall.casework.services.called import certificate_of
from govhall.casework.services.change import Change
from govhall.kernel.structures import plain


def learn_licence(change: Change, licence: Licence | None, *, sender: str) -> None:
    """The hall that decided has made the certificate: keep what it says and pass it on."""
    case = change.case
    if licence is None or case.licence_data:
        return
    case.licence_data = plain(licence)
    if case.state == State.APPROVED:
        case.state = State.LICENSED
    change.append('learned_licence', sender=sender, licence=licence.name, number=licence.number)
    for hall in case.neighbours:
        if hall != sender:
            change.send(hall, Licensed(licence=licence))


def require_licence(case: Case) -> None:
    """Refuse (LicenceNotMade) to hand over a grant whose certificate has not been made."""
    outcome = case.outcome
    granted = outcome is not None and outcome.kind == 'approved'
    # A renewal that the law granted where nobody in reach may decide has no paper, and nobody who could make one.
    by_law = outcome is not None and not outcome.grant
    if granted and not by_law and not case.licence_data and (name := certificate_of(case)):
        raise LicenceNotMade(name=name)

"""The certificate of a grant in the halls that hear of it: it is handed over only once it is made (§39, §44)."""

from federation.contracts.case import Licensed, Outcome
from federation.contracts.records import Licence
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.services.called import certificate_of
from govhall.casework.services.change import Change
from govhall.catalogue import selectors as catalogue
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain
from govhall.licences.models import LicenceHolder
from govhall.licences.rules.making import LicenceNotMade
from govhall.licences.services.register import LicenceGranted


def licence_granted(case: Case, outcome: Outcome, name: str) -> LicenceGranted:
    """What the register of licences keeps of a grant that brings a certificate of this name."""
    applicant = case.applicant
    info = catalogue.matter(case.matter, version=case.matter_version)
    return LicenceGranted(
        case_uid=case.uid,
        case_number=case.number,
        matter=case.matter,
        main=info.main_code or info.code,
        name=name,
        organ=outcome.organ,
        department=case.department,
        holder=LicenceHolder(applicant.kind, applicant.name, applicant.id_number),
        valid_from=outcome.at.astimezone(CHINA).date(),
        valid_until=outcome.valid_until,
    )


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

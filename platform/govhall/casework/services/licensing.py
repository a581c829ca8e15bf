"""Making the certificate of a grant (制证) where it was decided; told down to where it is handed over (§39, §44)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.case import Licensed
from federation.contracts.records import Licence
from govhall.casework.models import Case
from govhall.casework.rules.kinds import CaseKind
from govhall.casework.rules.licences import LONGEST_NUMBER, LicenceNotMade, NothingToMake, NumberTooLong
from govhall.casework.rules.states import Act, State
from govhall.casework.services.change import Change, changing
from govhall.catalogue import selectors as catalogue
from govhall.documents.addresses import address_of
from govhall.kernel.structures import plain
from tenants.access import Actor


def make_licence(*, uid: UUID, version: int, actor: Actor, number: str = '', at: datetime | None = None) -> Case:
    """Make the certificate; `number` is the one printed on it, or empty for the number of its sealed file.

    The maker's letter must give 制证权; it is recorded in the event and with the seal. Raises NothingToMake,
    NumberTooLong, NoAuthorisation, and what the frame raises.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case, outcome = change.case, change.case.outcome
        name = certificate_of(case)
        if not name or outcome is None or outcome.kind != 'approved' or outcome.hall != change.hall.code:
            raise NothingToMake
        printed = number.strip()
        if len(printed) > LONGEST_NUMBER:
            raise NumberTooLong(field='number', most=LONGEST_NUMBER)
        change.perform(Act.MAKE_LICENCE, licence=name, licence_number=printed)
        paper = change.drafts[-1].notice
        licence = Licence(
            name=name,
            number=printed or paper.number,
            at=at,
            hall=change.hall.code,
            by=actor.name,
            valid_until=outcome.valid_until,
            paper=paper.number,
            check=address_of(change.hall.code, paper),
        )
        case.licence_data = plain(licence)
        for hall in case.neighbours:
            change.send(hall, Licensed(licence=licence))
        return case


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


def certificate_of(case: Case) -> str:
    """The name of the certificate that a grant of this case brings; empty if the decision is all."""
    if CaseKind(case.kind).ends_result:
        return ''
    return catalogue.matter(case.matter, version=case.matter_version).certificate


def require_licence(case: Case) -> None:
    """Refuse (LicenceNotMade) to hand over a grant whose certificate has not been made."""
    outcome = case.outcome
    granted = outcome is not None and outcome.kind == 'approved'
    # A renewal that the law granted where nobody in reach may decide has no paper, and nobody who could make one.
    by_law = outcome is not None and not outcome.grant
    if granted and not by_law and not case.licence_data and (name := certificate_of(case)):
        raise LicenceNotMade(name=name)

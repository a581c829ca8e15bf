"""Whether a mandate covers an application. Pure."""

from datetime import date, timedelta

from federation.contracts.case import Applicant
from govhall.kernel.errors import Refused
from govhall.mandates.models import Mandate
from govhall.mandates.refusals import (
    MandateEnded,
    MandateNotBegun,
    MandateOfAnother,
    MandateOutOfScope,
    MandateUnknown,
    MandateWithdrawn,
)

LONGEST = timedelta(days=3 * 366)


def why_not(
    mandate: Mandate | None, applicant: Applicant, *, matter: str, person: int | None, on: date
) -> Refused | None:
    """Why it can't be used for this application by this person of the hall on this day; None where it can."""
    if mandate is None or mandate.people.id_number != applicant.id_number or mandate.passed_to:
        return MandateUnknown(field='mandate')
    if mandate.withdrawn_data is not None:
        return MandateWithdrawn(field='mandate')
    if on > mandate.until:
        return MandateEnded(field='mandate', until=f'{mandate.until:%Y年%-m月%-d日}')
    if on < mandate.since:
        return MandateNotBegun(field='mandate', since=f'{mandate.since:%Y年%-m月%-d日}')
    if mandate.matters and matter not in mandate.matters:
        return MandateOutOfScope(field='mandate')
    return None if _is_agent(mandate, applicant, person) else MandateOfAnother(field='mandate')


def _is_agent(mandate: Mandate, applicant: Applicant, person: int | None) -> bool:
    """By the number where both know one, else by the name; a person of the hall by who they are."""
    people = mandate.people
    if mandate.agent_person is not None and mandate.agent_person == person:
        return True
    if people.agent_number and applicant.agent_number:
        return people.agent_number == applicant.agent_number
    return people.agent == applicant.agent

"""What is refused while nobody has seen who applied online."""

from govhall.casework.guards import guards
from govhall.casework.rules.states import State
from govhall.casework.services.change import Change
from govhall.catalogue.models import HallProfile
from govhall.documents.rules.service import WayOfService
from govhall.identity.refusals import IdentityNotChecked
from govhall.identity.words import is_unchecked

REFUSALS = (State.REFUSED, State.NOT_ACCEPTED)


@guards('deliver')
def before_delivery(change: Change) -> None:
    """No result is handed over, by post or to an agent either; what was refused may always be announced publicly."""
    case = change.case
    served = case.served
    announced = served is not None and WayOfService(served.way) is WayOfService.PUBLICATION
    if is_unchecked(case.applicant) and not (announced and case.state in REFUSALS):
        raise IdentityNotChecked(act='送达')


@guards('accept')
def before_acceptance(change: Change) -> None:
    """Where the hall wants so. Acceptance by the silence of five working days asks nothing (行政许可法 §32)."""
    if is_unchecked(change.case.applicant) and is_first_here(change.hall.code):
        raise IdentityNotChecked(act='受理')


@guards('reuse')
def before_reuse(change: Change) -> None:
    """What a hall has on file of somebody is used for nobody who only wrote their number."""
    if is_unchecked(change.case.applicant):
        raise IdentityNotChecked(act='使用已存的材料')


def is_first_here(hall: str) -> bool:
    """Whether the hall checks identities before it accepts."""
    return HallProfile.objects.filter(hall_code=hall, identity_first=True).exists()

"""What comes from halls that were merged or split: licences of their registers, and which successor a person chose."""

from django.utils import timezone

from federation.contracts.licence import LicencesPassedOn
from federation.contracts.succession import SuccessorChosen
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handles
from govhall.casework.handlers import about_known_case
from govhall.casework.services.change import Change
from govhall.casework.services.sender_authority import check_neighbour
from govhall.succession.register import take_on_register


@handles(LicencesPassedOn)
def on_licences(message: LicencesPassedOn, delivery: MessageContext) -> None:
    """Keep the licences of a hall that was merged into this one."""
    take_on_register(message, delivery, at=timezone.now())


@handles(SuccessorChosen)
@about_known_case
def on_successor_chosen(change: Change, message: SuccessorChosen, delivery: MessageContext) -> None:
    """Note where the applicant stands from now on, and tell the other halls on the road; again changes nothing."""
    case = change.case
    if not change.is_fenced:
        check_neighbour(case, delivery.sender)
    if case.events.filter(kind='successor_told', data__closed=message.closed).exists():
        return
    change.append('successor_told', closed=message.closed, to=message.successor, sender=delivery.sender)
    for hall in case.neighbours:
        if hall not in (delivery.sender, message.closed, message.successor):
            change.send(hall, message)

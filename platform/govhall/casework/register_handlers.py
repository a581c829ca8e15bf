"""What comes from a hall that was merged into this one: the licences of its register."""

from django.utils import timezone

from federation.contracts.licence import LicencesPassedOn
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handles
from govhall.casework.services.register_succession import take_on_register


@handles(LicencesPassedOn)
def on_licences(message: LicencesPassedOn, delivery: MessageContext) -> None:
    """Keep the licences of a hall that was merged into this one."""
    take_on_register(message, delivery, at=timezone.now())

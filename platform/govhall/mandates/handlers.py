"""What comes from a hall that was merged into this one: its mandates."""

from django.utils import timezone

from federation.contracts.mandate import MandatePassedOn
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handles
from govhall.mandates.services.succession import take_on_mandate


@handles(MandatePassedOn)
def on_mandate(message: MandatePassedOn, delivery: MessageContext) -> None:
    """Keep a mandate of a hall that was merged into this one."""
    take_on_mandate(message, delivery, at=timezone.now())

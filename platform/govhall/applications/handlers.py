"""What comes from a hall that was merged into this one: applications that are no case yet."""

from django.utils import timezone

from federation.contracts.online import ApplicationPassedOn
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handles
from govhall.applications.services.succession import take_on


@handles(ApplicationPassedOn)
def on_application(message: ApplicationPassedOn, delivery: MessageContext) -> None:
    """Go on with what was submitted to a hall that was merged into this one."""
    take_on(message, delivery, at=timezone.now())

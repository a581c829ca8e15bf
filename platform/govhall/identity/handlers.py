"""What other halls tell of the identity of who applied online."""

from federation.contracts.identity import IdentityChecked
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handles
from govhall.casework.handlers import about_known_case
from govhall.casework.services.change import Change
from govhall.casework.services.sender_authority import check_neighbour
from govhall.identity.services import learn


@handles(IdentityChecked)
@about_known_case
def on_identity_checked(change: Change, message: IdentityChecked, delivery: MessageContext) -> None:
    """The applicant was seen below or above; after a restore whoever signs is believed."""
    if not change.is_fenced:
        check_neighbour(change.case, delivery.sender)
    learn(change, message.check, sender=delivery.sender)

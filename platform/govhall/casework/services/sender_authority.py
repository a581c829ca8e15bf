"""What a hall believes of what another hall says about a case: a signature proves who speaks, not that it may.

Only the holder moves a case on, and only halls that the token was exchanged with have news of it. Anything else blocks
its own stream, is kept for somebody to look at, and changes nothing (domain: conflict rule).
"""

from uuid import UUID

from federation.directory.selectors import find
from govhall.casework.models import Case, CaseEvent
from govhall.casework.rules.states import Custody
from govhall.casework.rules.transitions import table
from govhall.kernel.errors import Broken
from tenants.context import current_hall


class SenderNotAuthorised(Broken):
    """The sender says something about a case that it has no part in, or that only the holder may say."""


def check_neighbour(case: Case, sender: str) -> None:
    """Raises SenderNotAuthorised if the token was never exchanged with the sender."""
    if sender not in case.neighbours:
        raise SenderNotAuthorised(f'{sender} has no part in the case')


def check_mover(case: Case | None, sender: str) -> None:
    """Raises SenderNotAuthorised for a token of a case that this hall holds: only its holder makes the next one.

    A case that is unknown here is taken from anybody: the grants decide.
    """
    if case is not None and case.custody == Custody.HELD and not case.outcome_data:
        raise SenderNotAuthorised(f'{sender} hands over what this hall holds')


def check_successor(sender: str) -> None:
    """Raises SenderNotAuthorised unless the directory says that the sender was merged into, or split to, this hall."""
    closed = find(sender)
    if closed is None or not closed.valid_to or current_hall().code not in closed.heirs:
        raise SenderNotAuthorised(f'{sender} was not merged into this hall')


def check_concluding(case: Case, sender: str) -> None:
    """Raises SenderNotAuthorised: an outcome is told by a hall on the route, and by nobody while this hall decides."""
    check_neighbour(case, sender)
    if case.custody == Custody.HELD and not case.outcome_data:
        raise SenderNotAuthorised(f'{sender} decides what this hall holds')


def check_answering(case: Case, sender: str, request: UUID) -> None:
    """Who may answer a request: the hall that was asked, or one on the road. Raises SenderNotAuthorised."""
    asking = [row.name for row in table().values() if row.asks]
    asked = CaseEvent.objects.filter(case_id=case.uid, kind__in=asking, data__request=str(request), data__to=sender)
    if sender not in case.neighbours and not asked.exists():
        raise SenderNotAuthorised(f'{sender} was not asked')

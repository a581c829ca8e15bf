"""What the public list does when a case is decided, and when a result ends."""

from govhall.casework.reactions import CaseConcluded, ResultEnded, on
from govhall.disclosure.services import publish, withdraw


@on(CaseConcluded, order=10)
def publish_licence(moment: CaseConcluded) -> None:
    """Put a licence that this hall has granted on the list."""
    if moment.here:
        publish(moment.change.case, moment.outcome)


@on(ResultEnded, order=10)
def mark_withdrawn(moment: ResultEnded) -> None:
    """Keep the licence on the list, with the day on which it ended."""
    withdraw(moment.change.case, moment.followed)

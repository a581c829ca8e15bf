"""What the public list does when a case is decided, and when another case follows its result."""

from govhall.casework.reactions import CaseConcluded, ResultReplaced, on
from govhall.disclosure.services import mark_replaced, publish


@on(CaseConcluded, order=10)
def publish_licence(moment: CaseConcluded) -> None:
    """Put a licence that this hall has granted on the list."""
    if moment.here:
        publish(moment.change.case, moment.outcome)


@on(ResultReplaced, order=10)
def note_replacement(moment: ResultReplaced) -> None:
    """Keep the licence on the list, with what took its place or ended it."""
    mark_replaced(moment.change.case, moment.followed)

"""Messages whose turn has come, gathered for their handler as long as they follow each other."""

from federation.contracts.base import Message, UnknownMessage
from federation.inbox.answers import check_answers
from federation.inbox.parcels import Delivery, Parcel
from federation.inbox.registry import ManyHandler, handler_of


class Run:
    """What one handler is to be given in one call. Their cursors move already; all is one transaction."""

    def __init__(self) -> None:
        self._handler: ManyHandler | None = None
        self._batch: list[tuple[Message, Delivery]] = []

    def add(self, parcel: Parcel) -> None:
        """Put the message behind the others; for another handler those are applied first.

        Raises UnknownMessage, NoHandler, and whatever a handler raises.
        """
        if parcel.message is None:
            raise UnknownMessage(parcel.envelope.type)
        handler = handler_of(type(parcel.message))
        if handler is not self._handler:
            self.apply()
            self._handler = handler
        self._batch.append((parcel.message, parcel.delivery))

    def apply(self) -> None:
        """Call the handler with what has been gathered. Raises AnswersNothing, and whatever it raises."""
        batch, self._batch = self._batch, []
        if self._handler is not None and batch:
            check_answers([delivery for _, delivery in batch])
            self._handler(batch)

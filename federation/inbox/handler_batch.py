"""Gathers consecutive messages of one hall for their handler."""

from federation.contracts.base import Message, UnknownMessage
from federation.inbox.answers import check_answers
from federation.inbox.messages import InboundMessage, MessageContext
from federation.inbox.registry import ManyHandler, handler_of


class HandlerBatch:
    """The messages that one handler gets in one call. Their cursors have moved already; all is one transaction."""

    def __init__(self) -> None:
        self._handler: ManyHandler | None = None
        self._batch: list[tuple[Message, MessageContext]] = []

    def add(self, message: InboundMessage) -> None:
        """Put the message behind the others; for another handler those are applied first.

        Raises UnknownMessage, NoHandler, and whatever a handler raises.
        """
        if message.content is None:
            raise UnknownMessage(message.envelope.type)
        handler = handler_of(type(message.content))
        if handler is not self._handler:
            self.apply()
            self._handler = handler
        self._batch.append((message.content, message.context))

    def apply(self) -> None:
        """Call the handler with what has been gathered. Raises AnswersNothing, and whatever it raises."""
        batch, self._batch = self._batch, []
        if self._handler is not None and batch:
            check_answers([context for _, context in batch])
            self._handler(batch)

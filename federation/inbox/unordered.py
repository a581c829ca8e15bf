"""Applies facts and entries: they belong to no stream, and their own versions make repetition and disorder harmless."""

from collections.abc import Sequence

from federation.contracts.base import Message, UnknownMessage
from federation.inbox.messages import InboundMessage, MessageContext
from federation.inbox.registry import entry_handler_of, facts_handler_of, publisher_check_of


def apply_facts(messages: Sequence[InboundMessage]) -> None:
    """Hand facts to their handlers, a class in one call. Raises UnknownMessage, NoHandler, or the handler's."""
    batches: dict[type[Message], list[tuple[Message, MessageContext]]] = {}
    for message in messages:
        content = _content(message)
        batches.setdefault(type(content), []).append((content, message.context))
    for cls, batch in batches.items():
        facts_handler_of(cls)(batch)


def apply_entries(messages: Sequence[InboundMessage]) -> None:
    """Hand entries to their handlers one by one, in order.

    Raises Untrusted for a cell that may not publish it, UnknownMessage, NoHandler, or what the handler raises.
    """
    for message in messages:
        content = _content(message)
        publisher_check_of(type(content))(content, message.envelope.source)
        entry_handler_of(type(content))(content, message.entry_context)


def _content(message: InboundMessage) -> Message:
    if message.content is None:
        raise UnknownMessage(message.envelope.type)
    return message.content

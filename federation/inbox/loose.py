"""Facts and entries: they belong to no stream, and their own versions make repetition and disorder harmless."""

from collections.abc import Sequence

from federation.contracts.base import Message, UnknownMessage
from federation.inbox.parcels import Delivery, Parcel
from federation.inbox.registry import entry_handler_of, facts_handler_of, speaker_of


def apply_facts(parcels: Sequence[Parcel]) -> None:
    """Hand facts to their handlers, a class in one call. Raises UnknownMessage, NoHandler, or the handler's."""
    batches: dict[type[Message], list[tuple[Message, Delivery]]] = {}
    for parcel in parcels:
        message = _known(parcel)
        batches.setdefault(type(message), []).append((message, parcel.delivery))
    for cls, batch in batches.items():
        facts_handler_of(cls)(batch)


def apply_entries(parcels: Sequence[Parcel]) -> None:
    """Hand entries to their handlers one by one, in order.

    Raises Untrusted for a cell that may not publish it, UnknownMessage, NoHandler, or what the handler raises.
    """
    for parcel in parcels:
        message = _known(parcel)
        speaker_of(type(message))(message, parcel.envelope.source)
        entry_handler_of(type(message))(message, parcel.published)


def _known(parcel: Parcel) -> Message:
    if parcel.message is None:
        raise UnknownMessage(parcel.envelope.type)
    return parcel.message

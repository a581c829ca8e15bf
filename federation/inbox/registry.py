"""Which function of which room applies which message. Rooms register at import, in their AppConfig.ready."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from federation.contracts.base import Message
from federation.inbox.messages import EntryContext, MessageContext
from govhall.kernel.errors import Broken

M = TypeVar('M', bound=Message)
Handler = Callable[[M, MessageContext], None]
ManyHandler = Callable[[Sequence[tuple[Message, MessageContext]]], None]
FactsHandler = Callable[[Sequence[tuple[M, MessageContext]]], None]
EntryHandler = Callable[[M, EntryContext], None]
PublisherCheck = Callable[[M, str], None]  # the entry and the cell that published it; raises Untrusted or UnknownKey

_handlers: dict[type[Message], ManyHandler] = {}
_facts_handlers: dict[type[Message], FactsHandler[Any]] = {}
_entry_handlers: dict[type[Message], EntryHandler[Any]] = {}
_publisher_checks: dict[type[Message], PublisherCheck[Any]] = {}


class NoHandler(Broken):
    """No room of this release handles the type."""


def handles(cls: type[M]) -> Callable[[Handler[M]], Handler[M]]:
    """Register the handler of a message between halls.

    It runs in the recipient hall's schema, inside the transaction that moves the cursor: once, in the order of the
    stream. Raise Later to have it tried again; any other exception blocks the stream until the intake starts again.
    """

    def register(handler: Handler[M]) -> Handler[M]:
        @wraps(handler)
        def one_by_one(batch: Sequence[tuple[Message, MessageContext]]) -> None:
            for message, context in batch:
                handler(cast(M, message), context)

        _registration(_handlers, cls)(one_by_one)
        return handler

    return register


def handles_many(*classes: type[Message]) -> Callable[[ManyHandler], ManyHandler]:
    """Register one handler of several messages between halls, called with as many as have come for one hall.

    It gets them in the order in which they are to take effect, and must leave what they would leave one by one: when
    one fails, all are rolled back and given again singly. Otherwise as `handles`.
    """

    def register(handler: ManyHandler) -> ManyHandler:
        for cls in classes:
            _registration(_handlers, cls)(handler)
        return handler

    return register


def handles_facts(cls: type[M]) -> Callable[[FactsHandler[M]], FactsHandler[M]]:
    """Register the set-based handler of a fact; public schema; facts may come twice and in any order."""
    return _registration(_facts_handlers, cls)


def handles_entries(cls: type[M], *, publisher: PublisherCheck[M]) -> Callable[[EntryHandler[M]], EntryHandler[M]]:
    """Register the handler of an entry of a shared topic, called with the message and how it came; public schema.

    `speaker` says whether the cell that signed the entry may publish it (see federation.inbox.publishers).
    """
    _publisher_checks[cls] = publisher
    return _registration(_entry_handlers, cls)


def handler_of(cls: type[Message]) -> ManyHandler:
    """The handler as one that takes many; the same object for all classes of `handles_many`. Raises NoHandler."""
    return _found(_handlers, cls)


def facts_handler_of(cls: type[Message]) -> FactsHandler[Any]:
    """Raises NoHandler."""
    return _found(_facts_handlers, cls)


def entry_handler_of(cls: type[Message]) -> EntryHandler[Any]:
    """Raises NoHandler."""
    return _found(_entry_handlers, cls)


def publisher_check_of(cls: type[Message]) -> PublisherCheck[Any]:
    """Raises NoHandler."""
    return _found(_publisher_checks, cls)


F = TypeVar('F', bound=Callable[..., None])


def _registration(table: dict[type[Message], F], cls: type[Message]) -> Callable[[F], F]:
    def register(handler: F) -> F:
        if cls in table:
            raise ValueError(f'{cls.type_name} has a handler already: {table[cls].__module__}')
        table[cls] = handler
        return handler

    return register


def _found(table: dict[type[Message], F], cls: type[Message]) -> F:
    if cls not in table:
        raise NoHandler(cls.type_name)
    return table[cls]

"""What rooms do for a restored hall: they tell how they know a case, leave gaps in numbers, and treat what waited."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from federation.contracts.base import Message
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handler_of

M = TypeVar('M', bound=Message)
TipMaker = Callable[[UUID, int], Message | None]
Restarter = Callable[[datetime], None]
Resumer = Callable[[M, MessageContext], None]

tip_makers: list[TipMaker] = []
hall_restarters: list[Restarter] = []
cell_restarters: list[Restarter] = []
_resumers: dict[type[Message], Resumer[Any]] = {}


def makes_tips(teller: TipMaker) -> TipMaker:
    """Register a function from a case and an epoch to the tip of the current hall, None for a case unknown to it."""
    tip_makers.append(teller)
    return teller


def restarts_hall(restarter: Restarter) -> Restarter:
    """Register what is done in each hall right after a restore; called with a moment before the backup."""
    hall_restarters.append(restarter)
    return restarter


def restarts_cell(restarter: Restarter) -> Restarter:
    """Register what is done once in a restored cell; called with a moment before the backup."""
    cell_restarters.append(restarter)
    return restarter


def resumes(cls: type[M]) -> Callable[[Resumer[M]], Resumer[M]]:
    """Register how a postponed message is treated once the fence is down; without one its handler is called again."""

    def register(resumer: Resumer[M]) -> Resumer[M]:
        _resumers[cls] = resumer
        return resumer

    return register


def resume_message(message: Message, context: MessageContext) -> None:
    """Treat what was put off; in the hall's schema and the caller's transaction. Raises NoHandler."""
    resumer = _resumers.get(type(message))
    if resumer is not None:
        resumer(message, context)
    else:
        handler_of(type(message))([(message, context)])

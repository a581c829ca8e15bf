"""Saying something to another hall: a row written in the same transaction as the work that it tells of."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from django.conf import settings

from federation.contracts.base import Message
from federation.link.topics import Lane, cell_topic, entry_subject, shared_topic
from federation.outbox.messages import OutgoingFact, OutgoingMessage, emit_many
from federation.outbox.rows import Destination, NewRow, body_of, require_transaction, write


def emit(message: Message, *, recipient: str, subject: UUID, lane: Lane = Lane.INBOX, answers: str = '') -> str:
    """Tell the hall `recipient` something about the case `subject`, from the current hall; returns its hash.

    It arrives once and after everything that this hall told that one about the case before, also when both are in one
    cell. What is large goes by the lane BULK, out of the way of what people wait for. An answer names in `answers` the
    hash of the very message that it answers. Raises NoTransaction, NoHall, UnknownHall (no such hall in the directory),
    NoKeyYet, OwnHall and TooLarge.
    """
    return emit_many([OutgoingMessage(message, recipient, subject, lane, answers)])[0]


def emit_facts(fact: Message, *, key: UUID) -> None:
    """Send a statistical fact of the current hall to its own cell and to each cell above it, once each.

    `key` is an id that appears nowhere else, so that no fact leads back to a case. The fact must carry a version: facts
    may arrive twice and in any order. Raises NoTransaction, NoHall, UnknownHall, TooLarge.
    """
    emit_many([OutgoingFact(fact, key)])


def emit_cell_fact(message: Message, *, cells: Sequence[str], key: UUID) -> None:
    """Send what this cell as a whole has to say, such as its watermark, to the facts of these cells; needs no hall.

    It may arrive twice and in any order. Raises NoTransaction, TooLarge.
    """
    require_transaction()
    body = body_of(message)
    write(
        [
            NewRow(
                Destination(cell_topic(cell, Lane.FACTS), str(key), cell), settings.CELL, key, message.type_name, body
            )
            for cell in cells
        ]
    )


def publish_entry(topic: Literal['directory', 'catalogue'], *, key: str, message: Message) -> None:
    """Publish the newest version of an entry to all cells; the topic keeps the last message of each key.

    The message must carry a version: older ones may arrive again. Raises NoTransaction, TooLarge.
    """
    require_transaction()
    name = shared_topic(Lane(topic))
    subject = entry_subject(Lane(topic), key)
    write([NewRow(Destination(name, key, str(topic)), settings.CELL, subject, message.type_name, body_of(message))])

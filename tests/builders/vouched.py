"""A message for tests that vouches for the facts before it, as a watermark does."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import connection, transaction

from federation.contracts.base import Message, message
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handles_facts
from federation.outbox.services import emit_facts
from govhall.kernel.ids import new_uid
from tenants.context import hall_context
from tenants.models import Hall
from tests.builders.trial import SENDER, rows


@message('trial.vouched.v1')
class Vouched(Message, frozen=True, kw_only=True):
    """A fact that says that all facts before it were told."""

    vouches: ClassVar[bool] = True

    number: int


@handles_facts(Vouched)
def vouch(batch: Sequence[tuple[Vouched, MessageContext]]) -> None:
    """A row of negative numbers a call."""
    with connection.cursor() as cursor:
        cursor.execute('INSERT INTO trial_fact VALUES (%s)', [[-vouched.number for vouched, _ in batch]])


def tell(*facts: Message) -> None:
    """Emit these facts of the first hall in one transaction."""
    with hall_context(Hall.objects.get(code=SENDER)), transaction.atomic():
        for fact in facts:
            emit_facts(fact, key=new_uid())


def numbers() -> list[int]:
    """The numbers of the facts that took effect, in order; those that vouch are negative."""
    return [number for (found,) in rows('SELECT numbers FROM trial_fact ORDER BY ctid') for number in found]  # type: ignore[attr-defined]

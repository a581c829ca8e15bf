"""The printable receipt is made beside the request: the counter never waits for it."""

from functools import partial
from uuid import UUID

from django.db import transaction

from govhall.casework.tasks import render_receipt


def order_receipt(*, hall: str, case: UUID) -> None:
    """Queue the rendering once the transaction is stored; if the queue is away, the page renders it on demand."""
    transaction.on_commit(partial(render_receipt.delay, hall=hall, case=str(case)), robust=True)

"""Entering halls into the directory of the federation."""

from collections.abc import Sequence

from django.db import transaction

from federation.contracts.directory import HallEntered
from federation.directory.services import record
from federation.outbox.services import publish_entry


def announce_halls(entries: Sequence[HallEntered]) -> None:
    """Keep the entries in this cell and publish them to all cells, in one transaction."""
    with transaction.atomic():
        record(entries)
        for entered in entries:
            publish_entry('directory', key=entered.code, message=entered)

"""Handlers of the directory topic: halls, and the keys of halls and cells."""

import structlog
from django.db import connection

from federation.contracts.directory import HallEntered, KeyPublished
from federation.directory.selectors import entry
from federation.directory.services import record
from federation.inbox.messages import EntryContext, pack_headers
from federation.inbox.publishers import check_publisher, check_root, is_root
from federation.inbox.registry import handles_entries
from federation.trust.key_store import store_key, store_key_record
from federation.trust.port import Untrusted
from tenants.hall_moves import OPENED, settle

log = structlog.get_logger()
# Every sender hears from the hall's new cell how far it has come; what was lost on the way here is said again.
TELL_ALL = 'UPDATE fed_cursor SET receipt_due = true WHERE recipient = %s AND last_seq > 0'


@handles_entries(HallEntered, publisher=check_root)
def hall_entered(message: HallEntered, context: EntryContext) -> None:
    """Keep the entry if it is newer than what is held; a hall that moves to or from this cell opens or closes by it."""
    record([message])
    hall = entry(message.code)
    settled = settle(hall=hall.code, cell=hall.cell, epoch=hall.epoch, moved_from=hall.moved_from)
    if settled == OPENED:
        with connection.cursor() as cursor:
            cursor.execute(TELL_ALL, [hall.code])
    if settled:
        log.warning('hall_settled', hall=hall.code, cell=hall.cell, outcome=settled)


def check_key_publisher(entry: KeyPublished, source: str) -> None:
    """The root admits cells; a cell tells the keys of its halls and its own next ones. Raises as check_publisher."""
    if entry.of_cell:
        if source != entry.owner and not is_root(source):
            raise Untrusted('the root admits cells')
    else:
        check_publisher(entry.owner, source)


@handles_entries(KeyPublished, publisher=check_key_publisher)
def key_published(message: KeyPublished, context: EntryContext) -> None:
    """Keep the key, or that it ended, and the signed record that says so; a key once told never changes."""
    store_key(message)
    store_key_record(message, pack_headers(context.headers), context.body)

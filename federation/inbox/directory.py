"""The directory topic arrives here: halls, and the keys of halls and cells."""

import structlog
from django.db import connection

from federation.contracts.directory import HallEntered, KeyPublished
from federation.directory.selectors import entry
from federation.directory.services import record
from federation.inbox.parcels import Published, pack_headers
from federation.inbox.registry import handles_entries
from federation.inbox.speakers import is_root, root_only, speaks_for
from federation.trust.key_store import store_key, store_key_record
from federation.trust.port import Untrusted
from tenants.moving import OPENED, settle

log = structlog.get_logger()
# Every sender hears from the hall's new cell how far it has come; what was lost on the way here is said again.
TELL_ALL = 'UPDATE fed_cursor SET receipt_due = true WHERE recipient = %s AND last_seq > 0'


@handles_entries(HallEntered, speaker=root_only)
def hall_entered(message: HallEntered, published: Published) -> None:
    """Keep the entry if it is newer than what is held; a hall that moves to or from this cell opens or closes by it."""
    record([message])
    held = entry(message.code)
    settled = settle(hall=held.code, cell=held.cell, epoch=held.epoch, moved_from=held.moved_from)
    if settled == OPENED:
        with connection.cursor() as cursor:
            cursor.execute(TELL_ALL, [held.code])
    if settled:
        log.warning('hall_settled', hall=held.code, cell=held.cell, outcome=settled)


def key_speaker(entry: KeyPublished, source: str) -> None:
    """The root admits cells; a cell tells the keys of its halls and its own next ones. Raises as speaks_for."""
    if entry.of_cell:
        if source != entry.owner and not is_root(source):
            raise Untrusted('the root admits cells')
    else:
        speaks_for(entry.owner, source)


@handles_entries(KeyPublished, speaker=key_speaker)
def key_published(message: KeyPublished, published: Published) -> None:
    """Keep the key, or that it ended, and the signed record that says so; a key once told never changes."""
    store_key(message)
    store_key_record(message, pack_headers(published.headers), published.body)

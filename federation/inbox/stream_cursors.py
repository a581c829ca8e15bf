"""The cursors of one transaction: locked and read at its start, written at its end, three statements for any number."""

from collections.abc import Iterable

from django.db import connection

from federation.inbox import applied_messages
from federation.inbox.messages import InboundMessage, StreamKey
from federation.inbox.rules import Cursor, StreamState
from govhall.kernel.chain import GENESIS
from govhall.kernel.recordset import text

STREAM = 'AS stream (subject uuid, sender text, recipient text)'
COLUMNS = ('subject', 'sender', 'recipient', 'last_seq', 'tip', 'epoch', 'conflict_epoch', 'state')
# A cursor that does not exist can't be locked, so it is made first; the order keeps two transactions from a deadlock.
CREATE = f"""
INSERT INTO fed_cursor (subject, sender, recipient, last_seq, tip, epoch, conflict_epoch, state)
SELECT stream.*, 0, %s, 1, 0, 'ok' FROM json_to_recordset(%s::json) {STREAM}
ORDER BY subject, sender, recipient
ON CONFLICT DO NOTHING
"""  # noqa: S608 - fixed text
LOCK = f"""
SELECT subject, sender, recipient, last_seq, tip, epoch, conflict_epoch, state FROM fed_cursor
WHERE (subject, sender, recipient) IN (
    SELECT * FROM json_to_recordset(%s::json) {STREAM}
)
ORDER BY subject, sender, recipient FOR UPDATE
"""  # noqa: S608 - fixed text
SAVE = """
UPDATE fed_cursor SET last_seq = new.last_seq, tip = new.tip, epoch = new.epoch, conflict_epoch = new.conflict_epoch,
    state = new.state, receipt_due = new.last_seq > 0
FROM json_populate_recordset(NULL::fed_cursor, %s::json) AS new
WHERE (fed_cursor.subject, fed_cursor.sender, fed_cursor.recipient) = (new.subject, new.sender, new.recipient)
"""


class StreamCursors:
    """Cursors by stream, locked until the transaction ends."""

    def __init__(self, streams: Iterable[StreamKey]) -> None:
        keys = sorted(set(streams))
        wanted = text(stream._asdict() for stream in keys)
        with connection.cursor() as cursor:
            cursor.execute(CREATE, [GENESIS, wanted])
            cursor.execute(LOCK, [wanted])
            self._cursors = {
                StreamKey(*row[:3]): Cursor(row[3], row[4], row[5], row[6], StreamState(row[7]))
                for row in cursor.fetchall()
            }
        self._changed: set[StreamKey] = set()
        self._applied: list[InboundMessage] = []

    def __getitem__(self, stream: StreamKey) -> Cursor:
        return self._cursors[stream]

    def __setitem__(self, stream: StreamKey, cursor: Cursor) -> None:
        if cursor != self._cursors[stream]:
            self._cursors[stream] = cursor
            self._changed.add(stream)

    def note_applied(self, message: InboundMessage) -> None:
        """This message took effect."""
        self._applied.append(message)

    def acknowledge_again(self, stream: StreamKey) -> None:
        """Whoever repeats a message may not know that it took effect: the acknowledgement is due again."""
        self._changed.add(stream)

    @property
    def effects(self) -> int:
        """How many messages took effect."""
        return len(self._applied)

    def save(self) -> None:
        """Write what has changed, and the evidence of what took effect."""
        applied_messages.store_applied(self._applied)
        rows = [dict(zip(COLUMNS, (*stream, *self._cursors[stream]), strict=True)) for stream in sorted(self._changed)]
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(SAVE, [text(rows)])

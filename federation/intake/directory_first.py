"""After a restore the directory is read before anything else: a hall may have moved since the backup was made."""

import time
from collections.abc import Callable

from federation.inbox.messages import InboundMessage
from federation.inbox.offsets import position
from federation.inbox.unordered import apply_entries
from federation.intake.progress import ReadProgress
from federation.intake.record_reader import read_message
from federation.intake.topic_reset import reset_recreated_topics
from federation.intake.unordered import apply_unordered
from federation.link.factory import open_reader
from federation.link.port import IncomingRecord, Reader
from federation.link.topics import Lane
from federation.trust.port import UnknownKey
from govhall.kernel.errors import Broken, Later

POLL, POLL_SECONDS = 500, 0.2
PATIENCE_SECONDS = 60.0


class DirectoryUnread(Broken):
    """The end of the directory's topic was not reached in time."""


def read_directory() -> int:
    """Apply what the directory's topic holds beyond this database; how many entries. Relay and intake are stopped.

    Halls that have moved away close by it. Raises LinkDown, LostPosition and DirectoryUnread.
    """
    reset_recreated_topics()
    reader = open_reader(position, [Lane.DIRECTORY])
    try:
        return read_to_the_end(reader)
    finally:
        reader.close()


def read_to_the_end(reader: Reader, *, clock: Callable[[], float] = time.monotonic) -> int:
    """The same from a reader of that lane. What can't be verified stays on the topic, for the intake to judge."""
    progress, unknown, applied = ReadProgress(), list[IncomingRecord](), 0
    until = clock() + PATIENCE_SECONDS
    while clock() < until:
        records = reader.poll(POLL, POLL_SECONDS)
        for record in records:
            progress.seen(record, len(record.value or b''))
        left = [record for record in (*unknown, *records) if not _apply(progress, record)]
        applied += len(unknown) + len(records) - len(left)
        unknown = left
        if not records and reader.caught_up():
            return applied
    raise DirectoryUnread(f'not read to its end in {PATIENCE_SECONDS:.0f} s')


def _apply(progress: ReadProgress, record: IncomingRecord) -> bool:
    """Whether the record took effect; its key may be one that a later record brings."""
    try:
        found = read_message(record, Lane.DIRECTORY)
        if isinstance(found, InboundMessage):
            apply_unordered(progress, apply_entries, [found])
    except (UnknownKey, Later):
        return False
    return isinstance(found, InboundMessage)

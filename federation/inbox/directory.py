"""The directory topic arrives here: halls, and the keys of halls and cells."""

from federation.contracts.directory import HallEntered, KeyPublished
from federation.directory.services import record
from federation.inbox.registry import handles_entries
from federation.inbox.speakers import is_root, root_only, speaks_for
from federation.trust.keeping import keep
from federation.trust.port import Untrusted


@handles_entries(HallEntered, speaker=root_only)
def hall_entered(message: HallEntered, key: str) -> None:
    """Keep the entry if it is newer than what is held."""
    record([message])


def key_speaker(entry: KeyPublished, source: str) -> None:
    """The root admits cells; a cell tells the keys of its halls and its own next ones. Raises as speaks_for."""
    if entry.of_cell:
        if source != entry.owner and not is_root(source):
            raise Untrusted('the root admits cells')
    else:
        speaks_for(entry.owner, source)


@handles_entries(KeyPublished, speaker=key_speaker)
def key_published(message: KeyPublished, key: str) -> None:
    """Keep the key, or that it ended; a key once told never changes."""
    keep(message)

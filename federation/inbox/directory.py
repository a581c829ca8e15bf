"""The directory topic arrives here."""

from federation.contracts.directory import HallEntered
from federation.directory.services import record
from federation.inbox.registry import handles_entries


@handles_entries(HallEntered)
def hall_entered(message: HallEntered, key: str) -> None:
    """Keep the entry if it is newer than what is held."""
    record([message])

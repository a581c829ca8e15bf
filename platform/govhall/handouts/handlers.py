"""Pieces of handed-out files come by the topic of the catalogue; one that comes again changes nothing."""

from federation.contracts.catalogue import FilePieceEntered
from federation.inbox.messages import EntryContext
from federation.inbox.publishers import check_publisher
from federation.inbox.registry import handles_entries
from govhall.handouts.files import keep_piece


def of_its_cell(entry: FilePieceEntered, source: str) -> None:
    """A cell hands out files in the name of its own halls. Raises Untrusted, UnknownKey."""
    check_publisher(entry.hall, source)


@handles_entries(FilePieceEntered, publisher=of_its_cell)
def piece_entered(message: FilePieceEntered, published: EntryContext) -> None:
    """Keep a piece; the file can be had once all are here."""
    keep_piece(message)

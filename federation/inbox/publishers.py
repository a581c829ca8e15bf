"""Which cell may publish which entry: the root says where halls are, a cell speaks of its own halls."""

from federation.contracts.base import Message
from federation.directory import selectors as directory
from federation.trust import keys
from federation.trust.port import UnknownKey, Untrusted


def check_root(entry: Message, source: str) -> None:
    """Raises Untrusted unless the cell that enters the directory published it."""
    if not is_root(source):
        raise Untrusted('only the root of the federation may publish this')


def check_publisher(hall: str, source: str) -> None:
    """Raises Untrusted unless the root or the cell of the hall published it; UnknownKey for a hall not known yet."""
    if is_root(source):
        return
    found = directory.find(hall)
    if found is None:
        raise UnknownKey(hall)
    if found.cell != source:
        raise Untrusted('a cell speaks of its own halls only')


def is_root(source: str) -> bool:
    """Whether this is the cell on whose key all others rest."""
    root = keys.trust_root()
    return root is not None and root.cell == source

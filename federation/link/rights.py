"""What a cell's user may do at the brokers. What is not listed is denied.

Rights at the broker keep strangers out and others' mail closed; who truly said a message is told by its signature. A
right can't be given by key: every cell may write to the directory, where it publishes its keys, and the intakes believe
it there for its own halls only.
"""

from collections.abc import Sequence
from typing import NamedTuple

from federation.link.topics import CELL_LANES, Lane, cell_topic, prefix, shared_topic


class Right(NamedTuple):
    """`user` may `operation` (READ, WRITE) on a topic or group; with `begins` on all whose name begins so."""

    user: str
    operation: str
    resource: str  # TOPIC, GROUP
    name: str
    begins: bool = False


class CellUser(NamedTuple):
    """A cell, the name by which it signs in, and whether it enters the catalogue (its own halls' guides included)."""

    cell: str
    user: str
    enters: bool = False


def rights_of(who: CellUser, cells: Sequence[str]) -> set[Right]:
    """Reads its own topics and the shared ones, writes to every cell's topics and, if it enters, to the catalogue."""
    shared = {shared_topic(Lane.DIRECTORY), shared_topic(Lane.CATALOGUE)}
    written = {cell_topic(cell, lane) for cell in cells for lane in CELL_LANES} | {shared_topic(Lane.DIRECTORY)}
    if who.enters:
        written.add(shared_topic(Lane.CATALOGUE))
    own = f'{prefix()}.{who.cell}'
    return {
        Right(who.user, 'READ', 'TOPIC', f'{own}.', begins=True),
        Right(who.user, 'READ', 'GROUP', own),
        *(Right(who.user, 'READ', 'TOPIC', name) for name in shared),
        *(Right(who.user, 'WRITE', 'TOPIC', name) for name in written),
    }

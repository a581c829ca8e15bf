"""Reads of the directory; each is one statement."""

from django.db import connection

from federation.directory.models import HallEntry
from govhall.kernel.errors import Refused

# A hall has at most four above it; the bound keeps a wrong entry that names itself as parent from looping for ever.
HIGHEST = 8
ANCESTORS = """
WITH RECURSIVE chain AS (
    SELECT parent_code AS above, 1 AS height FROM fed_hall_entry WHERE code = %s
    UNION ALL
    SELECT entry.parent_code, chain.height + 1
    FROM chain JOIN fed_hall_entry entry ON entry.code = chain.above
    WHERE chain.height < %s
)
SELECT entry.* FROM chain JOIN fed_hall_entry entry ON entry.code = chain.above ORDER BY chain.height
"""

CELLS = """
WITH RECURSIVE chain AS (
    SELECT cell, parent_code, 0 AS height FROM fed_hall_entry WHERE code = %s
    UNION ALL
    SELECT entry.cell, entry.parent_code, chain.height + 1
    FROM chain JOIN fed_hall_entry entry ON entry.code = chain.parent_code
    WHERE chain.height < %s
)
SELECT cell FROM chain GROUP BY cell ORDER BY min(height)
"""


class UnknownHall(Refused):
    """No entry has this code."""

    code = 'UNKNOWN_HALL'
    sentence = '大厅目录中没有代码 {hall}，请核对大厅代码，或等目录更新后再试。'


def find(code: str) -> HallEntry | None:
    """The entry of a hall, or None; also a closed one."""
    return HallEntry.objects.filter(code=code).first()


def entry(code: str) -> HallEntry:
    """The entry of a hall. Raises UnknownHall."""
    found = find(code)
    if found is None:
        raise UnknownHall(hall=code)
    return found


def ancestors(code: str) -> list[HallEntry]:
    """The halls above this one, nearest first; empty for the highest and for an unknown one."""
    return list(HallEntry.objects.raw(ANCESTORS, [code, HIGHEST]))


def children(code: str) -> list[HallEntry]:
    """The halls directly below, by code."""
    return list(HallEntry.objects.filter(parent_code=code).order_by('code'))


def cells_above(code: str) -> list[str]:
    """The cells that statistics of a hall go to: its own first, then those of its ancestors, each once.

    One statement, as every change of a case asks it. Raises UnknownHall.
    """
    with connection.cursor() as cursor:
        cursor.execute(CELLS, [code, HIGHEST])
        cells = [row[0] for row in cursor.fetchall()]
    if not cells:
        raise UnknownHall(hall=code)
    return cells


def all_entries() -> list[HallEntry]:
    """Every entry, by code."""
    return list(HallEntry.objects.order_by('code'))


def is_empty() -> bool:
    """True in a new cell that the directory has not reached yet."""
    return not HallEntry.objects.exists()

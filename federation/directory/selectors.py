"""Reads of the directory; each is one statement."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection

from federation.directory.models import HallEntry, Incarnation
from federation.directory.rules import last_successor
from govhall.kernel.errors import Refused
from govhall.kernel.kept import kept
from tenants.compiled_query import rows_by

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

LADDER = """
WITH RECURSIVE chain AS (
    SELECT code, parent_code, 0 AS height FROM fed_hall_entry WHERE code = %s
    UNION ALL
    SELECT entry.code, entry.parent_code, chain.height + 1
    FROM chain JOIN fed_hall_entry entry ON entry.code = chain.parent_code
    WHERE chain.height < %s
), rungs AS (
    SELECT code, height, false AS is_branch FROM chain
    UNION ALL
    SELECT entry.code, chain.height, true
    FROM chain JOIN fed_hall_entry entry ON entry.parent_code = chain.code AND entry.kind = 'branch'
)
SELECT entry.code, entry.name, entry.area_code, entry.valid_to, rungs.height, rungs.is_branch
FROM rungs JOIN fed_hall_entry entry USING (code) ORDER BY rungs.height, rungs.is_branch, entry.code
"""

CELLS = """
WITH RECURSIVE chain AS (
    SELECT cell, parent_code, 0 AS height FROM fed_hall_entry WHERE code = %s
    UNION ALL
    SELECT entry.cell, entry.parent_code, chain.height + 1
    FROM chain JOIN fed_hall_entry entry ON entry.code = chain.parent_code
    WHERE chain.height < %s
)
SELECT cell, (SELECT epoch FROM public.fed_incarnation WHERE owner = %s) FROM chain GROUP BY cell ORDER BY min(height)
"""

# UNION without ALL ends by itself even if entries name each other in a circle.
MERGED = """
WITH RECURSIVE merged AS (
    SELECT %s::varchar AS code
    UNION
    SELECT entry.code FROM merged JOIN fed_hall_entry entry ON entry.successor = merged.code
        OR (entry.villages <> '[]'
            AND entry.villages @> jsonb_build_array(jsonb_build_object('successor', merged.code)))
)
SELECT code FROM merged WHERE code <> %s ORDER BY code
"""


class FactsRoute(NamedTuple):
    """Where the statistics of a hall go: the cells, its own first, and the epoch in which it tells them."""

    cells: list[str]
    epoch: int


class Rung(NamedTuple):
    """A hall on the way up from another, which has height 0, or a branch of one at that height."""

    code: str
    name: str
    area_code: str
    valid_to: date | None
    height: int
    is_branch: bool


class UnknownHall(Refused):
    """No entry has this code."""

    code = 'UNKNOWN_HALL'
    sentence = '大厅目录中没有代码 {hall}，请核对大厅代码，或等目录更新后再试。'


def find(code: str) -> HallEntry | None:
    """The entry of a hall, or None; also a closed one."""
    return BY_CODE.first(code=code)


BY_CODE = rows_by(HallEntry, 'code')


def entry(code: str) -> HallEntry:
    """The entry of a hall. Raises UnknownHall."""
    found = find(code)
    if found is None:
        raise UnknownHall(hall=code)
    return found


def ancestors(code: str) -> list[HallEntry]:
    """The halls above this one, nearest first; empty for the highest and for an unknown one."""
    return list(HallEntry.objects.raw(ANCESTORS, [code, HIGHEST]))


def ladder(code: str) -> list[Rung]:
    """A hall, those above it and their branches, the nearest first, closed ones too; one statement.

    Raises UnknownHall.
    """
    with connection.cursor() as cursor:
        cursor.execute(LADDER, [code, HIGHEST])
        rungs = [Rung(*row) for row in cursor.fetchall()]
    if not rungs:
        raise UnknownHall(hall=code)
    return rungs


def children(code: str) -> list[HallEntry]:
    """The halls directly below, by code."""
    return list(HallEntry.objects.filter(parent_code=code).order_by('code'))


def branches_of(codes: Iterable[str]) -> dict[str, list[HallEntry]]:
    """The branch halls directly below each of these halls, by code."""
    found: dict[str, list[HallEntry]] = {code: [] for code in codes}
    for branch in HallEntry.objects.filter(parent_code__in=found, kind='branch').order_by('code'):
        found[branch.parent_code].append(branch)
    return found


def successor_of(code: str) -> str:
    """The hall that a closed one was merged into; empty for an open or unknown one."""
    return successor_in(find(code))


def successor_in(found: HallEntry | None) -> str:
    """The same from the hall's entry."""
    return found.successor if found is not None and found.valid_to else ''


def standing_for(code: str) -> str:
    """The hall that answers for this one today: itself, or after mergers its last successor. Raises Broken.

    For a case of a hall that was split ask `casework.services.home`: it depends on the village.
    """
    return last_successor(code, successor_of)


@kept(most=8192)
def merged_into(code: str) -> tuple[str, ...]:
    """The closed halls that this one stands for, wholly or for villages, over all mergers, by code.

    As this process knew them a moment ago.
    """
    with connection.cursor() as cursor:
        cursor.execute(MERGED, [code, code])
        return tuple(row[0] for row in cursor.fetchall())


@kept(most=8192)
def kept_short_name(code: str) -> str:
    """The short name of a hall, as this process knew it a moment ago; empty for an unknown one. For bars of pages."""
    found = find(code)
    return found.short_name if found is not None else ''


def cells_above(code: str) -> list[str]:
    """The cells that statistics of a hall go to: its own first, then those of its ancestors, each once.

    Raises UnknownHall.
    """
    return facts_route(code).cells


def facts_route(code: str) -> FactsRoute:
    """The cells above a hall of this cell, and its epoch; one statement, as every change of a case asks it.

    Raises UnknownHall.
    """
    with connection.cursor() as cursor:
        cursor.execute(CELLS, [code, HIGHEST, code])
        rows = cursor.fetchall()
    if not rows:
        raise UnknownHall(hall=code)
    return FactsRoute([row[0] for row in rows], rows[0][1] or 1)


def cells_of(codes: Iterable[str]) -> dict[str, str]:
    """The cells that hold these halls, by code; halls that the directory does not know are left out."""
    return dict(HallEntry.objects.filter(code__in=list(codes)).values_list('code', 'cell'))


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """The short names of these halls, by code; halls that the directory does not know are left out."""
    return dict(HallEntry.objects.filter(code__in=list(codes)).values_list('code', 'short_name'))


def known_cells() -> list[str]:
    """Every cell that holds a hall, by name."""
    return list(HallEntry.objects.order_by('cell').values_list('cell', flat=True).distinct())


def arrived_in(cell: str) -> list[HallEntry]:
    """The halls that have moved to this cell, by code."""
    return list(HallEntry.objects.filter(cell=cell).exclude(moved_from='').order_by('code'))


def facts_resent_from(codes: Iterable[str]) -> dict[str, int]:
    """Those of these halls of this cell that were restored, with the epoch from which on their facts are told anew."""
    anew = Incarnation.objects.filter(owner__in=list(codes), facts_from__gt=1)
    return dict(anew.values_list('owner', 'facts_from'))


def all_entries() -> list[HallEntry]:
    """Every entry, by code."""
    return list(HallEntry.objects.order_by('code'))


def is_empty() -> bool:
    """True in a new cell that the directory has not reached yet."""
    return not HallEntry.objects.exists()

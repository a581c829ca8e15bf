"""Writes of the read models. Facts may come late, twice and in any order: the newest epoch and version count."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import CharField

from federation.contracts.facts import CaseFact
from govhall.insight.models import Floor, KeptFact
from govhall.insight.rules import Metric, Movement, PlacedFact, ReportedFact, movement, newest
from govhall.kernel.errors import Broken
from tenants.compiled_query import CompiledQuery, Param, among
from tenants.selectors import area_chain

FIELDS = CaseFact.__struct_fields__
KEPT = (*FIELDS, 'areas', 'epoch')
COLUMNS = ', '.join(KEPT)
COUNTERS = tuple(metric.value for metric in Metric)
DATES = tuple(name for name in FIELDS if name.endswith('_on'))  # what a fact adds to figures, it adds on a day
NO_VERSION = -1
TOWNSHIP = 9  # digits of a township in the division code of a village
PROVINCE_END = '0' * 10  # a province's division code: two digits, then zeros

# The rows travel as one JSON text; PostgreSQL gives each place the type of the table's own column.
INSERT_FACTS = f"""
INSERT INTO insight_fact ({COLUMNS})
SELECT {COLUMNS} FROM json_populate_recordset(NULL::insight_fact, %s::json) ORDER BY fact
ON CONFLICT (fact) DO NOTHING RETURNING fact
"""  # noqa: S608 - the names come from the contract's own fields
LOCK_FACTS = f'SELECT {COLUMNS} FROM insight_fact WHERE fact = ANY(%s) ORDER BY fact FOR UPDATE'  # noqa: S608 - same
UPDATE_FACTS = f"""
UPDATE insight_fact AS held SET {', '.join(f'{name} = told.{name}' for name in KEPT[1:])}
FROM json_populate_recordset(NULL::insight_fact, %s::json) AS told
WHERE held.fact = told.fact AND (told.epoch, told.version) > (held.epoch, held.version)
"""  # noqa: S608 - same
ADD_FIGURES = f"""
INSERT INTO insight_day (area, day, level, matter, {', '.join(COUNTERS)})
SELECT area, day, level, matter, {', '.join(COUNTERS)} FROM json_populate_recordset(NULL::insight_day, %s::json)
ORDER BY area, day, level, matter
ON CONFLICT (area, day, level, matter) DO UPDATE
SET {', '.join(f'{name} = insight_day.{name} + excluded.{name}' for name in COUNTERS)}
"""  # noqa: S608 - same
RAISE_WATERMARKS = """
INSERT INTO insight_watermark (hall, as_of)
SELECT hall, as_of FROM unnest(%s::text[], %s::timestamptz[]) AS told (hall, as_of) ORDER BY hall
ON CONFLICT (hall) DO UPDATE SET as_of = excluded.as_of WHERE excluded.as_of > insight_watermark.as_of
"""
RAISE_FLOORS = """
INSERT INTO insight_floor AS held (hall, epoch)
SELECT hall, epoch FROM unnest(%s::text[], %s::int[]) AS told (hall, epoch) ORDER BY hall
ON CONFLICT (hall) DO UPDATE SET epoch = excluded.epoch WHERE excluded.epoch > held.epoch
RETURNING hall
"""
# One reading of the facts, however many halls a cell has.
LEFT_BELOW = """
SELECT fact FROM insight_fact kept JOIN insight_floor floor USING (hall)
WHERE hall = ANY(%s) AND kept.epoch < floor.epoch ORDER BY fact
"""


class UnknownArea(Broken):
    """A fact names an area that the division codes do not hold, so nobody knows whose figure it is part of."""


def record_facts(told: Iterable[ReportedFact]) -> int:
    """Keep the facts that are newer than what is held and move the figures by the difference; returns how many were.

    A restored hall counts versions anew, so its epoch decides first; what is of a future that it has lost is let go.

    Never `+ 1` for a message: each figure changes by what the new row adds less what the old row added, in the
    transaction that replaces the row. Locks are taken in the order of the facts' ids, then of the figures' keys, so
    that two intakes wait for each other and never in a ring. Raises UnknownArea.
    """
    parts = [
        PlacedFact(above_floor.fact, _areas_of(above_floor.fact), above_floor.epoch)
        for above_floor in _above_floors(newest(told))
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        fresh = _insert(cursor, parts)
        held = _lock(cursor, [part.fact.fact for part in parts if part.fact.fact not in fresh])
        # What could not be inserted is there, and committed: the insertion waited for it.
        newer = [part for part in parts if part.fact.fact in held and part.order > held[part.fact.fact].order]
        if newer:
            cursor.execute(UPDATE_FACTS, [_rows(newer)])
        fresh_parts = [part for part in parts if part.fact.fact in fresh]
        changes = [*((None, part) for part in fresh_parts), *((held[part.fact.fact], part) for part in newer)]
        _add(cursor, movement(changes))
    return len(changes)


def raise_watermarks(reported: Mapping[str, datetime]) -> None:
    """Note up to when each hall has told what happened; an older moment than the one held changes nothing."""
    if reported:
        with connection.cursor() as cursor:
            cursor.execute(RAISE_WATERMARKS, [list(reported), list(reported.values())])


def raise_floors(epochs: Mapping[str, int]) -> int:
    """These halls were restored and have told all anew in these epochs: what is left of older ones counts no more.

    The order in which that and the facts arrive does not matter: what comes late from below a floor is let go, what
    comes late from above it is counted then. Returns how many facts ceased to count; their rows stay, without days.
    """
    raised = {hall: epoch for hall, epoch in epochs.items() if epoch > 1}
    if not raised:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RAISE_FLOORS, [list(raised), list(raised.values())])
        halls = [row[0] for row in cursor.fetchall()]
        if not halls:
            return 0  # said every minute
        cursor.execute(LEFT_BELOW, [halls])
        left = _lock(cursor, [row[0] for row in cursor.fetchall()])
        blank = {fact: _blank(part, epoch=raised[part.fact.hall]) for fact, part in left.items()}
        cursor.execute(UPDATE_FACTS, [_rows(list(blank.values()))])
        _add(cursor, movement((part, blank[fact]) for fact, part in left.items()))
    return len(left)


def forget_facts(hall: str) -> int:
    """Take a hall out of this cell's figures: it is of another cell, and none above it is here. How many facts went."""
    with transaction.atomic(), connection.cursor() as cursor:
        ids = list(KeptFact.objects.filter(hall=hall).values_list('fact', flat=True))
        held = _lock(cursor, ids)
        _add(cursor, movement((part, _blank(part, epoch=part.epoch)) for part in held.values()))
        KeptFact.objects.filter(fact__in=ids).delete()
    return len(held)


def _blank(part: PlacedFact, *, epoch: int) -> PlacedFact:
    """The part of which nothing has happened yet; any version of that epoch is newer."""
    return PlacedFact(msgspec.structs.replace(part.fact, **dict.fromkeys(DATES), version=NO_VERSION), part.areas, epoch)


def _above_floors(told: Sequence[ReportedFact]) -> list[ReportedFact]:
    floors = dict(FLOORS(halls=list({tip.fact.hall for tip in told})))
    return [tip for tip in told if tip.epoch >= floors.get(tip.fact.hall, 1)]


HALLS = Param('halls', ArrayField(CharField()))
FLOORS = CompiledQuery(lambda: Floor.objects.filter(among('hall', HALLS)).values_list('hall', 'epoch'))


def _areas_of(fact: CaseFact) -> tuple[str, ...]:
    """Those above it, and the village if it is one of the township's: a split is followed by it (撤乡并镇)."""
    chain = tuple(area_chain(fact.area))
    if not chain[-1].endswith(PROVINCE_END):
        raise UnknownArea(fact.area)
    of_township = fact.village[:TOWNSHIP] == fact.area[:TOWNSHIP]
    return (fact.village, *chain) if fact.village and of_township else chain


def _insert(cursor: CursorWrapper, parts: Sequence[PlacedFact]) -> set[UUID]:
    if not parts:
        return set()
    cursor.execute(INSERT_FACTS, [_rows(parts)])
    return {row[0] for row in cursor.fetchall()}


def _lock(cursor: CursorWrapper, ids: list[UUID]) -> dict[UUID, PlacedFact]:
    if not ids:
        return {}
    cursor.execute(LOCK_FACTS, [ids])
    rows = [dict(zip(KEPT, row, strict=True)) for row in cursor.fetchall()]
    return {
        row['fact']: PlacedFact(areas=tuple(row.pop('areas')), epoch=row.pop('epoch'), fact=CaseFact(**row))
        for row in rows
    }


def _add(cursor: CursorWrapper, moved: Movement) -> None:
    if moved:
        rows = [
            {**spot._asdict(), **{metric.value: counts[metric] for metric in Metric}} for spot, counts in moved.items()
        ]
        cursor.execute(ADD_FIGURES, [msgspec.json.encode(rows).decode()])


def _rows(parts: Sequence[PlacedFact]) -> str:
    rows = [{**msgspec.structs.asdict(part.fact), 'areas': part.areas, 'epoch': part.epoch} for part in parts]
    return msgspec.json.encode(rows).decode()

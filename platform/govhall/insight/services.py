"""Writes of the read models. Facts may come late, twice and in any order: the newest version counts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from federation.contracts.facts import CaseFact
from govhall.insight.models import KeptFact
from govhall.insight.rules import Metric, Movement, Part, movement, newest
from govhall.kernel.errors import Broken
from tenants.selectors import area_chain

FIELDS = CaseFact.__struct_fields__
COLUMNS = ', '.join((*FIELDS, 'areas'))
COUNTERS = tuple(metric.value for metric in Metric)
DATES = tuple(name for name in FIELDS if name.endswith('_on'))  # what a fact adds to figures, it adds on a day
PROVINCE_END = '0' * 10  # a province's division code: two digits, then zeros

# The rows travel as one JSON text; PostgreSQL gives each place the type of the table's own column.
INSERT_FACTS = f"""
INSERT INTO insight_fact ({COLUMNS})
SELECT {COLUMNS} FROM json_populate_recordset(NULL::insight_fact, %s::json) ORDER BY fact
ON CONFLICT (fact) DO NOTHING RETURNING fact
"""  # noqa: S608 - the names come from the contract's own fields
LOCK_FACTS = f'SELECT {COLUMNS} FROM insight_fact WHERE fact = ANY(%s) ORDER BY fact FOR UPDATE'  # noqa: S608 - same
UPDATE_FACTS = f"""
UPDATE insight_fact AS held SET {', '.join(f'{name} = told.{name}' for name in (*FIELDS[1:], 'areas'))}
FROM json_populate_recordset(NULL::insight_fact, %s::json) AS told
WHERE held.fact = told.fact AND told.version > held.version
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


class UnknownArea(Broken):
    """A fact names an area that the division codes do not hold, so nobody knows whose figure it is part of."""


def record_facts(facts: Iterable[CaseFact]) -> int:
    """Keep the facts that are newer than what is held and move the figures by the difference; returns how many were.

    Never `+ 1` for a message: each figure changes by what the new row adds less what the old row added, in the
    transaction that replaces the row. Locks are taken in the order of the facts' ids, then of the figures' keys, so
    that two intakes wait for each other and never in a ring. Raises UnknownArea.
    """
    parts = [Part(fact, _areas_of(fact)) for fact in newest(facts)]
    with transaction.atomic(), connection.cursor() as cursor:
        fresh = _insert(cursor, parts)
        held = _lock(cursor, [part.fact.fact for part in parts if part.fact.fact not in fresh])
        # What could not be inserted is there, and committed: the insertion waited for it.
        newer = [part for part in parts if part.fact.fact in held and part.fact.version > _version(held, part)]
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


def forget_facts(hall: str) -> int:
    """Take a hall out of this cell's figures: it is of another cell, and none above it is here. How many facts went."""
    with transaction.atomic(), connection.cursor() as cursor:
        ids = list(KeptFact.objects.filter(hall=hall).values_list('fact', flat=True))
        held = _lock(cursor, ids)
        undated = dict.fromkeys(DATES)
        blank = ((part, Part(msgspec.structs.replace(part.fact, **undated), part.areas)) for part in held.values())
        _add(cursor, movement(blank))
        KeptFact.objects.filter(fact__in=ids).delete()
    return len(held)


def _areas_of(fact: CaseFact) -> tuple[str, ...]:
    chain = tuple(area_chain(fact.area))
    if not chain[-1].endswith(PROVINCE_END):
        raise UnknownArea(fact.area)
    return chain


def _insert(cursor: CursorWrapper, parts: Sequence[Part]) -> set[UUID]:
    if not parts:
        return set()
    cursor.execute(INSERT_FACTS, [_rows(parts)])
    return {row[0] for row in cursor.fetchall()}


def _lock(cursor: CursorWrapper, ids: list[UUID]) -> dict[UUID, Part]:
    if not ids:
        return {}
    cursor.execute(LOCK_FACTS, [ids])
    rows = [dict(zip((*FIELDS, 'areas'), row, strict=True)) for row in cursor.fetchall()]
    return {row['fact']: Part(areas=tuple(row.pop('areas')), fact=CaseFact(**row)) for row in rows}


def _version(held: Mapping[UUID, Part], part: Part) -> int:
    return held[part.fact.fact].fact.version


def _add(cursor: CursorWrapper, moved: Movement) -> None:
    if moved:
        rows = [
            {**spot._asdict(), **{metric.value: counts[metric] for metric in Metric}} for spot, counts in moved.items()
        ]
        cursor.execute(ADD_FIGURES, [msgspec.json.encode(rows).decode()])


def _rows(parts: Sequence[Part]) -> str:
    rows = [{**msgspec.structs.asdict(part.fact), 'areas': part.areas} for part in parts]
    return msgspec.json.encode(rows).decode()

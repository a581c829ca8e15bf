"""Writes of the directory."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection
from psycopg.types.json import Jsonb

from federation.contracts.directory import HallEntered

FIELDS = HallEntered.__struct_fields__
UPSERT = f"""
INSERT INTO fed_hall_entry ({', '.join(FIELDS)}) VALUES ({', '.join(f'%({name})s' for name in FIELDS)})
ON CONFLICT (code) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in FIELDS if name != 'code')}
WHERE excluded.version > fed_hall_entry.version
"""  # noqa: S608 - the names come from the contract's own fields


def record(entries: Sequence[HallEntered]) -> None:
    """Keep these entries where they are newer than what is held; older and equal versions change nothing."""
    if entries:
        with connection.cursor() as cursor:
            cursor.executemany(UPSERT, [_row(entry) for entry in entries])


def _row(entry: HallEntered) -> dict[str, Any]:
    return msgspec.structs.asdict(entry) | {'villages': Jsonb(msgspec.to_builtins(entry.villages))}

"""All that the halls and the cell know about cases, as text: so a test can say that nothing has changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from govhall.kernel.errors import Refused
from tenants.selectors import local_halls

HALL_TABLES = (
    'casework_case',
    'casework_event',
    'casework_request',
    'casework_notice',
    'casework_serial',
    'licences_entry',
    'casework_fee',
    'casework_payment_order',
    'casework_archive',
    'casework_material',
    'fed_stream',
)
PUBLIC_TABLES = ('fed_outbox', 'fed_cursor', 'fed_parked', 'fed_quarantine', 'deadline', 'insight_fact', 'insight_day')
PUBLIC_TABLES += ('file_leaving', 'file_arriving', 'notice_book', 'notice_waiting', 'notice_seal_use')

State = dict[str, list[str]]


def everything(*, public: tuple[str, ...] = PUBLIC_TABLES) -> State:
    """Every row of every hall and of these public tables, by table."""
    tables = [f'"{hall.schema_name}".{table}' for hall in local_halls() for table in HALL_TABLES]
    tables += [f'public.{table}' for table in public]
    parts = [f"SELECT '{table}', to_jsonb(one)::text FROM {table} one" for table in tables]
    found: State = {}
    with connection.cursor() as cursor:
        cursor.execute(' UNION ALL '.join(parts) + ' ORDER BY 1, 2')
        for table, row in cursor.fetchall():
            found.setdefault(table, []).append(row)
    return found


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The block is refused with this code and a sentence, and not a row anywhere is other than before."""
    before = everything()
    with pytest.raises(Refused) as refusal:
        yield refusal
    assert refusal.value.code == code
    assert str(refusal.value).endswith('。')
    assert everything() == before

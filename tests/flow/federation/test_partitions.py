"""Evidence lies in months, made ahead and dropped when nobody needs them."""

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from deploy.local.cells import Cell, DatabaseRole
from federation.acks.models import Delivery
from federation.acks.tasks import keep_partitions
from federation.relay.relay import Relay
from tests.builders.trial import Road, intake, rows, say

pytestmark = pytest.mark.usefixtures('halls')


def months(parent: str) -> set[str]:
    found = rows(f"SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = '{parent}'::regclass")
    return {str(row[0]).removeprefix(f'{parent}_') for row in found}


def old_month(parent: str, column: str) -> None:
    """The month in which everything that is there has happened, five months ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {parent}_2026_06 PARTITION OF {parent} FOR VALUES FROM ('2026-06-01Z') TO ('2026-07-01Z')"
        )
        cursor.execute(f"UPDATE {parent} SET {column} = '2026-06-10Z'")


@pytest.mark.parametrize('parent', ['fed_sent', 'fed_inbox'])
def test_this_month_and_two_ahead_are_there_and_making_them_again_changes_nothing(parent: str) -> None:
    now = datetime.now(UTC)
    wanted = {f'{now.year + (now.month - 1 + ahead) // 12}_{(now.month - 1 + ahead) % 12 + 1:02}' for ahead in range(3)}
    assert months(parent) == wanted
    keep_partitions()
    assert months(parent) == wanted


def test_a_month_goes_when_it_is_old_and_all_of_it_is_acknowledged(road: Road, case: UUID) -> None:
    say('one', case=case)
    relay, one = Relay(road), intake(road)
    while relay.once() + one.once(0):
        pass
    old_month('fed_sent', 'sent_at')
    old_month('fed_inbox', 'applied_at')
    keep_partitions()
    assert ('2026_06' in months('fed_sent'), '2026_06' in months('fed_inbox')) == (True, False)
    Delivery.objects.filter(subject=case).update(receipted_seq=1)
    keep_partitions()
    assert '2026_06' not in months('fed_sent')


MAY_CALL = {DatabaseRole.WEB: {'make', 'drop'}, DatabaseRole.RELAY: {'make'}, DatabaseRole.INTAKE: set[str]()}


@pytest.mark.parametrize('role', [*MAY_CALL])
def test_no_role_makes_or_drops_tables_but_by_the_functions_that_it_needs(cell: Cell, role: DatabaseRole) -> None:
    address = cell.url(role, database=str(connection.settings_dict['NAME']))
    with psycopg.connect(address, autocommit=True) as process:
        for act in ('make', 'drop'):
            call = f'SELECT fed_{act}_partitions()'
            if act in MAY_CALL[role]:
                process.execute(call)
            else:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    process.execute(call)
        month = sorted(months('fed_sent'))[0]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            process.execute(f'DROP TABLE fed_sent_{month}')

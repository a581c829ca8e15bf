"""A release reaches every hall: replayed as Django would migrate, past busy halls, and at no cost without change."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from deploy.local.cells import DatabaseRole
from govhall.project.rights import TENANT, WEB
from tenants.models import Hall, HallSchema, HallStatus
from tenants.provisioning import NewHall, provision_hall
from tenants.release import held
from tenants.release.dangers import UnsafeMigrations
from tenants.release.history import fingerprint, history
from tenants.release.upgrade import ONE_AT_A_TIME, UpgradeRunning, upgrade_halls
from tests.builders.committed import Committed
from tests.builders.later.more import later_3_rows
from tests.builders.shape import shape
from tests.builders.world import BIRTH, COUNTY, TOWNSHIP

HALLS, LATER = 14, ('casework', 'later_1_column')
SCHEMA = f'h_{TOWNSHIP.lower()}'


@pytest.fixture
def later(committed: Committed, settings: Settings) -> Committed:
    """The halls of this release, and code of a later one with a column more."""
    settings.MIGRATION_MODULES = {'casework': 'tests.builders.later.column'}
    return committed


@pytest.fixture
def much_later(committed: Committed, settings: Settings) -> Committed:
    """And of one with a table and rows to change."""
    settings.MIGRATION_MODULES = {'casework': 'tests.builders.later.more'}
    return committed


@pytest.fixture
def holder(committed: Committed) -> Iterator[psycopg.Connection]:
    """Somebody whose transaction has read the cases of the township and has not ended."""
    url = committed.cell.url(DatabaseRole.OWNER, database='committed')
    with psycopg.connect(url) as other:
        other.execute(f'SELECT count(*) FROM {SCHEMA}.casework_case')
        yield other


def new_hall(number: int) -> Hall:
    code = f'ZZ{number:02}0001'
    return provision_hall(NewHall(code, f'zz-{number}', '试验', '试验', 'township', '511921113000', COUNTY))


def with_later() -> set[str]:
    schemas = list(Hall.objects.values_list('schema_name', flat=True))
    return {schema for schema, keys in held.applied_in(schemas).items() if LATER in keys}


def plans() -> set[str]:
    return set(HallSchema.objects.values_list('plan', flat=True))


def said() -> tuple[list[str], dict[str, str]]:
    lines: list[str] = []
    return lines, upgrade_halls(lines.append)


def test_halls_that_are_replayed_are_what_migrating_and_provisioning_make(much_later: Committed) -> None:
    assert said()[1] == {}
    migrated = Hall.objects.create(code='ZZYY0001', slug='zz-other', kind='township', schema_name='h_zzyy0001')
    with connection.cursor() as cursor:
        cursor.execute('CREATE SCHEMA h_zzyy0001')
    call_command('migrate_schemas', schema_name='h_zzyy0001', verbosity=0)
    wanted = shape(migrated.schema_name)
    assert {'casework_later', 'casework_case'} <= {row[0] for row in wanted[0]}
    schemas = Hall.objects.values_list('schema_name', flat=True)
    assert [schema for schema in schemas if shape(schema) != wanted] == []
    assert shape(new_hall(1).schema_name) == wanted
    held.record_unknown()
    assert plans() == {history().target}  # also of the one that Django migrated


def test_nothing_to_change_costs_the_same_statements_for_any_number_of_halls(committed: Committed) -> None:
    counts: list[int] = []
    said()  # the first statement of a connection also sets its path
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as made:
            assert said() == ([f'halls: {Hall.objects.count()} have all migrations and rights'], {})
        counts.append(len(made))
        for number in range(16 if len(counts) == 1 else 0):
            new_hall(number)
    assert Hall.objects.count() == 30
    assert counts[0] == counts[1] <= 8


def test_a_hall_that_the_table_does_not_know_is_looked_into_once(committed: Committed) -> None:
    before = plans()
    HallSchema.objects.all().delete()
    lines, failed = said()
    assert (lines[0], failed) == (f'halls: looked into {HALLS} whose state was not noted', {})
    assert plans() == before == {history().target}
    assert said()[0] == [f'halls: {HALLS} have all migrations and rights']


def test_a_hall_without_a_schema_is_noted_and_left(committed: Committed) -> None:
    Hall.objects.create(code='ZZGG0001', slug='gone', kind='township', schema_name='h_zzgg0001', status='gone')
    assert said()[1] == {}
    assert HallSchema.objects.get(hall__code='ZZGG0001').plan == ''


def test_rows_change_in_batches_and_tables_after_them(much_later: Committed) -> None:
    case = much_later.receive(TOWNSHIP, BIRTH)
    later_3_rows.batches.clear()
    assert said()[1] == {}
    assert (sum(later_3_rows.batches), len(later_3_rows.batches)) == (HALLS, 2)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT uid, later FROM {SCHEMA}.casework_case')
        assert cursor.fetchall() == [(case.uid, 'filled')]


def test_a_busy_hall_comes_again_when_the_others_are_done(later: Committed, holder: psycopg.Connection) -> None:
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        if line == f'halls: {HALLS - 1} of {HALLS}':
            holder.rollback()

    assert upgrade_halls(say) == {}
    done = [f'halls: {HALLS - 1} of {HALLS}', f'halls: {HALLS} of {HALLS}']
    assert lines[-3:] == [*done, f'halls: {HALLS} have all migrations and rights']
    assert len(with_later()) == HALLS


def test_a_hall_that_stays_busy_is_named_and_the_next_run_goes_on_with_it(
    later: Committed, holder: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('tenants.release.replay.PAUSES', [])
    old = plans()
    lines, failed = said()
    assert failed.keys() == {TOWNSHIP}
    assert failed[TOWNSHIP].startswith('busy')
    assert not [line for line in lines if 'have all' in line]
    assert (len(with_later()), plans()) == (HALLS - 1, {*old, history().target})
    holder.rollback()
    lines, failed = said()
    assert (lines[0], failed) == ('halls: 1 to change (casework.later_1_column)', {})
    assert plans() == {history().target}


def test_a_hall_that_somebody_migrated_by_hand_is_noted_as_it_is(later: Committed) -> None:
    for schema in Hall.objects.order_by('code').values_list('schema_name', flat=True)[:2]:
        call_command('migrate_schemas', schema_name=schema, verbosity=0)
    assert said()[1] == {}
    assert (len(with_later()), plans()) == (HALLS, {history().target})


def test_a_hall_whose_tables_are_others_is_named_and_keeps_no_other(later: Committed, settings: Settings) -> None:
    settings.LINK = 'direct'
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE {SCHEMA}.casework_case ADD COLUMN later text')
    with pytest.raises(CommandError, match=rf'1 halls are not upgraded.*\n  {TOWNSHIP}: DuplicateColumn\nMend it'):
        call_command('prepare_cell')
    assert with_later() == set(Hall.objects.exclude(code=TOWNSHIP).values_list('schema_name', flat=True))
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE {SCHEMA}.casework_case DROP COLUMN later')
    call_command('prepare_cell')
    assert len(with_later()) == HALLS


def test_what_is_unsafe_or_python_is_refused_before_any_hall_is_touched(
    committed: Committed, settings: Settings
) -> None:
    before = plans()
    settings.MIGRATION_MODULES = {'casework': 'tests.builders.later.unsafe'}
    with pytest.raises(UnsafeMigrations) as refused:
        said()
    told = str(refused.value)
    assert all(word in told for word in ('casework.later_2_unsafe', 'HallData', 'changes a type'))
    assert (with_later(), plans()) == (set(), before)


def test_a_new_table_has_the_rights_of_the_list(much_later: Committed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TENANT, 'casework_later', {WEB: 'SELECT, INSERT'})
    assert said()[1] == {}
    with much_later.process_of(DatabaseRole.WEB), connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM {SCHEMA}.casework_later')
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT has_table_privilege('govhall_web', %s, 'DELETE')", [f'{SCHEMA}.casework_later'])
        assert cursor.fetchone() == (False,)


def test_other_rights_reach_every_hall_and_one_that_moves_away_stays_read_only(
    committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    Hall.objects.filter(code=TOWNSHIP).update(status=HallStatus.LEAVING)
    monkeypatch.setitem(TENANT, 'casework_serial', {WEB: 'SELECT, INSERT, UPDATE, DELETE'})
    lines, failed = said()
    assert (lines[0], failed) == (f'halls: {HALLS} to change (rights only)', {})
    asked = (
        "SELECT has_table_privilege('govhall_web', h.schema_name || '.casework_serial', %s), h.code FROM tenants_hall h"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, ['DELETE'])
        assert {code for may, code in cursor.fetchall() if not may} == {TOWNSHIP}
        cursor.execute(asked, ['SELECT'])
        assert all(may for may, _ in cursor.fetchall())


def test_only_one_upgrade_runs_at_a_time(committed: Committed, holder: psycopg.Connection) -> None:
    holder.execute('SELECT pg_advisory_lock(%s)', [ONE_AT_A_TIME])
    with pytest.raises(UpgradeRunning):
        said()
    with pytest.raises(CommandError, match='another upgrade'):
        call_command('prepare_cell')


def test_the_order_in_which_migrations_were_applied_does_not_matter() -> None:
    keys = list(history().of_halls)
    assert fingerprint(keys) == fingerprint(reversed(keys)) != fingerprint(keys[1:])

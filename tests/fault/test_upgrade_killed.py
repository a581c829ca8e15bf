"""An upgrade that is killed between two halls: each hall has all of it or nothing, and the next run ends it."""

import os
import subprocess
import sys

import psycopg
import pytest
from pytest_django.fixtures import Settings

from deploy.local.cells import DatabaseRole
from deploy.local.programs import ROOT
from tenants.models import Hall, HallSchema
from tenants.release import held
from tenants.release.history import history
from tests.builders.committed import Committed
from tests.builders.shape import shape
from tests.builders.world import TOWNSHIP

pytestmark = pytest.mark.process
HALLS, KILLED = 14, -9
BUSY = f'h_{TOWNSHIP.lower()}'
ARGV = [sys.executable, '-m', 'tests.builders.inside', 'tests.fault.upgrader']


def database_of(committed: Committed) -> str:
    return committed.cell.url(DatabaseRole.OWNER, database='committed')


def environment(committed: Committed) -> dict[str, str]:
    own = committed.cell.environment(DatabaseRole.OWNER)
    return os.environ | own | {'GOVHALL_DATABASE_URL': database_of(committed)}


def test_an_upgrade_that_is_killed_leaves_each_hall_whole_and_the_next_run_ends_it(
    committed: Committed, settings: Settings
) -> None:
    (before,) = set(HallSchema.objects.values_list('plan', flat=True))
    with psycopg.connect(database_of(committed)) as busy:
        busy.execute(f'SELECT count(*) FROM {BUSY}.casework_case')
        kill_when_all_others_are_done(committed)
        settings.MIGRATION_MODULES = {'casework': 'tests.builders.later.more'}
        plans = dict(HallSchema.objects.values_list('hall__code', 'plan'))
        assert plans == {**dict.fromkeys(plans, history().target), TOWNSHIP: before}
        assert {schema for schema in schemas() if 'casework_later' not in str(shape(schema))} == {BUSY}
    done = subprocess.run(ARGV, env=environment(committed), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.splitlines() == [
        'halls: 1 to change (casework.later_1_column, casework.later_2_table, casework.later_3_rows)',
        'halls: 1 of 1',
        f'halls: {HALLS} have all migrations and rights',
    ]
    assert all(shape(schema) == shape(BUSY) for schema in schemas())
    assert set(held.applied_in(schemas()).values()) == {frozenset(history().of_halls)}


def kill_when_all_others_are_done(committed: Committed) -> None:
    with subprocess.Popen(ARGV, env=environment(committed), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = iter(process.stdout)
            assert f'halls: {HALLS - 1} of {HALLS}\n' in lines
        finally:
            process.kill()
    assert process.returncode == KILLED


def schemas() -> list[str]:
    return list(Hall.objects.values_list('schema_name', flat=True))

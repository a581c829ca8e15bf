"""Halls being made when the process is killed: each has its tables or none, and the next run makes the rest."""

import os
import subprocess
import sys

import msgspec
import pytest
from django.conf import settings

from deploy.local.cells import DatabaseRole
from deploy.local.programs import ROOT
from federation.contracts.directory import HallEntered
from federation.outbox.announcement import announce_halls
from federation.trust.models import PrivateKey
from tenants.models import Hall, HallSchema, Point
from tenants.release.history import history
from tests.builders.committed import Committed
from tests.builders.shape import shape
from tests.builders.world import COUNTY

pytestmark = pytest.mark.process
NEW, KILLED = 20, -9
CODES = [f'ZZ{number:02}0001' for number in range(NEW)]
ARGV = [sys.executable, str(ROOT / 'platform' / 'manage.py'), 'provision_halls']
FIRST_NEW = 'bazhong: halls: 17 of 34\n'  # the fourteen of the seed come first


def announce() -> None:
    """The directory names more halls of this cell, all townships of one area with villages."""
    told = {'name': '试验', 'short_name': '试验', 'kind': 'township', 'area_code': '511921113000', 'version': 1}
    told |= {'parent_code': COUNTY, 'cell': settings.CELL}
    announce_halls([msgspec.convert({**told, 'code': code, 'slug': code.lower()}, HallEntered) for code in CODES])


def environment(committed: Committed) -> dict[str, str]:
    url = committed.cell.url(DatabaseRole.OWNER, database='committed')
    return os.environ | committed.cell.environment(DatabaseRole.OWNER) | {'GOVHALL_DATABASE_URL': url}


def test_halls_that_are_made_in_two_runs_are_whole(committed: Committed) -> None:
    announce()
    where = {'env': environment(committed), 'cwd': ROOT, 'stdout': subprocess.PIPE, 'text': True}
    with subprocess.Popen(ARGV, **where) as process:
        try:
            assert process.stdout is not None
            assert FIRST_NEW in process.stdout
        finally:
            process.kill()
    assert process.returncode == KILLED
    made = set(HallSchema.objects.values_list('hall__code', flat=True)) & set(CODES)
    assert 3 <= len(made) < NEW
    done = subprocess.run(ARGV, check=True, **where)
    assert done.stdout.splitlines()[-1] == '34 halls'
    assert all(shape(f'h_{code.lower()}') == shape(f'h_{COUNTY.lower()}') for code in CODES)
    assert set(HallSchema.objects.values_list('plan', flat=True)) == {history().target}
    points = {hall: Point.objects.filter(hall__code=hall).count() for hall in CODES}
    assert len(set(points.values())) == 1
    assert min(points.values()) > 0
    assert set(CODES) <= set(PrivateKey.objects.values_list('owner', flat=True))
    assert Hall.objects.count() == 34

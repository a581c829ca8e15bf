"""A process that dies in the middle of a file: the file goes on where it was, and arrives once and whole."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from deploy.local.cells import DatabaseRole
from deploy.local.programs import ROOT
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.attach import attach_file
from govhall.desk.services.case_files import open_file
from govhall.files.arrival import drop_stale
from govhall.files.file_transfer.models import FileArriving, FileLeaving
from govhall.storage.material_store import hash_of
from tenants.context import hall_context
from tests.builders.committed import Committed
from tests.builders.desk import Desk
from tests.builders.files import keep_in, scan
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, paper_codes

pytestmark = pytest.mark.process
PIECES = 20
CONTENT = scan(10 * 2**20 - 1000)
ROLES = {'cut': DatabaseRole.WEB, 'relay': DatabaseRole.RELAY, 'intake': DatabaseRole.INTAKE}
PLACES = {
    'cut': ['files.before_commit'],
    'relay': ['relay.after_send'],
    'intake': ['intake.before_commit', 'files.before_tidying'],
}
KILLED = 137
Carry = Callable[..., int]


@pytest.fixture
def carry(committed: Committed, tmp_path: Path, settings: object) -> Carry:
    """Runs one duty in a process of its own, with its own rights, and returns its exit code."""
    keep_in(settings, tmp_path)

    def run(duty: str, *, dies_at: str = '') -> int:
        role = ROLES[duty]
        env = os.environ | committed.cell.environment(role)
        env |= {
            'DJANGO_SETTINGS_MODULE': 'govhall.project.settings',
            'GOVHALL_DATABASE_URL': committed.cell.url(role, database='committed'),
            'GOVHALL_LINK': 'direct',
            'GOVHALL_MATERIAL_OPTIONS': f'{{"location": "{tmp_path}"}}',
            'GOVHALL_FAILPOINT': dies_at,
        }
        argv = [sys.executable, '-m', 'tests.fault.carrier', duty]
        return subprocess.run(argv, env=env, cwd=ROOT, timeout=60, check=False).returncode

    return run


def forwarded(world: Committed) -> UUID:
    below = Desk.of_chief(world, TOWNSHIP)
    case = world.receive(TOWNSHIP, HYGIENE)
    below.do(attach_file, case.uid, paper=paper_codes(HYGIENE)[0], content=CONTENT)
    below.forward(case.uid)
    return case.uid


def numbers(query: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def test_a_file_arrives_once_and_whole_although_each_of_its_carriers_dies(
    committed: Committed, carry: Carry, tmp_path: Path
) -> None:
    uid = forwarded(committed)
    for duty, places in PLACES.items():
        assert [carry(duty, dies_at=place) for place in places] == [KILLED] * len(places)
        assert carry(duty) == 0
    assert numbers("SELECT seq FROM fed_sent WHERE topic LIKE '%.bulk' ORDER BY seq") == list(range(1, PIECES + 1))
    assert PIECES in numbers('SELECT last_seq FROM fed_cursor')
    assert FileLeaving.objects.count() == 0
    above = Desk.of_chief(committed, COUNTY)
    assert above.do(accept_case, uid).accepted_at
    with hall_context(committed.hall(COUNTY)):
        assert open_file(uid=uid, actor=above.actor, content=hash_of(CONTENT)).content == CONTENT
        drop_stale(timezone.now())  # the nightly sweep finds what was left behind
    assert FileArriving.objects.count() == 0
    assert list((tmp_path / 'h_tjxz0001' / 'arriving').iterdir()) == []

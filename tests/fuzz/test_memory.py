"""Whatever comes in, a process stays small: the worst inputs at each door, each in a process of its own."""

import subprocess
import sys

import pytest

from tests.fuzz.hungry import DOORS

MOST_MEBIBYTES = 600
SECONDS = 900
IN_SECONDS = ('form', 'record', 'xlsx')  # the others take minutes


def eaten(door: str) -> int:
    """The most that a process held which took all that is hungry at this door."""
    command = [sys.executable, '-m', 'tests.fuzz.hungry', door]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout.split()[-1])


@pytest.mark.parametrize('door', IN_SECONDS)
def test_whatever_comes_in_a_process_stays_under_600_megabytes(door: str) -> None:
    assert eaten(door) < MOST_MEBIBYTES


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize('door', sorted(DOORS.keys() - set(IN_SECONDS)))
def test_for_minutes_whatever_comes_in_a_process_stays_under_600_megabytes(door: str) -> None:
    assert eaten(door) < MOST_MEBIBYTES

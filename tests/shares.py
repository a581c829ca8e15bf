"""All tests in three runs: two that compute at once, then those that wait for processes and browsers.

`make test` runs this. The last run has the machine to itself: programs that die and come back within a limit need a
core, and beside two others they got none. Each run has servers of its own, as every run of pytest has; what one prints
is shown as it comes, the other's report after it. Ends with the worst status.

`make coverage` counts in the two computing runs which lines of the product they reach, and prints the files with
others. Counting makes them a third slower, so `make test` does not.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

WAITING = ('tests/fault', 'tests/browser')
# What costs about as much as all the rest.
PAGES = ('tests/flow/pages', 'tests/flow/mergers', 'tests/flow/moves', 'tests/flow/insight', 'tests/fuzz')
ROOT = Path(__file__).resolve().parents[1]
COUNTED = ROOT / '.cache' / 'coverage'
COVERAGE = (sys.executable, '-m', 'coverage')


def main(arguments: Sequence[str]) -> int:
    """Run all shares with these arguments of pytest."""
    pytest = [sys.executable, '-m', 'pytest', '-m', 'not long', *arguments]
    status = _compute(pytest)
    waiting = [*pytest, '-p', 'no:cacheprovider', *WAITING]
    return max(status, subprocess.run(waiting, cwd=ROOT, check=False).returncode)


def cover(arguments: Sequence[str]) -> int:
    """Run the computing shares, and print which lines of the product none of their tests reached."""
    shutil.rmtree(COUNTED, ignore_errors=True)
    COUNTED.mkdir(parents=True)
    status = _compute([*COVERAGE, 'run', '-m', 'pytest', '-m', 'not long', *arguments])
    for words in (['combine', '--quiet'], ['report']):
        subprocess.run([*COVERAGE, *words], cwd=ROOT, check=True)
    return status


def _compute(pytest: Sequence[str]) -> int:
    rest = [f'--ignore={folder}' for folder in (*WAITING, *PAGES)]
    with ExitStack() as stack:
        report = stack.enter_context(tempfile.TemporaryFile())
        # One run writes pytest's cache, or each would forget what failed in the others.
        command = [*pytest, '-p', 'no:cacheprovider', *PAGES]
        beside = subprocess.Popen(command, cwd=ROOT, stdout=report, stderr=subprocess.STDOUT)
        stack.callback(_end, beside)
        status = subprocess.run([*pytest, *rest, 'tests'], cwd=ROOT, check=False).returncode
        status = max(status, beside.wait())
        report.seek(0)
        sys.stdout.buffer.write(report.read())
        sys.stdout.flush()
    return status


def _end(run: subprocess.Popen[bytes]) -> None:
    run.terminate()
    run.wait()


if __name__ == '__main__':
    run = {'test': main, 'coverage': cover}[sys.argv[1]]
    sys.exit(run(sys.argv[2:]))

"""All tests in four runs: three at once, then those that wait for processes and browsers.

`make test` runs this. The last run has the machine to itself: programs that die and come back within a limit need a
core, and beside others they got none. Each run has servers of its own, as every run of pytest has; what one prints is
shown as it comes, the others' reports after it. Ends with the worst status.

`make coverage` counts in the first three runs which lines of the product they reach, and prints the files with
others. Counting makes them a third slower, so `make test` does not.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

WAITING = ('tests/fault', 'tests/browser')
# Each takes about as long as all the rest; the second waits for its broker half the time.
BESIDE = (
    (
        *('tests/flow/pages', 'tests/flow/desk', 'tests/flow/portal', 'tests/flow/centre', 'tests/flow/frontdesk'),
        *('tests/flow/operations', 'tests/flow/insight', 'tests/flow/project', 'tests/fuzz'),
    ),
    ('tests/flow/federation',),
)
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
    rest = [f'--ignore={folder}' for folder in (*WAITING, *chain.from_iterable(BESIDE))]
    with ExitStack() as stack:
        # One run writes pytest's cache, or each would forget what failed in the others.
        reports = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        started = []
        for number, folders in enumerate(BESIDE):
            report = reports / str(number)
            run = _start([*pytest, '-p', 'no:cacheprovider', *folders], report)
            stack.callback(_end, run)
            started.append((run, report))
        statuses = [subprocess.run([*pytest, *rest, 'tests'], cwd=ROOT, check=False).returncode]
        for run, report in started:
            statuses.append(run.wait())
            sys.stdout.buffer.write(report.read_bytes())
            sys.stdout.flush()
    return max(statuses)


def _start(command: Sequence[str], report: Path) -> 'subprocess.Popen[bytes]':
    with report.open('wb') as written:
        return subprocess.Popen(command, cwd=ROOT, stdout=written, stderr=subprocess.STDOUT)


def _end(run: subprocess.Popen[bytes]) -> None:
    run.terminate()
    run.wait()


if __name__ == '__main__':
    run = {'test': main, 'coverage': cover}[sys.argv[1]]
    sys.exit(run(sys.argv[2:]))

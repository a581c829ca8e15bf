"""All tests in three runs: two that compute at once, then those that wait for processes and browsers.

`make test` runs this. The last run has the machine to itself: programs that die and come back within a limit need a
core, and beside two others they got none. Each run has servers of its own, as every run of pytest has; what one prints
is shown as it comes, the other's report after it. Ends with the worst status.
"""

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

WAITING = ('tests/fault', 'tests/browser')
# What costs about as much as all the rest.
PAGES = ('tests/flow/pages', 'tests/flow/mergers', 'tests/flow/moves', 'tests/flow/insight', 'tests/fuzz')
ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Run all shares with these arguments of pytest."""
    pytest = [sys.executable, '-m', 'pytest', '-m', 'not long', *arguments]
    rest = [f'--ignore={folder}' for folder in (*WAITING, *PAGES)]
    with ExitStack() as stack:
        report = stack.enter_context(tempfile.TemporaryFile())
        # One run writes pytest's cache, or each would forget what failed in the others.
        command = [*pytest, '-p', 'no:cacheprovider', *PAGES]
        beside = subprocess.Popen(command, cwd=ROOT, stdout=report, stderr=subprocess.STDOUT)
        stack.callback(_end, beside)
        statuses = [subprocess.run([*pytest, *rest, 'tests'], cwd=ROOT, check=False).returncode]
        statuses.append(beside.wait())
        report.seek(0)
        sys.stdout.buffer.write(report.read())
        sys.stdout.flush()
    waiting = [*pytest, '-p', 'no:cacheprovider', *WAITING]
    statuses.append(subprocess.run(waiting, cwd=ROOT, check=False).returncode)
    return max(statuses)


def _end(run: subprocess.Popen[bytes]) -> None:
    run.terminate()
    run.wait()


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

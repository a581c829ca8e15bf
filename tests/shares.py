"""All tests in three runs at once: those that wait for processes and browsers, and two that compute.

`make test` runs this. Each share has servers of its own, as every run of pytest has; what one prints is shown as it
comes, the others' reports after it. Ends with the worst status.
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
        beside = []
        for share in (WAITING, PAGES):
            report = stack.enter_context(tempfile.TemporaryFile())
            # One run writes pytest's cache, or each would forget what failed in the others.
            command = [*pytest, '-p', 'no:cacheprovider', *share]
            run = subprocess.Popen(command, cwd=ROOT, stdout=report, stderr=subprocess.STDOUT)
            stack.callback(_end, run)
            beside.append((run, report))
        statuses = [subprocess.run([*pytest, *rest, 'tests'], cwd=ROOT, check=False).returncode]
        for run, report in beside:
            statuses.append(run.wait())
            report.seek(0)
            sys.stdout.buffer.write(report.read())
            sys.stdout.flush()
    return max(statuses)


def _end(run: subprocess.Popen[bytes]) -> None:
    run.terminate()
    run.wait()


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

"""All tests in two runs at once: those that wait for processes and browsers beside those that compute.

`make test` runs this. Each half has servers of its own, as every run of pytest has; what one prints is shown as it
comes, the other's report after it. Ends with the worse status of the two.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

WAITING = ('tests/fault', 'tests/browser')
ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Run both halves with these arguments of pytest."""
    pytest = [sys.executable, '-m', 'pytest', '-m', 'not long', *arguments]
    beside = [f'--ignore={folder}' for folder in WAITING]
    with tempfile.TemporaryFile() as report:
        # One writes pytest's cache, or each would forget what failed in the other.
        waiting = subprocess.Popen(
            [*pytest, '-p', 'no:cacheprovider', *WAITING], cwd=ROOT, stdout=report, stderr=subprocess.STDOUT
        )
        try:
            computed = subprocess.run([*pytest, *beside, 'tests'], cwd=ROOT, check=False).returncode
            waited = waiting.wait()
        finally:
            waiting.terminate()
            waiting.wait()
        report.seek(0)
        sys.stdout.buffer.write(report.read())
        sys.stdout.flush()
    return max(computed, waited)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))

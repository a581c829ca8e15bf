"""Delete what runs and tools leave in a checkout: `python -m deploy.local.clean`."""

import shutil
import sys
from pathlib import Path

from deploy.local.errors import StartFailed
from deploy.local.place import discard
from deploy.local.supervisor import claimed

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / '.run'
RUNS = (RUN / 'direct', RUN)
TOOL_CACHES = ('.pytest_cache', '.mypy_cache', '.ruff_cache', '.hypothesis', '.import_linter_cache')


def main() -> None:
    """Delete the run folders, with their places outside the home, and the caches; refused while a run goes on."""
    for run in (run for run in RUNS if run.exists()):
        try:
            with claimed(run):
                discard(run)
        except StartFailed as refused:
            sys.exit(str(refused))
    for name in TOOL_CACHES:
        shutil.rmtree(ROOT / name, ignore_errors=True)


if __name__ == '__main__':
    main()

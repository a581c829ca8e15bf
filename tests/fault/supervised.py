"""A supervisor to be killed: PostgreSQL, Valkey and a program with a child of its own. Usage: FOLDER."""

import sys
from pathlib import Path

from deploy.local.child import Child, Program
from deploy.local.postgres import Postgres
from deploy.local.supervisor import Supervisor, claimed
from deploy.local.valkey import Valkey

# Like gunicorn and Celery: a master whose worker leaves when the master has gone.
MASTER = """
import os, signal, sys
ends, held = os.pipe()
if os.fork() == 0:
    os.close(held)
    os.read(ends, 1)
    sys.exit()
signal.pause()
"""


def main(folder: Path) -> None:
    """Run until a signal comes."""
    postgres, valkey = Postgres(folder), Valkey(folder)
    postgres.start()
    master = Child(Program('master', (sys.executable, '-c', MASTER)), folder / 'logs')
    supervisor = Supervisor([postgres.child, valkey.child, master], folder)
    with claimed(folder):
        supervisor.start(started=lambda child: print(f'started {child.name}', flush=True))
        print('all run', flush=True)
        try:
            supervisor.run()
        finally:
            supervisor.stop()


if __name__ == '__main__':
    main(Path(sys.argv[1]))

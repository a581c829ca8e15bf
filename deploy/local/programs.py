"""The programs of a cell: web, Celery worker and beat, relay and intake."""

import signal
import sys
from functools import partial
from pathlib import Path

from deploy.local.cells import Cell, DatabaseRole
from deploy.local.child import Program
from deploy.local.ports import HOST, answers_http

ROOT = Path(__file__).resolve().parents[2]
MANAGE = ROOT / 'platform' / 'manage.py'
WORKERS = 2
THREADS = 4


def cell_programs(cell: Cell) -> list[Program]:
    """All five, in the order in which they start."""
    return [web(cell), worker(cell), beat(cell), relay(cell), intake(cell)]


def web(cell: Cell) -> Program:
    """gunicorn on the cell's port; its control socket has one default path for all, so each cell names its own."""
    argv = ['gunicorn', 'govhall.project.wsgi:application', '--bind', f'{HOST}:{cell.web_port}']
    argv += ['--workers', str(WORKERS), '--threads', str(THREADS), '--preload']
    argv += ['--worker-class', 'govhall.project.porter.Porter']
    argv += ['--graceful-timeout', '10', '--timeout', '60', '--keep-alive', '5']
    argv += ['--control-socket', str(cell.folder / 'gunicorn.ctl')]
    return _program(cell, 'web', DatabaseRole.WEB, *argv)._replace(
        ready=partial(answers_http, cell.web_port, '/healthz/ready')
    )


def worker(cell: Cell) -> Program:
    """One Celery child does the sweeps and renders receipts."""
    argv = ['celery', '--quiet', '-A', 'govhall.project.celery', 'worker', '--pool', 'prefork', '--concurrency', '1']
    argv += ['--hostname', f'{cell.name}@%h', '--loglevel', 'INFO', '--without-gossip', '--without-mingle']
    return _program(cell, 'worker', DatabaseRole.WEB, *argv)


def beat(cell: Cell) -> Program:
    """The clock of the periodic tasks; what it remembers lies in the cell's folder."""
    argv = ['celery', '--quiet', '-A', 'govhall.project.celery', 'beat', '--loglevel', 'INFO']
    argv += ['--schedule', str(cell.folder / 'beat-schedule'), '--pidfile=']
    return _program(cell, 'beat', DatabaseRole.WEB, *argv)


def relay(cell: Cell) -> Program:
    """From the outbox to the link."""
    return _program(cell, 'relay', DatabaseRole.RELAY, str(MANAGE), 'run_relay')


def intake(cell: Cell) -> Program:
    """From the link to the inbox."""
    return _program(cell, 'intake', DatabaseRole.INTAKE, str(MANAGE), 'run_intake')


def manage(cell: Cell, *arguments: str) -> Program:
    """A management command of the cell as the database's owner, for setting up."""
    return _program(cell, arguments[0], DatabaseRole.OWNER, str(MANAGE), *arguments)


def _program(cell: Cell, duty: str, role: DatabaseRole, *words: str) -> Program:
    python = [sys.executable] if words[0].endswith('.py') else [sys.executable, '-m']
    return Program(
        name=f'{cell.name}-{duty}',
        argv=(*python, *words),
        env=cell.environment(role) | {'PYTHONUNBUFFERED': '1'},
        cwd=ROOT,
        stop_signal=signal.SIGTERM,
    )

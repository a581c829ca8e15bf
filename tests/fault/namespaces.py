"""Two cells, each in a network namespace with a line to the broker, which tests cut and slow, and one to its database.

Root is needed, and what is made here is removed at the end.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from deploy.local.child import Program
from deploy.local.ports import HOST
from tests.fault.wire import Wire

BROKER_HOST = '198.18.0.1'  # a range for measuring (RFC 2544): no network uses it
DATABASE = 'GOVHALL_DATABASE_URL'


@dataclass(frozen=True)
class Namespace:
    """Where the carriers of a cell run."""

    name: str
    number: int

    @property
    def line(self) -> str:
        """The device of the line to the broker, as this side sees it."""
        return f'{self.name}-line'

    @property
    def database_host(self) -> str:
        """The address at which the cell finds its database."""
        return f'198.18.{self.number + 100}.1'

    def inside(self, program: Program, broker: str) -> Program:
        """The program in here, with addresses that can be reached from here."""
        there = program.env[DATABASE].replace(f'@{HOST}:', f'@{self.database_host}:')
        return program._replace(
            argv=('ip', 'netns', 'exec', self.name, *program.argv),
            env={**program.env, DATABASE: there, 'GOVHALL_KAFKA': broker},
        )

    @contextmanager
    def cut(self) -> Iterator[None]:
        """The line to the broker is down until the block ends."""
        ip('link', 'set', self.line, 'down')
        try:
            yield
        finally:
            ip('link', 'set', self.line, 'up')

    @contextmanager
    def slowed(self, rate: str) -> Iterator[None]:
        """The line carries no more than `rate` (as `128kbit`) each way until the block ends."""
        shape = ('root', 'tbf', 'rate', rate, 'burst', '16kb', 'latency', '800ms')
        run('tc', 'qdisc', 'add', 'dev', self.line, *shape)
        run('ip', 'netns', 'exec', self.name, 'tc', 'qdisc', 'add', 'dev', 'line', *shape)
        try:
            yield
        finally:
            run('tc', 'qdisc', 'del', 'dev', self.line, 'root')
            run('ip', 'netns', 'exec', self.name, 'tc', 'qdisc', 'del', 'dev', 'line', 'root')


@contextmanager
def namespaces(cells: Mapping[str, int], database_port: int) -> Iterator[dict[str, Namespace]]:
    """A namespace for each cell (with a number of its own) from which broker and database can be reached."""
    if os.geteuid() != 0:
        raise PermissionError('network namespaces need root: run as root, or leave these out (-m "not long")')
    with ExitStack() as made:
        ip('address', 'add', f'{BROKER_HOST}/32', 'dev', 'lo')
        made.callback(ip, 'address', 'del', f'{BROKER_HOST}/32', 'dev', 'lo')
        found = {}
        for cell, number in cells.items():
            found[cell] = place = Namespace(f'gh{number}', number)
            ip('netns', 'add', place.name)
            made.callback(ip, 'netns', 'del', place.name)  # takes the devices with it
            _join(place, 'line', f'198.18.{number}', BROKER_HOST)
            _join(place, 'lan', f'198.18.{number + 100}')
            wire = Wire((place.database_host, database_port), (HOST, database_port))
            made.enter_context(wire.open())
        yield found


def _join(place: Namespace, device: str, net: str, beyond: str = '') -> None:
    near = f'{place.name}-{device}'
    ip('link', 'add', near, 'type', 'veth', 'peer', 'name', device, 'netns', place.name)
    ip('address', 'add', f'{net}.1/30', 'dev', near)
    ip('link', 'set', near, 'up')
    ip('-n', place.name, 'address', 'add', f'{net}.2/30', 'dev', device)
    ip('-n', place.name, 'link', 'set', device, 'up')
    ip('-n', place.name, 'link', 'set', 'lo', 'up')
    if beyond:
        ip('-n', place.name, 'route', 'add', f'{beyond}/32', 'via', f'{net}.1', 'dev', device)


def ip(*words: str) -> None:
    """Run `ip`; CalledProcessError when it refuses."""
    run('ip', *words)


def run(*words: str) -> None:
    """Run a command of the network tools."""
    subprocess.run(words, check=True)

"""How many statements each call of a lifecycle sends to PostgreSQL: counted in the server's own log."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path
from time import sleep

import psycopg

from tests.load.chiefs import CALLS, Chief
from tests.load.lifecycles import WARM_UP, generate
from tests.load.place import CELL, Place

LINE = re.compile(rf'\] {CELL}_web@{CELL} LOG:  (?:statement|execute [^:]*): (.*)')
LIFECYCLES = 10


def count_statements(place: Place) -> dict[str, float]:
    """Statements a call on average, `SET search_path` and BEGIN/COMMIT among them; no worker may run meanwhile."""
    generate(place.orders(lifecycles=WARM_UP, seconds=60))
    log = place.stack.ground.folder / 'logs' / 'postgres.log'
    chief = Counting(place, log)
    with statements_logged(place):
        for _ in range(LIFECYCLES):
            chief.lifecycle()
    chief.write(place.stack.ground.folder / 'statements.txt')
    return {call: chief.counts[call] / LIFECYCLES for call in CALLS}


class Counting(Chief):
    """A chief whose calls are told apart in the log; nobody else may work at the same time."""

    def __init__(self, place: Place, log: Path) -> None:
        self.counts: Counter[str] = Counter()
        self._log, self._order = log, 0
        self._texts: dict[str, list[str]] = {}
        super().__init__(place.orders(lifecycles=1, seconds=60, threads=1))
        self._order = 0  # the sign-in is no part of a lifecycle
        self.counts.clear()

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        before = self._log.stat().st_size
        answer = super()._ask(method, path, body)
        sleep(0.02)  # a response may be sent before the last line of its connection is written
        with self._log.open('rb') as lines:
            lines.seek(before)
            found = LINE.findall(lines.read().decode(errors='replace'))
        call = CALLS[self._order % len(CALLS)]
        self._order += 1
        self.counts[call] += len(found)
        self._texts[call] = found
        return answer

    def write(self, file: Path) -> None:
        """Keep the statements of the last lifecycle, for reading."""
        file.write_text('\n'.join(f'== {call}\n' + '\n'.join(texts) for call, texts in self._texts.items()))


@contextmanager
def statements_logged(place: Place) -> Iterator[None]:
    """Let the server write every statement to its log."""
    with psycopg.connect(place.stack.ground.postgres.dsn(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET log_statement = 'all'")
        connection.execute('SELECT pg_reload_conf()')
        sleep(0.5)  # the server tells its backends by signal
        yield
        connection.execute('ALTER SYSTEM RESET log_statement')
        connection.execute('SELECT pg_reload_conf()')

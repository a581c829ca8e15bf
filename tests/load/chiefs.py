"""The load generator: chief representatives at their screens, each with a connection of their own. A process of itself.

Reads its orders as JSON on standard input (`Orders`) and writes what it measured as JSON on standard output.
"""

import json
import sys
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Lock, Thread
from time import monotonic, perf_counter
from urllib.parse import urlencode
from uuid import uuid4

CALLS = ('create', 'accept', 'decide', 'read')
OK, FOUND, SEE_OTHER = 200, 302, 303


@dataclass(frozen=True)
class Orders:
    """Where to work (`host`, `port`, `hall` is the slug), as whom, on what, and for how long."""

    host: str
    port: int
    hall: str
    cell: str
    username: str
    password: str
    matter: str
    papers: list[str]
    answers: dict[str, str]  # to the form of the matter, as a page posts them
    id_number: str
    threads: int
    lifecycles: int
    seconds: float


@dataclass
class Told:
    """Seconds from the first to the last lifecycle, how many there were, and how long each call took (seconds)."""

    seconds: float = 0.0
    lifecycles: int = 0
    errors: list[str] = field(default_factory=list)
    calls: dict[str, list[float]] = field(default_factory=lambda: {call: [] for call in CALLS})


class Wrong(Exception):
    """An answer was not the one that a lifecycle needs."""


class Chief:
    """One person with a session and one connection that stays open."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._line = HTTPConnection(orders.host, orders.port, timeout=30)
        self._cookies: dict[str, str] = {}
        self._sign_in()

    def lifecycle(self) -> dict[str, float]:
        """Create, accept, decide, read; seconds of each."""
        times = {}
        begun = perf_counter()
        created = self.create()
        times['create'] = perf_counter() - begun
        for version, (call, act) in enumerate((('accept', 'accept'), ('decide', 'approve')), start=1):
            begun = perf_counter()
            self.act(created, act, version=version)
            times[call] = perf_counter() - begun
        begun = perf_counter()
        page = self._get(created)
        times['read'] = perf_counter() - begun
        if 'data-state="approved"' not in page:
            raise Wrong('the case was not decided')
        return times

    def create(self) -> str:
        """Take the papers of one case at the counter; its address."""
        applicant = {'kind': 'person', 'name': '张小明', 'id_number': self._orders.id_number, 'phone': '13800000000'}
        papers = {f'paper-{code}': 'handed_in' for code in self._orders.papers}
        fields = {'then': 'receive', 'submission': str(uuid4()), **applicant, **papers}
        fields |= self._orders.answers
        return self._post(f'/h/{self._orders.hall}/counter/{self._orders.matter}/', fields)

    def act(self, case: str, act: str, *, version: int) -> None:
        """Do one act to a case that stands at this version."""
        self._post(f'{case}{act}/', {'version': str(version)})

    def _sign_in(self) -> None:
        self._get('/sign-in/')
        fields = {'username': self._orders.username, 'password': self._orders.password}
        self._post('/sign-in/', fields, found=FOUND)

    def _get(self, path: str) -> str:
        answer, body = self._ask('GET', path)
        if answer.status != OK:
            raise Wrong(f'GET: {answer.status}')
        return body

    def _post(self, path: str, fields: dict[str, str], *, found: int = SEE_OTHER) -> str:
        token = self._cookies[f'govhall_{self._orders.cell}_csrf']
        answer, body = self._ask('POST', path, urlencode({**fields, 'csrfmiddlewaretoken': token}))
        if answer.status != found:
            raise Wrong(f'POST: {answer.status} {body[:200]}')
        return answer.headers['Location']

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        headers = {'Cookie': '; '.join(f'{name}={value}' for name, value in self._cookies.items())}
        if body is not None:
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
        try:
            self._line.request(method, path, body, headers)
        except BrokenPipeError:  # the web closes a line on which nothing was said for a while; browsers do the same
            self._line.close()
            self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all('Set-Cookie') or ():
            name, _, value = cookie.partition(';')[0].partition('=')
            self._cookies[name] = value
        return answer, text


class Office:
    """All chiefs, until the lifecycles or the seconds of the orders are used up."""

    def __init__(self, orders: Orders) -> None:
        self._orders, self._told, self._lock = orders, Told(), Lock()
        self._begun, self._end, self._taken = 0.0, 0.0, 0

    def work(self) -> Told:
        """Let all work and return what was measured; sign-in is not part of it."""
        chiefs = [Chief(self._orders) for _ in range(self._orders.threads)]
        self._begun = monotonic()
        threads = [Thread(target=self._serve, args=[chief]) for chief in chiefs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._told.seconds = self._end - self._begun
        return self._told

    def _serve(self, chief: Chief) -> None:
        while self._take():
            try:
                times = chief.lifecycle()
            except (Wrong, OSError, HTTPException) as wrong:
                with self._lock:
                    self._told.errors.append(f'{type(wrong).__name__}: {wrong}')
                return
            with self._lock:
                self._told.lifecycles += 1
                self._end = max(self._end, monotonic())
                for call, seconds in times.items():
                    self._told.calls[call].append(seconds)

    def _take(self) -> bool:
        with self._lock:
            self._taken += 1
            return self._taken <= self._orders.lifecycles and monotonic() - self._begun < self._orders.seconds


if __name__ == '__main__':
    json.dump(asdict(Office(Orders(**json.load(sys.stdin))).work()), sys.stdout)

"""Nobody can hurt others from outside: slow bodies, wrong words, pictures on another site, drafts without end.

Beside all of it a clerk takes papers at the counter and a villager asks how the case stands: neither notices.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import date
from time import monotonic

import psycopg
import pytest

from deploy.demo.player.applicants import Applicant, resident_id
from deploy.demo.player.client import Person
from deploy.demo.player.pages import fields_like
from deploy.demo.stage import CellPlace, Stage
from deploy.local.cells import Cell
from deploy.local.ports import free_port
from deploy.local.programs import web
from tests.builders.stack import Stack
from tests.fault.hostile import Address, guess, slow_bodies
from tests.fault.stage import stage_of

pytestmark = [pytest.mark.process, pytest.mark.kafka]
TOWNSHIP, MATTER = 'TJNS0001', '512000102000'
VILLAGER = '127.9.9.9'
NOTICED_SECONDS = 8.0  # two processors serve visitor, clerk and villager here; what stood still took for ever
MEBI = 2**20
SMALL = {
    'GOVHALL_ONLINE_ADDRESS_MEGABYTES': '4',
    'GOVHALL_ONLINE_HALL_MEGABYTES': '8',
    'GOVHALL_METRICS_LOOPBACK': 'on',
}


@dataclass
class Scene:
    """A web of the cell, with a clerk at work and a villager who has handed in papers."""

    cell: Cell
    clerk: Person
    number: str = ''
    word: str = ''
    took: list[float] = field(default_factory=list)

    def take_papers(self) -> None:
        """The clerk takes papers."""
        page = self.clerk.get(f'counter/{MATTER}/')
        form = page.form('application')
        typed = Applicant('张小明', '511921', date(1990, 5, 4)).typed() | dict.fromkeys(
            fields_like(form, 'paper-'), 'handed_in'
        )
        shown = self.clerk.submit(page, form, typed, press=('then', 'receive'))
        assert shown.case['state'] == 'received'
        self.number, self.word = self.number or shown.case['number'], self.word or shown.case['query-word']

    def ask(self, address: str = VILLAGER) -> None:
        """The villager asks with the right word."""
        villager = Address(self.cell.web_port, address)
        status, page = villager.post('/track/', '/track/', {'number': self.number, 'word': self.word})
        assert (status, '您的材料已收下' in page) == (200, True), page[:500]

    def goes_on(self, until: 'Future[object]') -> None:
        """Clerk and villager do their work until that is over; remembers how long each time took."""
        while True:
            began = monotonic()
            self.take_papers()
            self.ask()
            self.took.append(monotonic() - began)
            if until.done():
                return


def stage_with(cells: Stack, cell: Cell) -> Stage:
    """The stage as people see it at this web."""
    stage = stage_of(cells)
    return replace(stage, cells={**stage.cells, cell.name: CellPlace(cell.web_address, cell.owner_url)})


@pytest.fixture(params=[pytest.param(SMALL, id='few'), pytest.param({}, id='many', marks=pytest.mark.long)])
def scene(
    two_cells: Stack, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """A web with small limits, or with those of the product."""
    base = two_cells.cell('bazhong')
    folder = tmp_path_factory.mktemp('hostile')
    cell = replace(base, web_port=free_port(), folder=folder, settings={**base.settings, **request.param})
    child = two_cells.child(web(cell)._replace(name=f'hostile-web-{request.param_index}')).start()
    try:
        child.wait_ready()
        found = Scene(cell, Person(stage_with(two_cells, cell), TOWNSHIP, 'clerk'))
        found.take_papers()
        yield found
        found.clerk.close()
    finally:
        child.stop()


def online_bytes(cell: Cell) -> int:
    with psycopg.connect(cell.owner_url) as connection:
        row = connection.execute('SELECT coalesce(sum(bytes), 0) FROM tenants_space').fetchone()
    assert row is not None
    return int(row[0])


def drafts(cell: Cell, addresses: int, each: int, size: int) -> Counter[int]:
    """So many drafts from each address, each file so many bytes; how they were answered."""
    found: Counter[int] = Counter()
    for n in range(addresses):
        visitor = Address(cell.web_port, f'127.2.0.{n + 1}')
        for turn in range(each):
            who = resident_id('511921', date(1990, 5, 4))
            typed = {'do': 'save', 'kind': 'person', 'name': '张小明', 'id_number': who}
            content = b'%PDF-1.7\n' + b'%d.%d ' % (n, turn) + b'x' * size
            found[visitor.upload(f'/apply/{MATTER}/{TOWNSHIP}/', typed, content)] += 1
    return found


@pytest.mark.timeout(1500)
def test_a_hostile_visitor_is_noticed_by_nobody(scene: Scene, request: pytest.FixtureRequest) -> None:
    many = 'many' in request.node.callspec.id
    cell, port = scene.cell, scene.cell.web_port
    with ThreadPoolExecutor(4) as pool, slow_bodies(port, 50):
        scene.goes_on(pool.submit(wait, [pool.submit(lambda: None)]))
        words = pool.submit(guess, port, scene.number, range(100 if many else 20), 10)
        scene.goes_on(words)
        drafted = pool.submit(drafts, cell, *((10, 19, 9 * MEBI) if many else (4, 5, MEBI // 2)))
        scene.goes_on(drafted)
    answers = words.result()
    assert sum(answers.values()) == (1000 if many else 200)
    assert answers[422] <= 50 + 2 * (100 if many else 20)
    assert set(answers) == {422, 429}
    assert drafted.result()[200] and drafted.result()[422], drafted.result()
    assert 0 < online_bytes(cell) <= (2000 if many else 8) * MEBI
    for n in range(40):  # pictures on another site, which the villager's own browser asks for
        villager = Address(port, VILLAGER)
        villager.get(f'/verify/{TOWNSHIP}{n:016d}/', **{'Sec-Fetch-Site': 'cross-site'})
    scene.ask()
    assert Address(port, VILLAGER).post('/verify/', '/verify/', {'code': f'{TOWNSHIP}{"3" * 16}'})[0] == 422
    assert max(scene.took) < NOTICED_SECONDS, scene.took
    print(f'\n{len(scene.took)} rounds of clerk and villager, the longest {max(scene.took):.2f} s')

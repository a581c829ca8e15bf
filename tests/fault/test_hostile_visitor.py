"""Nobody can hurt others from outside: slow bodies, wrong words, pictures on another site, drafts without end.

Beside all of it a clerk takes papers at the counter and a villager asks how the case stands: neither notices.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic

import pytest

from deploy.demo.player.applicants import Applicant, resident_id
from deploy.demo.player.client import Person as Clerk
from deploy.demo.player.pages import fields_like
from deploy.demo.stage import CellPlace, HallPlace, Login, Stage
from deploy.local.cells import Cell, DatabaseRole
from deploy.local.child import Child
from deploy.local.ports import free_port
from deploy.local.programs import web
from tenants.models import Person
from tenants.roles import Role
from tenants.space import held
from tests.builders.committed import Committed
from tests.builders.world import BIRTH, TOWNSHIP
from tests.fault.hostile import Address, guess, slow_bodies

pytestmark = pytest.mark.process
PASSWORD = 'correct-horse-9'
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
    clerk: Clerk
    number: str = ''
    word: str = ''
    took: list[float] = field(default_factory=list)

    def take_papers(self) -> None:
        """The clerk takes papers."""
        page = self.clerk.get(f'counter/{BIRTH}/')
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


def stage_of(committed: Committed, cell: Cell) -> Stage:
    """The township with one clerk, as people see it at this web."""
    hall = committed.hall(TOWNSHIP)
    person = Person.objects.get(pk=committed.person(TOWNSHIP, Role.CLERK, password=PASSWORD).person_id)
    return Stage(
        cells={cell.name: CellPlace(cell.web_address, cell.owner_url)},
        halls={hall.code: HallPlace(hall.code, hall.name, hall.kind, hall.slug, cell.name)},
        logins={(hall.code, 'clerk'): Login(person.username, PASSWORD, person.name)},
        link=cell.link,
        folder=cell.folder,
        started_at=datetime.now(UTC),
    )


@pytest.fixture(params=[pytest.param(SMALL, id='few'), pytest.param({}, id='many', marks=pytest.mark.long)])
def scene(committed: Committed, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    """A web with small limits, or with those of the product."""
    base = committed.cell
    there = {'GOVHALL_DATABASE_URL': base.url(DatabaseRole.WEB, database='committed')}
    cell = replace(base, web_port=free_port(), folder=tmp_path, settings={**base.settings, **there, **request.param})
    child = Child(web(cell), tmp_path / 'logs').start()
    try:
        child.wait_ready()
        found = Scene(cell, Clerk(stage_of(committed, cell), TOWNSHIP, 'clerk'))
        found.take_papers()
        yield found
        found.clerk.close()
    finally:
        child.stop()


def drafts(cell: Cell, addresses: int, each: int, size: int) -> Counter[int]:
    """So many drafts from each address, each file so many bytes; how they were answered."""
    found: Counter[int] = Counter()
    for n in range(addresses):
        visitor = Address(cell.web_port, f'127.2.0.{n + 1}')
        for turn in range(each):
            who = resident_id('511921', date(1990, 5, 4))
            typed = {'do': 'save', 'kind': 'person', 'name': '张小明', 'id_number': who}
            content = b'%PDF-1.7\n' + b'%d.%d ' % (n, turn) + b'x' * size
            found[visitor.upload(f'/apply/{BIRTH}/{TOWNSHIP}/', typed, content)] += 1
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
    assert 0 < held().cell <= (2000 if many else 8) * MEBI
    for n in range(40):  # pictures on another site, which the villager's own browser asks for
        villager = Address(port, VILLAGER)
        villager.get(f'/verify/{TOWNSHIP}{n:016d}/', **{'Sec-Fetch-Site': 'cross-site'})
    scene.ask()
    assert Address(port, VILLAGER).post('/verify/', '/verify/', {'code': f'{TOWNSHIP}{"3" * 16}'})[0] == 422
    assert max(scene.took) < NOTICED_SECONDS, scene.took
    print(f'\n{len(scene.took)} rounds of clerk and villager, the longest {max(scene.took):.2f} s')

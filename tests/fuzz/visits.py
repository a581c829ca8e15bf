"""A visit to a page: who goes where, what the page asks for, and what an answer may look like."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client
from django.utils.datastructures import MultiValueDict

from govhall.applications.models import OnlineApplication
from govhall.casework.models import Case
from govhall.catalogue.models import Grant
from tenants.context import hall_context
from tenants.models import Membership
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.files import PDF
from tests.builders.screen import SLUGS, SignedIn
from tests.builders.world import BIRTH, COUNTY, ID_NUMBER, MOST_ROLES, PROVINCE, TOWNSHIP, World, paper_codes
from tests.fuzz.doors import Page
from tests.fuzz.hostile import SCRIPT

# These say to programs that something is away.
MAY_BE_AWAY = {'healthz', 'alive', 'ready', 'degraded', 'road_health', 'metrics'}
FOREIGN = (
    'Traceback',
    'Exception',
    'NoneType',
    'has no attribute',
    '确保',
    '这个字段',
    '该变量',
    '&lt;class',
    '页面未找到',
)
CHINESE = re.compile('[\u4e00-\u9fff]')
POWERS = ['decide', 'submit', 'seal', 'coordinate', 'print']
# What a good answer would be; every other field is left empty until it is spoilt.
GOOD = {
    'submission': str(uuid4()), 'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER, 'phone': '13800000000',
    'then': 'receive', 'do': 'save', 'version': '1', 'reason': '材料不全', 'opinion': '同意', 'day': '2026-12-31',
    'number': 'TJNS0001261124000001', 'year': '2027', 'source': '国办发明电〔2026〕1号', 'off': '0101-0103',
    'username': 'x', 'password': 'x', 'score': '5', 'matter': BIRTH, 'to': COUNTY, 'consent': 'yes', 'amount': '10.00',
}  # fmt: skip
AT_THE_PROVINCE = {'holidays', 'enter_year', 'confirm_year', 'archive', 'register', 'fees'}


@dataclass
class Visit:
    """One page, a browser in which somebody has signed in who may open it, and its places filled in."""

    page: Page
    client: Client
    address: str
    fields: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    def good(self) -> dict[str, str]:
        """The fields that the page asks for as somebody would fill them in who means well."""
        papers = {one: 'handed_in' for one in self.fields if one.startswith('paper-')}
        return {name: GOOD.get(name, '') for name in sorted(self.fields)} | papers


def visit(world: World, signed_in: SignedIn, page: Page, **places: Any) -> Visit:
    """Go to the page as somebody who may do everything there; public pages as nobody. `places` are in its address."""
    if not page.in_hall:
        return Visit(page, _browser(Client()), '/' + _filled(page.address, _places(world)))
    hall = PROVINCE if page.name in AT_THE_PROVINCE or page.name.startswith('catalogue') else TOWNSHIP
    if page.name.startswith('point'):
        actor = world.person(TOWNSHIP, Role.AGENT, point=points_of(world.hall(TOWNSHIP))[0].code)
    else:
        actor = world.person(hall, *(set(MOST_ROLES) - {Role.AGENT}), powers=POWERS)
    address = f'/h/{_slug(world, hall)}/{_filled(page.address, _places(world) | places)}'
    return Visit(page, _browser(signed_in(actor)), address)


def _slug(world: World, hall: str) -> str:
    return SLUGS.get(hall) or world.hall(hall).slug


def _browser(client: Client) -> Client:
    client.raise_request_exception = False
    return client


def _places(world: World) -> dict[str, Any]:
    """What stands in an address, by the name of the place."""
    case = world.receive(TOWNSHIP, BIRTH)
    return {
        'uid': case.uid, 'letter': UUID(int=8), 'department': 'TJMZ', 'matter': BIRTH, 'word': 'accept',
        'paper': paper_codes(BIRTH)[0], 'content': '0' * 64, 'fee': UUID(int=9), 'number': 'X', 'form': 'csv',
        'kind': 'guides', 'code': TOWNSHIP, 'hall': TOWNSHIP, 'proposal': 1, 'grant': UUID(int=10), 'organ': 'X',
        'year': 2026, 'place': 1, 'leave': 1, 'shift': 1, 'change': 1, 'person': 1, 'training': UUID(int=11),
        'digest': '0' * 64,
    }  # fmt: skip


def _filled(address: str, places: dict[str, Any]) -> str:
    """The address with its places filled in; a new kind of place needs a line in `_places`."""
    return re.sub(
        r'<(\w+):(\w+)>',
        lambda place: str(UUID(int=8) if place[1] == 'uuid' and place[2] == 'paper' else places[place[2]]),
        address,
    )


@contextmanager
def asked(by: Visit) -> Iterator[None]:
    """Note which fields and files the page looks up, so that no list of them can lag behind."""
    reads: dict[str, Callable[..., Any]] = {
        name: getattr(MultiValueDict, name) for name in ('__getitem__', 'getlist', 'get')
    }

    def noting(read: Callable[..., Any]) -> Callable[..., Any]:
        def note(self: Any, key: Any, *args: Any, **kwargs: Any) -> Any:
            if isinstance(key, str):
                (by.files if type(self) is MultiValueDict else by.fields).add(key)
            return read(self, key, *args, **kwargs)

        return note

    with patch.multiple(MultiValueDict, **{name: noting(read) for name, read in reads.items()}):
        yield


def stored(world: World) -> tuple[int, ...]:
    """How much of what people do there is."""
    with hall_context(world.hall(TOWNSHIP)):
        here = Case.objects.count(), OnlineApplication.objects.count()
    return *here, Membership.objects.count(), Grant.objects.count()


def check(at: Visit, answer: HttpResponse, sent: object) -> None:
    """Whatever was sent: no failure, no word of the framework, nothing that runs, a sentence where it is a page."""
    told = f'{at.page.name} {at.address} {str(sent)[:500]!r}'
    allowed = {503} if at.page.name in MAY_BE_AWAY else set()
    assert answer.status_code < 500 or answer.status_code in allowed, told
    if answer.streaming or not answer.get('Content-Type', '').startswith(('text/html', 'application/json')):
        return
    said = answer.content.decode()
    if answer['Content-Type'].startswith('application/json'):
        said = json.dumps(json.loads(said), ensure_ascii=False)
    assert SCRIPT not in said, told
    assert [word for word in FOREIGN if word in said] == [], told
    if answer.status_code in (200, 400, 403, 404, 409, 413, 422, 429) and at.page.name not in MAY_BE_AWAY:
        assert CHINESE.search(said), (answer.status_code, told)


def upload_of() -> tuple[str, bytes]:
    """A file that is taken."""
    return '材料.pdf', PDF

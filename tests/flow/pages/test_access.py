"""Who may open what: nobody anonymous but the public pages, nobody from another hall, nobody without the role."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tenants.models import Membership
from tenants.roles import Role
from tests.builders.screen import SignedIn, acts, at, case_data, take_in, text
from tests.builders.world import BIRTH, COUNTY, OTHER_TOWNSHIP, TOWNSHIP, World

PUBLIC = {
    'start',
    'track',
    'published',
    'verify',
    'verify_licence',
    'guides',
    'guide',
    'find_hall',
    'hall_page',
    'apply',
    'apply_mine',
    'sign_in',
    'healthz',
}
PUBLIC |= {'alive', 'ready', 'hall_letters'}
NOT_THERE = {'verify_code', 'handed_out_file', 'undertaking_sheet'}
DENIED = {'metrics', 'road_health', 'degraded'}  # for programs that show a token
# They mean the same with and without a hall's prefix; GraphQL answers in JSON and has tests of its own.
SYSTEMS = {'graphql', 'system_files', 'system_paper'}
OF_THE_CELL = {'sign_in', 'sign_in_code', 'sign_out', 'halls', 'own_password', 'second_factor', *SYSTEMS}
EXAMPLES = {'uid': UUID(int=7), 'letter': UUID(int=8), 'department': 'TJMZ', 'matter': BIRTH, 'word': 'accept'}
EXAMPLES |= {'paper': UUID(int=8), 'content': '0' * 64}
EXAMPLES |= {'fee': UUID(int=9), 'number': 'X', 'form': 'csv'}
EXAMPLES |= {'kind': 'guides'}
EXAMPLES |= {'code': TOWNSHIP, 'hall': TOWNSHIP}
EXAMPLES |= {'training': UUID(int=11)}
EXAMPLES |= {'place': 1, 'proposal': 1, 'person': 1, 'leave': 1, 'shift': 1, 'change': 1}
EXAMPLES |= {'grant': UUID(int=10), 'organ': 'X', 'year': 2026, 'digest': '0' * 64}


def patterns(urlconf: str) -> Iterator[tuple[str, str]]:
    """Name and address of every pattern."""

    def walk(found: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
        for one in found:
            address = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, address)
            else:
                yield one.name or '', address

    yield from walk(get_resolver(urlconf).url_patterns, '')


def example(address: str) -> str:
    for name, value in EXAMPLES.items():
        for converter in ('uuid', 'str', 'slug', 'int'):
            address = address.replace(f'<{converter}:{name}>', str(value))
    assert '<' not in address, f'give an example for {address}'
    return address


@pytest.mark.parametrize(('name', 'address'), [*patterns('govhall.project.urls')])
def test_no_address_of_the_cell_but_the_public_ones_is_open(world: World, name: str, address: str) -> None:
    answer = Client().get(f'/{example(address)}')
    if name in DENIED:
        assert answer.status_code == 403
        return
    if name in NOT_THERE:  # open, and nothing has this code
        assert answer.status_code == 404
        return
    assert (answer.status_code == 200) == (name in PUBLIC), name
    if name not in PUBLIC:
        assert answer.headers['Location'].startswith('/sign-in/')


@pytest.mark.parametrize(('name', 'address'), [*patterns('govhall.project.hall_urls')])
@pytest.mark.parametrize('method', ['GET', 'POST'])
def test_no_address_of_a_hall_is_open_to_the_anonymous(world: World, name: str, address: str, method: str) -> None:
    answer = Client().generic(method, at(TOWNSHIP, example(address)))
    if name == 'sign_in':
        assert answer.status_code == 200
    elif name == 'sign_in_code':  # the password comes first
        assert (answer.status_code, answer.headers['Location']) == (302, at(TOWNSHIP, 'sign-in/'))
    elif name in SYSTEMS:
        assert answer.status_code in (401, 405)
    elif method == 'POST' and name != 'sign_out':  # the sign-in page itself, with what was typed kept in it
        assert answer.status_code == 403
        assert 'name="password"' in answer.content.decode()
    else:
        assert answer.status_code == 302
        assert answer.headers['Location'].startswith(at(TOWNSHIP, 'sign-in/') if method == 'GET' else '/')


@pytest.mark.parametrize(
    ('name', 'address'), [pattern for pattern in patterns('govhall.project.hall_urls') if pattern[0] not in OF_THE_CELL]
)
def test_a_person_of_another_hall_finds_nothing(world: World, signed_in: SignedIn, name: str, address: str) -> None:
    stranger = signed_in(world.chief(OTHER_TOWNSHIP))
    for method in ('GET', 'POST'):
        assert stranger.generic(method, at(TOWNSHIP, example(address))).status_code in (404, 405)


def test_a_hall_shows_its_own_cases_only(world: World, signed_in: SignedIn) -> None:
    address = take_in(signed_in(world.clerk(TOWNSHIP)), TOWNSHIP, BIRTH)
    client = signed_in(world.chief(COUNTY))
    assert client.get(address.replace('tj-nuoshuihe', 'tongjiang')).status_code == 404


def test_an_ended_membership_opens_nothing(world: World, signed_in: SignedIn) -> None:
    clerk = world.clerk(TOWNSHIP)
    client = signed_in(clerk)
    assert client.get(at(TOWNSHIP, 'counter/')).status_code == 200
    memberships = Membership.objects.filter(person_id=clerk.person_id)
    memberships.update(valid_to=memberships.get().valid_from)
    assert client.get(at(TOWNSHIP, 'counter/')).status_code == 404


@pytest.mark.parametrize(
    ('role', 'allowed'),
    [
        (Role.CLERK, {'counter/', 'worklist/', 'search/'}),
        (Role.AGENT, {'points/', 'worklist/', 'search/'}),
        (Role.LIAISON, {'counter/', 'worklist/', 'search/'}),
        (Role.REVIEWER, {'worklist/', 'search/'}),
        (Role.SUPERVISOR, {'worklist/', 'search/'}),
        (Role.ADMINISTRATOR, set()),
        (Role.SECURITY, set()),
        (Role.AUDITOR, set()),
    ],
)
def test_each_role_opens_its_own_pages(world: World, signed_in: SignedIn, role: Role, allowed: set[str]) -> None:
    client = signed_in(world.person(TOWNSHIP, role))
    for page in ('counter/', 'points/', 'worklist/', 'search/'):
        assert client.get(at(TOWNSHIP, page)).status_code == (200 if page in allowed else 403), page


@pytest.mark.parametrize('role', [Role.SUPERVISOR, Role.LEADER])
def test_who_only_reads_sees_the_progress_and_no_act(world: World, signed_in: SignedIn, role: Role) -> None:
    address = take_in(signed_in(world.clerk(TOWNSHIP)), TOWNSHIP, BIRTH, phone='13800000000')
    reader = signed_in(world.person(TOWNSHIP, role))
    page = reader.get(address)
    assert acts(page) == set()
    assert '张**' not in text(page) and '您看到的是办理进度' in text(page)
    assert not [one for one in ('张小明', '11010519491231002X', '13800000000') if one in page.content.decode()]
    assert 'query-word' not in case_data(page)
    assert reader.post(f'{address}accept/', {'version': '1'}).status_code == 403
    assert reader.get(f'{address}receipt/').status_code == 403


def test_search_finds_a_case_of_this_hall_and_no_other(world: World, signed_in: SignedIn) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    found = signed_in(world.clerk(TOWNSHIP)).post(at(TOWNSHIP, 'search/'), {'number': case.number})
    assert (found.status_code, found.headers['Location']) == (303, at(TOWNSHIP, f'cases/{case.uid}/'))
    elsewhere = signed_in(world.clerk(COUNTY)).post(at(COUNTY, 'search/'), {'number': case.number})
    assert elsewhere.status_code == 404
    mistyped = signed_in(world.clerk(TOWNSHIP)).post(at(TOWNSHIP, 'search/'), {'number': 'TJNS0001'})
    assert (mistyped.status_code, '办件编号有误' in text(mistyped)) == (422, True)


def test_unknown_halls_are_not_found(world: World, signed_in: SignedIn) -> None:
    assert signed_in(world.clerk(TOWNSHIP)).get(f'/h/{uuid4().hex}/counter/').status_code == 404

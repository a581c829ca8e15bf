"""What people and programs send is read as it was meant, or turned away in words: at every address."""

import json
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from graphql import (
    GraphQLArgument,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
)

from govhall.api.schema import schema
from govhall.applications.models import OnlineApplication
from govhall.casework.models import Case
from tenants.context import hall_context
from tenants.models import Person
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, filled, take_in, text
from tests.builders.system import System
from tests.builders.world import BIRTH, ID_NUMBER, TOWNSHIP, World

CONVERTED = re.compile(r'<(?:(\w+):)?(\w+)>')
GIVEN = {'uuid': str(uuid4()), 'int': '2026', 'str': 'x', 'slug': 'x', 'path': 'x', None: 'x'}


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Guesses of other tests are forgotten."""
    cache.clear()
    yield
    cache.clear()


def addresses(urlconf: str, before: str) -> list[str]:
    """Every address with its places filled in, and once for each text in it with a character that is none."""
    found = []
    for route in _routes(get_resolver(urlconf).url_patterns):
        found.append(before + CONVERTED.sub(lambda place: GIVEN[place[1]], route))
        for hostile in CONVERTED.finditer(route):
            if hostile[1] in (None, 'str', 'path'):
                spoilt = route[: hostile.start()] + '%00' + route[hostile.end() :]
                found.append(before + CONVERTED.sub(lambda place: GIVEN[place[1]], spoilt))
    return found


def _routes(patterns: list[URLPattern | URLResolver], before: str = '') -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def everybody(world: World, signed_in: SignedIn) -> Client:
    """Who may open every page of the township."""
    client = signed_in(world.person(TOWNSHIP, *(set(Role) - {Role.AGENT})))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ('urlconf', 'before'), [('govhall.project.urls', '/'), ('govhall.project.hall_urls', at(TOWNSHIP))]
)
def test_no_address_fails_for_a_character_that_is_none(
    world: World, signed_in: SignedIn, urlconf: str, before: str
) -> None:
    client = everybody(world, signed_in)
    for address in addresses(urlconf, before):
        if '%00' in address:
            assert client.get(address).status_code == 404, address
            continue
        assert client.get(f'{address}?words=%00&after=x').status_code == 400, address
        answers = {client.get(f'{address}?after=%F0%28&words=%ED%A0%80').status_code}
        answers.add(client.post(address, {'number': 'x\x00', 'reason': 'y', 'version': '1'}).status_code)
        assert max(answers) < 500 or address.endswith(('healthz', 'road')), (address, answers)


@pytest.mark.parametrize('address', ['/guide/%00/', '/h/%00/', '/h/tongjiang/%0A', '/verify/%00/', '/%7F/'])
def test_an_address_with_a_control_character_is_not_there(world: World, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_a_cookie_with_nul_is_no_session(world: World) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get(at(TOWNSHIP), headers={'Cookie': f'{settings.SESSION_COOKIE_NAME}="\\000{"x" * 40}"'})
    assert answer.status_code == 302


def test_marks_that_nobody_sees_are_no_part_of_what_a_clerk_types(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    typed = {'name': '张\u200b小\u3000明 ', 'id_number': f'{ID_NUMBER}\u200b', 'phone': '\u202d13812345678\u202c'}
    take_in(clerk, TOWNSHIP, BIRTH, **typed)
    with hall_context(world.hall(TOWNSHIP)):
        applicant = Case.objects.get().applicant
    assert (applicant.name, applicant.id_number, applicant.phone) == ('张小 明', ID_NUMBER, '13812345678')


@pytest.mark.parametrize('name', ['\u200b', '\u3164', '123', '·'])
def test_a_name_without_a_letter_is_asked_for_again_and_nothing_is_stored(
    world: World, signed_in: SignedIn, name: str
) -> None:
    page = signed_in(world.clerk(TOWNSHIP)).post(at(TOWNSHIP, f'counter/{BIRTH}/'), filled(BIRTH, name=name))
    online = Client().post(f'/apply/{BIRTH}/{TOWNSHIP}/', filled(BIRTH, name=name) | {'do': 'save'})
    assert [one.status_code for one in (page, online)] == [422, 422]
    assert all('请填写姓名或单位名称。' in text(one) for one in (page, online))
    with hall_context(world.hall(TOWNSHIP)):
        assert not Case.objects.exists()
        assert not OnlineApplication.objects.exists()


@pytest.mark.parametrize(('kind', 'number'), [('person', '95115619900101123X'), ('organisation', 'N2511921MF01234515')])
def test_residence_cards_and_village_collectives_are_taken_and_found(
    world: World, signed_in: SignedIn, kind: str, number: str
) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    case = take_in(clerk, TOWNSHIP, BIRTH, kind=kind, id_number=number)
    found = clerk.post(at(TOWNSHIP, 'search/'), {'number': f' {number[:6]}-{number[6:].lower()}\u200b'})
    assert (found.status_code, found.headers.get('Location')) == (303, case)
    online = Client().post(
        f'/apply/{BIRTH}/{TOWNSHIP}/', {'do': 'save', 'kind': kind, 'name': '某', 'id_number': number}
    )
    assert online.status_code == 200


@pytest.mark.parametrize(
    ('number', 'sentence'),
    [
        ('91511921MA62A1B2C0', '统一社会信用代码有误：按前 17 位，最后一位应为 9'),
        ('511921800101123', '15 位身份证号已停用'),
        ('TJNS0001261124000001', '办件编号有误'),
    ],
)
def test_the_search_box_names_what_was_probably_meant(
    world: World, signed_in: SignedIn, number: str, sentence: str
) -> None:
    page = signed_in(world.clerk(TOWNSHIP)).post(at(TOWNSHIP, 'search/'), {'number': number})
    assert (page.status_code, sentence in text(page)) == (422, True)


def test_a_number_that_is_too_long_is_said_in_words(world: World) -> None:
    page = Client().post('/track/', {'number': '1' * 41, 'word': '222222'})
    assert (page.status_code, '办件编号最多 40 个字，现在有 41 个' in text(page)) == (422, True)


def test_a_reason_of_three_hundred_characters_with_line_ends_is_taken_and_one_more_is_named(
    world: World, signed_in: SignedIn
) -> None:
    Client().post(f'/apply/{BIRTH}/{TOWNSHIP}/', filled(BIRTH) | {'do': 'save'})
    with hall_context(world.hall(TOWNSHIP)):
        OnlineApplication.objects.update(state='submitted')
        one = OnlineApplication.objects.get()
    clerk, address = signed_in(world.clerk(TOWNSHIP)), at(TOWNSHIP, f'online/{one.uid}/return/')
    long = clerk.post(address, {'version': one.version, 'reason': '一' * 301})
    assert (long.status_code, '退回的理由最多 300 个字，现在有 301 个' in text(long)) == (422, True)
    lost = clerk.post(address, {'reason': '照片看不清'})
    assert (lost.status_code, '同事' in text(lost), '请刷新' in text(lost)) == (422, False, True)
    with hall_context(world.hall(TOWNSHIP)):
        assert OnlineApplication.objects.get().state == 'submitted'
    whole = clerk.post(address, {'version': one.version, 'reason': '一' * 149 + '\r\n' + '二' * 150})
    assert whole.status_code == 303
    with hall_context(world.hall(TOWNSHIP)):
        assert len(OnlineApplication.objects.get().reason) == 300


def test_a_login_in_wide_letters_with_a_mark_is_understood(world: World) -> None:
    person = Person.objects.get(pk=world.clerk(TOWNSHIP).person_id)
    person.set_password('correct horse battery')
    person.save()
    wide = ''.join(chr(ord(one) + 0xFEE0) for one in person.username)
    page = Client().post('/sign-in/', {'username': f' {wide}\u200b', 'password': 'correct horse battery'})
    assert page.status_code == 302


def test_letters_that_look_like_figures_lead_to_the_case(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    number = case.number[:8] + case.number[8:20].replace('0', 'O').replace('1', 'I') + case.number[20:]
    page = Client().post('/track/', {'number': number, 'word': f' {case.query_word.lower()}\u200b'})
    assert page.status_code == 200, text(page)


def _leaves(kind: GraphQLInputType, bad: str) -> Iterator[object]:
    """A value of the type for each text in it, in which only that text is there, and is bad."""
    if isinstance(kind, GraphQLNonNull):
        yield from _leaves(kind.of_type, bad)
    elif isinstance(kind, GraphQLList):
        yield from ([leave] for leave in _leaves(kind.of_type, bad))
    elif isinstance(kind, GraphQLInputObjectType):
        yield from ({name: one} for name, inner in kind.fields.items() for one in _leaves(inner.type, bad))
    elif isinstance(kind, GraphQLScalarType) and kind.name not in ('Int', 'Float', 'Boolean'):
        yield bad


def _asked() -> Iterator[tuple[str, str, str, GraphQLArgument]]:
    whole = schema.graphql_schema
    for word, root in (('query', whole.query_type), ('mutation', whole.mutation_type)):
        for name, field in root.fields.items():
            for argument, taken in field.args.items():
                yield word, name, argument, taken


@pytest.mark.parametrize('bad', ['x\x00', '\ud800'])
def test_no_field_of_the_programs_door_fails_for_a_character_that_is_none(world: World, bad: str) -> None:
    system, count = System.of(world, TOWNSHIP, Role.CLERK), 0
    for word, name, argument, taken in _asked():
        for value in _leaves(taken.type, bad):
            count += 1
            query = f'{word} ($x: {taken.type}) {{ {name}({argument}: $x) {{ __typename }} }}'
            error = json.loads(system.post(query, {'x': value}).content)['errors'][0]
            assert (error['extensions']['code'], '不完整的字符' in error['message']) == ('BAD_QUERY', True), name
    assert count > 50
    written = system.post('{ case(number: "x\\u0000") { number } }').json()['errors'][0]
    assert '不完整的字符' in written['message']


def test_a_text_of_a_program_is_read_as_that_of_a_form(world: World) -> None:
    case, system = world.receive(TOWNSHIP, BIRTH), System.of(world, TOWNSHIP, Role.CLERK)
    asked = 'query ($number: String) { case(number: $number) { number } }'
    assert system.ask(asked, number=f'\u200b{case.number.lower()} ')['case']['number'] == case.number
    written = f'{{ case(number: "{case.number}\u202c") {{ number }} }}'
    assert system.ask(written)['case']['number'] == case.number

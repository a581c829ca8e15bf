"""A session that is over: nothing that was typed is lost, nothing is stored unseen, no page stands inside a page."""

import re
from html import unescape
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.fixtures import Settings

from tenants import carried
from tenants.context import hall_context
from tenants.models import Person
from tenants.roles import Role
from tests.builders.files import scan
from tests.builders.screen import at, case_data, filled, take_in, text
from tests.builders.state import everything
from tests.builders.world import BIRTH, TOWNSHIP, World

PASSWORD = 'correct-horse-9'
REASON = '申请人改变主意 <b>&"引号"\n第二行'


@pytest.fixture
def name(world: World, settings: Settings) -> str:
    """The user name of a chief; the hash is a fast one."""
    settings.PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']
    return Person.objects.get(pk=world.person(TOWNSHIP, Role.CHIEF, Role.CLERK, password=PASSWORD).person_id).username


@pytest.fixture
def browser(name: str) -> Client:
    """Somebody has signed in here by the page, so that the device remembers them."""
    client = Client()
    client.post('/sign-in/', {'username': name, 'password': PASSWORD})
    return client


def over(client: Client) -> None:
    """The session ends, as after some hours."""
    client.session.flush()


def hidden(page: HttpResponse) -> dict[str, str]:
    """The hidden fields of a page as the browser would send them."""
    content = page.content.decode()
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', content)
    found += re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', content, re.S)
    return {name: unescape(value) for name, value in found if name != 'csrfmiddlewaretoken'}


def signing_in(client: Client, page: HttpResponse, name: str, password: str = PASSWORD) -> HttpResponse:
    answer: HttpResponse = client.post('/sign-in/', hidden(page) | {'username': name, 'password': password})
    return answer


def going_on(client: Client, page: HttpResponse) -> HttpResponse:
    where = re.search(r'<form method="post" action="([^"]+)" id="again">', page.content.decode())
    assert where, text(page)
    answer: HttpResponse = client.post(unescape(where[1]), hidden(page))
    return answer


def test_an_act_sent_after_the_session_ended_is_done_by_one_more_press(browser: Client, name: str) -> None:
    address = take_in(browser, TOWNSHIP, BIRTH)
    over(browser)
    page = browser.post(f'{address}withdraw/', {'version': '1', 'reason': REASON})
    assert page.status_code == 403
    assert '登录已过期，这一步没有保存' in text(page)
    assert '申请人改变主意' not in page.content.decode()
    mistyped = signing_in(browser, page, name, 'wrong')
    assert '用户名或密码不对' in text(mistyped)
    back = signing_in(browser, mistyped, name)
    assert hidden(back) == {'version': '1', 'reason': REASON}
    assert f'href="{address}"' in back.content.decode()
    assert case_data(browser.get(address))['state'] == 'received'  # nothing happens by itself
    assert going_on(browser, back).status_code == 303
    assert case_data(browser.get(address))['state'] == 'withdrawn'


def test_a_long_form_at_the_counter_is_kept_and_files_are_said_to_be_gone(browser: Client, name: str) -> None:
    over(browser)
    form = filled(BIRTH, papers=2)
    file = SimpleUploadedFile('scan.pdf', scan(500), 'application/pdf')
    page = browser.post(at(TOWNSHIP, f'counter/{BIRTH}/'), form | {'file-x': file})
    assert '附的文件带不过来' in text(page)
    back = signing_in(browser, page, name)
    assert '附的文件没有带过来' in text(back)
    assert hidden(back) == form
    assert going_on(browser, back).status_code == 303


def test_somebody_else_gets_the_page_and_not_what_was_typed(world: World, browser: Client, settings: Settings) -> None:
    other = Person.objects.get(pk=world.person(TOWNSHIP, Role.CLERK, password=PASSWORD).person_id).username
    address = take_in(browser, TOWNSHIP, BIRTH)
    over(browser)
    page = browser.post(f'{address}withdraw/', {'version': '1', 'reason': REASON})
    answer = signing_in(browser, page, other)
    assert (answer.status_code, answer.headers['Location']) == (302, address)
    shown = browser.get(address)
    assert '登录已过期，这一步没有保存，请再点一次。' in text(shown)
    assert '申请人改变主意' not in text(shown)


def test_what_is_carried_is_forgotten_after_a_while(
    browser: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = take_in(browser, TOWNSHIP, BIRTH)
    over(browser)
    page = browser.post(f'{address}withdraw/', {'version': '1', 'reason': REASON})
    monkeypatch.setattr(carried, 'FRESH_SECONDS', -1)
    answer = signing_in(browser, page, name)
    assert (answer.status_code, answer.headers['Location']) == (302, address)


@pytest.mark.parametrize('damage', ['', 'x', 'AAAA', '汉'])
def test_a_made_up_carrying_is_none(browser: Client, name: str, damage: str) -> None:
    answer = browser.post('/sign-in/', {'username': name, 'password': PASSWORD, 'carried': damage})
    assert (answer.status_code, answer.headers['Location']) == (302, '/halls/')


def test_a_part_of_a_page_gets_a_sentence_and_no_sign_in_page(browser: Client) -> None:
    over(browser)
    answer = browser.post(at(TOWNSHIP, f'counter/{BIRTH}/check/'), filled(BIRTH), headers={'HX-Request': 'true'})
    assert (answer.status_code, answer['HX-Retarget'], answer['HX-Reswap']) == (401, '#notice', 'innerHTML')
    assert '登录已过期，填的内容还在' in text(answer)
    assert 'href="/h/tj-nuoshuihe/sign-in/"' in answer.content.decode()
    assert 'password' not in answer.content.decode()


def strict(client: Client) -> Client:
    client.handler.enforce_csrf_checks = True
    return client


@pytest.mark.parametrize(('headers', 'offered'), [({'Origin': 'http://testserver'}, True), ({}, False)])
def test_a_form_whose_token_is_old_is_offered_again_unless_another_site_sent_it(
    browser: Client, headers: dict[str, str], offered: bool
) -> None:
    address = take_in(browser, TOWNSHIP, BIRTH)
    fields = {'version': '1', 'reason': REASON}
    page = strict(browser).post(f'{address}withdraw/', fields, headers=headers)
    assert page.status_code == 403
    assert ('id="again"' in page.content.decode()) is offered
    other = strict(browser).post(f'{address}withdraw/', fields, headers={'Origin': 'http://evil.example'})
    assert REASON not in unescape(other.content.decode())
    if offered:
        assert hidden(page) == fields
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
        assert token
        where = {'csrfmiddlewaretoken': token[1]} | hidden(page)
        assert browser.post(f'{address}withdraw/', where, headers=headers).status_code == 303


def addresses() -> list[str]:
    found: list[str] = []
    values = {'uuid': str(UUID(int=7)), 'slug': 'accept', 'str': 'X', 'int': '2026'}

    def walk(resolver: URLResolver) -> None:
        for url_pattern in resolver.url_patterns:
            if isinstance(url_pattern, URLResolver):
                walk(url_pattern)
            elif isinstance(url_pattern, URLPattern):
                found.append(re.sub(r'<(\w+):\w+>', lambda gap: values[gap[1]], str(url_pattern.pattern)))

    walk(get_resolver('govhall.project.hall_urls'))
    return found


def test_signed_out_every_address_of_a_hall_answers_with_a_way_on_and_stores_nothing(world: World) -> None:
    hall = world.hall(TOWNSHIP)
    with hall_context(hall):
        before = everything()
    asked = 0
    for path in addresses():
        answer = Client().post(at(TOWNSHIP, path), {'version': '1', 'reason': REASON})
        if 'graphql' in path:
            continue
        assert answer.content or answer.status_code == 302, path
        if answer.status_code == 403:
            asked += 1
            assert 'name="carried"' in answer.content.decode(), path
            goal = hidden(answer)['next']
            assert not goal.endswith(('accept/', 'receive/', 'return/')), path
    assert asked > 40
    with hall_context(hall):
        assert everything() == before

from typing import NoReturn

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import RequestFactory

from govhall.kernel.errors import Broken, Later
from govhall.kernel.identity import InvalidMobile
from govhall.look.middleware import ElderMiddleware
from govhall.project.failures.middleware import RefusalMiddleware

SENTENCE = '手机号应为 1 开头的 11 位数字，请核对。'


def answer(exception: Exception, **headers: str) -> HttpResponse | None:
    def never(request: HttpRequest) -> NoReturn:
        raise AssertionError

    request = RequestFactory().post('/', headers=headers)
    return RefusalMiddleware(never).process_exception(request, exception)


def test_refusal_becomes_a_page_that_says_what_to_do() -> None:
    response = answer(InvalidMobile())
    assert response is not None
    assert response.status_code == 409
    assert f'<h1>{SENTENCE}</h1>' in response.content.decode()


def test_refusal_of_a_part_of_a_page_leaves_the_rest_alone() -> None:
    response = answer(InvalidMobile(), **{'HX-Request': 'true'})
    assert response is not None
    assert SENTENCE in response.content.decode()
    assert '<html' not in response.content.decode()
    assert (response.status_code, response['HX-Retarget']) == (409, '#notice')


def test_what_must_wait_says_when_to_try_again() -> None:
    response = answer(Later('the database is away'))
    assert response is not None
    assert (response.status_code, response['Retry-After']) == (503, '30')
    assert 'database' not in response.content.decode()


@pytest.mark.parametrize('exception', [Broken('x'), KeyError('x')])
def test_bug_is_not_dressed_up_as_a_refusal(exception: Exception) -> None:
    assert answer(exception) is None


@pytest.mark.parametrize(('referrer', 'shown'), [('http://testserver/desk/1', True), ('http://evil.example/', False)])
def test_way_back_leads_only_to_the_same_site(referrer: str, shown: bool) -> None:
    response = answer(InvalidMobile(), Referer=referrer)
    assert response is not None
    assert (f'href="{referrer}"' in response.content.decode()) is shown


def test_large_type_is_remembered_until_it_is_switched_off() -> None:
    elder = ElderMiddleware(lambda request: HttpResponse())
    assert elder(RequestFactory().get('/?elder=1')).cookies['elder'].value == '1'
    assert elder(RequestFactory().get('/?elder=0')).cookies['elder']['max-age'] == 0
    assert not elder(RequestFactory().get('/')).cookies


@pytest.mark.parametrize(
    ('query', 'cookie', 'large'), [('?elder=1', '', True), ('', '1', True), ('?elder=0', '1', False), ('', '', False)]
)
def test_page_is_large_when_asked_now_or_before(query: str, cookie: str, large: bool) -> None:
    request = RequestFactory().get(f'/{query}')
    request.COOKIES = {'elder': cookie} if cookie else {}
    page = engines['django'].get_template('look/base.html').render({}, request)
    assert ('class="portal elder"' in page) is large


@pytest.mark.parametrize('name', ['400', '403', '403_csrf', '404', '405', '409', '413', '500', '503'])
def test_page_for_trouble_renders_without_any_context(name: str) -> None:
    page = engines['django'].get_template(f'{name}.html').render({})
    assert '<h1>' in page
    assert '系统错误' not in page
    assert 'href="/"' in page

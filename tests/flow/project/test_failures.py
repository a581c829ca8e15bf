"""What a person reads when something fails: whether their step was stored, a way on, whom to call, the reference."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from govhall.applications.models import OnlineApplication
from govhall.casework.acts import accept
from govhall.casework.models import Case
from govhall.desk import application_form
from govhall.portal import apply_views
from govhall.project.failures import stored
from tenants.context import hall_context
from tenants.models import Hall
from tests.builders.files import PDF
from tests.builders.screen import SignedIn, at, case_data, filled, take_in, text
from tests.builders.state import everything
from tests.builders.world import BIRTH, ID_NUMBER, TOWNSHIP, World, paper_codes

HTMX = {'HX-Request': 'true'}


@pytest.fixture
def clerk(world: World, signed_in: SignedIn) -> Client:
    """At the counter; failures come back as pages, as in production."""
    client = signed_in(world.chief(TOWNSHIP))
    client.raise_request_exception = False
    return client


def fails(how: Exception) -> Callable[..., Any]:
    def raising(*_: object, **__: object) -> Any:
        raise how

    return raising


def stored_then(doing: Callable[..., Any], how: Exception) -> Callable[..., Any]:
    """The step is stored, and afterwards something fails."""

    def raising(*given: Any, **named: Any) -> Any:
        doing(*given, **named)
        raise how

    return raising


def says_reference(answer: HttpResponse) -> bool:
    found = re.search(r'记录号：<b>([0-9A-Z]{8})</b>', answer.content.decode())
    return found is not None and found[1] == answer['X-Request-ID']


def test_a_receipt_that_was_stored_before_the_failure_is_said_with_number_and_way(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_form, 'attach_all', fails(KeyError('secret of the code')))
    answer = clerk.post(at(TOWNSHIP, f'counter/{BIRTH}/'), filled(BIRTH))
    with hall_context_of():
        case = Case.objects.get()
    assert answer.status_code == 500
    assert f'这一步已经保存，办件编号 {case.number}，不要再办一次。' in text(answer)
    assert f'href="{at(TOWNSHIP, f"cases/{case.uid}/")}"' in answer.content.decode()
    assert '便民服务中心' in text(answer)
    assert 'secret' not in text(answer)
    assert says_reference(answer)


def hall_context_of() -> Any:
    return hall_context(Hall.objects.get(code=TOWNSHIP))


@pytest.mark.parametrize(
    ('how', 'status'), [(KeyError('x'), 500), (OperationalError('x'), 503), (InterfaceError('x'), 503)]
)
def test_a_receipt_that_was_not_stored_says_so_and_a_database_away_is_a_503(
    clerk: Client, monkeypatch: pytest.MonkeyPatch, how: Exception, status: int
) -> None:
    monkeypatch.setattr(application_form, 'receive_case', fails(how))
    answer = clerk.post(at(TOWNSHIP, f'counter/{BIRTH}/'), filled(BIRTH))
    assert answer.status_code == status
    assert '这一步没有保存，请再点一次。' in text(answer)
    assert answer.headers.get('Retry-After') == ('30' if status == 503 else None)
    assert says_reference(answer)
    with hall_context_of():
        assert not Case.objects.exists()


@pytest.mark.parametrize('kept', [True, False])
def test_an_act_says_whether_the_case_has_recorded_it(
    clerk: Client, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    address = take_in(clerk, TOWNSHIP, BIRTH)
    how = KeyError('x')
    doing = stored_then(accept.accept_case, how) if kept else fails(how)
    monkeypatch.setattr(accept, 'accept_case', doing)
    answer = clerk.post(f'{address}accept/', {'version': '1'})
    assert answer.status_code == 500
    assert ('这一步已经保存' in text(answer)) is kept
    assert ('这一步没有保存，请再点一次。' in text(answer)) is not kept
    assert (case_data(clerk.get(address))['state'] == 'accepted') is kept


FORM = f'/apply/{BIRTH}/{TOWNSHIP}/'


def applied(number: str, key: UUID) -> HttpResponse:
    files = {f'file-{code}': SimpleUploadedFile('x.pdf', PDF) for code in paper_codes(BIRTH)}
    typed = {'do': 'submit', 'kind': 'person', 'name': '张小明', 'id_number': number, 'submission': str(key)}
    return Client(raise_request_exception=False).post(FORM, typed | files)


@pytest.mark.parametrize('kept', [True, False])
@pytest.mark.parametrize(
    'number',
    [ID_NUMBER, f' {ID_NUMBER[:6]} {ID_NUMBER[6:]}', ID_NUMBER.replace('0', 'O'), ID_NUMBER.replace('1', '１')],
)
def test_an_application_that_was_stored_is_known_however_the_number_was_typed(
    world: World, monkeypatch: pytest.MonkeyPatch, number: str, kept: bool
) -> None:
    doing, key = apply_views.begin_application, uuid4()
    broken = stored_then(doing, KeyError('x')) if kept else fails(KeyError('x'))
    with monkeypatch.context() as broken_once:
        broken_once.setattr(apply_views, 'begin_application', broken)
        answer = applied(number, key)
    assert answer.status_code == 500
    assert ('您填的内容已经保存' in text(answer), '这一步没有保存，请再点一次。' in text(answer)) == (kept, not kept)
    assert applied(ID_NUMBER, key).status_code == 200  # once more, in another spelling: one application
    with hall_context_of():
        assert OnlineApplication.objects.count() == 1


@pytest.mark.parametrize('kept', [True, False])
@pytest.mark.parametrize(('act', 'said'), [('receive', '办件编号'), ('return', '已经退回')])
def test_what_the_window_did_with_an_application_is_looked_up_there(
    clerk: Client, monkeypatch: pytest.MonkeyPatch, act: str, said: str, kept: bool
) -> None:
    applied(ID_NUMBER, uuid4())
    with hall_context_of():
        one = OnlineApplication.objects.get()
    act_file = import_module(f'govhall.applications.acts.{act}_online')
    doing = getattr(act_file, f'{act}_online')
    monkeypatch.setattr(act_file, f'{act}_online', stored_then(doing, KeyError('x')) if kept else fails(KeyError('x')))
    answer = clerk.post(at(TOWNSHIP, f'online/{one.uid}/{act}/'), {'version': one.version, 'reason': '看不清'})
    assert answer.status_code == 500
    assert ('这一步已经保存' in text(answer), said in text(answer)) == (kept, kept)
    assert ('这一步没有保存，请再点一次。' in text(answer)) is not kept


def test_of_what_is_neither_case_nor_application_nothing_is_promised(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('govhall.applications.acts.return_online.return_online', fails(KeyError('x')))
    answer = clerk.post(at(TOWNSHIP, f'online/{uuid4()}/return/'), {'version': 1, 'reason': '看不清'})
    assert (answer.status_code, stored.UNKNOWN in text(answer)) == (500, True)


def test_where_the_database_can_not_be_asked_nothing_is_promised(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_form, 'receive_case', fails(OperationalError('x')))
    monkeypatch.setattr(stored, '_looked_up', fails(OperationalError('x')))
    answer = clerk.post(at(TOWNSHIP, f'counter/{BIRTH}/'), filled(BIRTH))
    assert (answer.status_code, answer['Retry-After']) == (503, '30')
    assert '已经保存的不会重复办理' in text(answer)
    assert '没有保存，请再点一次' not in text(answer)


@pytest.mark.parametrize('where', ['tenants.middleware.hall_by_slug', 'django.contrib.auth.middleware.get_user'])
@pytest.mark.parametrize(('how', 'status'), [(OperationalError('x'), 503), (KeyError('x'), 500)])
def test_the_page_needs_neither_database_nor_session_nor_hall(
    clerk: Client, monkeypatch: pytest.MonkeyPatch, where: str, how: Exception, status: int
) -> None:
    monkeypatch.setattr(where, fails(how))
    answer = clerk.get(at(TOWNSHIP, 'worklist/'), headers={'Referer': f'http://testserver{at(TOWNSHIP)}'})
    assert answer.status_code == status
    assert '这一次只是查看，没有改动任何内容。' in text(answer)
    assert f'href="http://testserver{at(TOWNSHIP)}"' in answer.content.decode()
    assert says_reference(answer)
    assert '已收到' not in text(answer)


def test_a_part_of_a_page_gets_the_sentence_in_the_notice(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('govhall.frontdesk.views.counter.checked', fails(KeyError('x')))
    answer = clerk.post(at(TOWNSHIP, f'counter/{BIRTH}/check/'), filled(BIRTH), headers=HTMX)
    assert (answer.status_code, answer['HX-Retarget'], answer['HX-Reswap']) == (500, '#notice', 'innerHTML')
    assert '<html' not in answer.content.decode()
    assert answer['X-Request-ID'] in text(answer)


def test_a_form_with_a_token_of_another_browser_is_a_page_with_a_way_back(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post('/sign-in/', {'username': 'x', 'password': 'y'})
    assert answer.status_code == 403
    assert '这一步没有保存。' in text(answer)
    assert says_reference(answer)


@pytest.mark.parametrize('address', ['/nowhere/', '/h/no-such-hall/', '/track/?number=%00'])
def test_an_address_that_leads_nowhere_has_a_way_on(world: World, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code in (400, 404)
    assert 'href="/"' in answer.content.decode()
    assert says_reference(answer)


def posted_only() -> list[str]:
    """Every address of a hall, with something in each gap."""
    found: list[str] = []

    def walk(resolver: URLResolver) -> None:
        for url_pattern in resolver.url_patterns:
            if isinstance(url_pattern, URLResolver):
                walk(url_pattern)
            elif isinstance(url_pattern, URLPattern):
                found.append(gap.sub(filled_in, str(url_pattern.pattern)))

    gap = re.compile(r'<(\w+):\w+>')
    values = {'uuid': str(UUID(int=7)), 'slug': 'accept', 'str': 'X', 'int': '2026'}

    def filled_in(match: re.Match[str]) -> str:
        return values[match[1]]

    walk(get_resolver('govhall.project.hall_urls'))
    return found


def test_every_address_that_does_not_take_what_was_sent_has_a_page_with_a_way_back(world: World, clerk: Client) -> None:
    with hall_context_of():
        before = everything()
    seen = 0
    for path in posted_only():
        for method in (clerk.get, clerk.post, clerk.put, clerk.delete):
            answer = method(at(TOWNSHIP, path))
            if answer.status_code == 405 and 'json' not in answer['Content-Type']:
                seen += 1
                assert 'class="button' in answer.content.decode(), path
                assert '没有改动任何内容。' in text(answer), path
                assert answer['Allow'], path
    assert seen > 40
    with hall_context_of():
        assert everything() == before


def test_an_act_opened_by_its_address_leads_to_its_case(clerk: Client) -> None:
    uid = uuid4()
    answer = clerk.get(at(TOWNSHIP, f'cases/{uid}/withdraw/'))
    assert answer.status_code == 405
    assert f'href="{at(TOWNSHIP, f"cases/{uid}/")}"' in answer.content.decode()

"""No page contradicts another, and none shows more than its reader may see, whatever stands in a name or an address."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from govhall.acts.registry import acts
from govhall.applications.models import OnlineApplication
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.make_licence import make_licence
from govhall.casework.models import Case
from govhall.catalogue.models import Matter
from govhall.documents.models import Notice
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, at, case_data, filled, take_in, text
from tests.builders.state import everything
from tests.builders.world import BIRTH, COUNTY, HYGIENE, OTHER_TOWNSHIP, TOWNSHIP, World

CERTIFICATE = '公共场所卫生许可证'
MARKUP = '<b onmouseover=alert(1)>李'


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Guesses of other tests are forgotten."""
    cache.clear()


@pytest.fixture
def licensed(world: World) -> tuple[Desk, Case]:
    """A granted licence whose certificate is made, and the desk that made it."""
    Matter.objects.filter(code=HYGIENE).update(certificate=CERTIFICATE)
    desk, case = Desk.of_chief(world, COUNTY), world.receive(COUNTY, HYGIENE)
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=True)
    return desk, desk.do(make_licence, case.uid)


def paper(world: World, code: str) -> Notice:
    with hall_context(world.hall(COUNTY)):
        return Notice.objects.get(code=code)


def pages(client: Client, case: Case, notice: Notice) -> dict[str, str]:
    """What each page that shows the paper says."""
    book = f'register/{notice.organ_code}/{notice.code}/{notice.acted_at.year}/'
    listed = client.get(at(COUNTY, f'cases/{case.uid}/')).content.decode().split('id="papers"')[1]
    return {
        'case': listed.split('</section>')[0],
        'register': text(client.get(at(COUNTY, book))),
        'verify': text(Client().get(f'/verify/{COUNTY}{notice.proof}/')),
    }


def test_a_certificate_has_one_name_on_the_case_its_delivery_and_the_public_page(
    world: World, signed_in: SignedIn, licensed: tuple[Desk, Case]
) -> None:
    desk, case = licensed
    page = text(signed_in(desk.actor).get(at(COUNTY, f'cases/{case.uid}/')))
    assert f'{CERTIFICATE}（' in page and '行政许可证件' not in page
    assert CERTIFICATE in text(Client().get(f'/verify/{COUNTY}{paper(world, "A8").proof}/'))


def test_article_50_an_expired_result_is_expired_on_every_page(
    world: World, signed_in: SignedIn, licensed: tuple[Desk, Case]
) -> None:
    desk, case = licensed
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    with hall_context(world.hall(COUNTY)):
        Case.objects.filter(uid=case.uid).update(outcome_data=case.outcome_data | {'valid_until': yesterday})
    client = signed_in(desk.actor)
    shown = pages(client, case, paper(world, 'A8'))
    assert '这个结果已过期，发出去也不能再用' in text(client.get(at(COUNTY, f'cases/{case.uid}/')))
    assert {name: '已过期' in said for name, said in shown.items()} == dict.fromkeys(shown, True)
    tracked = text(Client().post('/track/', {'number': case.number, 'word': case.query_word}))
    assert '有效期已经过了' in tracked


@pytest.mark.parametrize(('kind', 'said'), [('renew', '延续以后到哪一天'), ('change', '和原结果的有效期一样')])
def test_a_form_that_proposes_no_end_does_not_say_that_it_did(
    world: World, signed_in: SignedIn, licensed: tuple[Desk, Case], kind: str, said: str
) -> None:
    desk, case = licensed
    client, address = signed_in(desk.actor), at(COUNTY, f'counter/{HYGIENE}/')
    assert '已按法定有效期算好' in text(client.get(address))
    shown = text(client.get(address, {'about': kind, 'of': case.number}))
    assert said in shown and '已按法定有效期算好' not in shown


def test_a_paper_that_was_not_made_is_so_on_the_case_and_in_the_register(
    world: World, signed_in: SignedIn, licensed: tuple[Desk, Case]
) -> None:
    desk, case = licensed
    with hall_context(world.hall(COUNTY)):
        Notice.objects.filter(code='A8').update(state=Notice.State.FAILED)
    shown = pages(signed_in(desk.actor), case, paper(world, 'A8'))
    assert '没有生成' in shown['case'] and '没有生成' in shown['register']
    assert '正在盖章' not in shown['register']


@pytest.mark.parametrize('provisional', [False, True])
def test_article_32_a_provisional_limit_promises_no_acceptance_to_the_villager(world: World, provisional: bool) -> None:
    case = world.receive(TOWNSHIP, BIRTH, papers={})
    with hall_context(world.hall(TOWNSHIP)):
        Case.objects.filter(uid=case.uid).update(provisional=provisional)
    page = text(Client().post('/track/', {'number': case.number, 'word': case.query_word}))
    assert ('就算已经受理' in page) is not provisional
    assert '还缺：' in page and '不能受理' not in page  # §32: silence accepts also what is incomplete


def test_the_window_sees_what_it_asked_for_when_the_application_comes_back(world: World, signed_in: SignedIn) -> None:
    applied = f'/apply/{BIRTH}/{TOWNSHIP}/'
    Client().post(applied, filled(BIRTH) | {'do': 'save'})
    with hall_context(world.hall(TOWNSHIP)):
        OnlineApplication.objects.update(state='submitted', submitted_at=timezone.now())
        one = OnlineApplication.objects.get()
    clerk, address = signed_in(world.clerk(TOWNSHIP)), at(TOWNSHIP, f'online/{one.uid}/')
    assert '上次退回时' not in text(clerk.get(address))
    clerk.post(f'{address}return/', {'version': one.version, 'reason': '照片看不清'})
    with hall_context(world.hall(TOWNSHIP)):
        OnlineApplication.objects.update(state='submitted')
    shown = text(clerk.get(address))
    assert '上次退回时要求改的：照片看不清' in shown and '预审退回' not in shown


@pytest.mark.parametrize('word', sorted(act.word for act in acts() if act.word))
def test_no_act_reaches_a_case_of_another_township_by_its_address(world: World, signed_in: SignedIn, word: str) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    stranger = signed_in(world.person(OTHER_TOWNSHIP, *(set(Role) - {Role.AGENT}), powers=['decide', 'submit', 'seal']))
    posted: dict[str, Any] = {
        'version': case.version,
        'reason': '试',
        'opinion': '试',
        'to': COUNTY,
        'day': '2030-01-01',
    }
    with hall_context(world.hall(TOWNSHIP)):
        before = everything()
    answers = [
        stranger.post(at(hall, f'cases/{case.uid}/{word}/'), posted).status_code for hall in (OTHER_TOWNSHIP, TOWNSHIP)
    ]
    assert set(answers) <= {403, 404, 422}
    assert answers[1] == 404 or answers[1] == 403
    with hall_context(world.hall(TOWNSHIP)):
        assert everything() == before


def test_markup_in_a_name_is_text_wherever_it_is_shown(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    address = take_in(clerk, TOWNSHIP, BIRTH, name=MARKUP, agent=MARKUP, **{'paper-mandate': 'handed_in'})
    with hall_context(world.hall(TOWNSHIP)):
        case = Case.objects.get()
    revealed = clerk.post(
        f'{address}reveal/', {'purpose': 'contact', 'version': case_data(clerk.get(address))['version']}
    )
    shown = [clerk.get(f'{address}receipt/'), clerk.get(address), clerk.get(at(TOWNSHIP, 'worklist/')), revealed]
    shown.append(clerk.post(at(TOWNSHIP, f'counter/{BIRTH}/'), filled(BIRTH, name=MARKUP, id_number='1')))
    shown.append(Client().post('/track/', {'number': case.number, 'word': case.query_word}))
    shown.append(Client().post(f'/apply/{BIRTH}/{TOWNSHIP}/', filled(BIRTH, name=MARKUP) | {'do': 'save'}))
    assert [one.status_code for one in shown if one.status_code >= 500] == []
    assert not any('<b onmouseover' in one.content.decode() for one in shown)
    assert any('&lt;b onmouseover' in one.content.decode() for one in shown)

"""Who applies: asked before a paper is taken, with every kind of document, firms and their agents, at every door."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from govhall.applications.models import OnlineApplication
from govhall.casework.models import Case
from tenants.context import hall_context
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.screen import SignedIn, at, filled, signed_in, text
from tests.builders.system import System, application
from tests.builders.world import BIRTH, HYGIENE, ID_NUMBER, TOWNSHIP, World

__all__ = ['signed_in']
OLD_AGE, FIRM, PASSPORT = '510500117000', '91350100M000100Y43', 'EA1234567'
AGE = date.today().year - 1949 - ((date.today().month, date.today().day) < (12, 31))  # noqa: DTZ011 - the birthday's day
TOO_YOUNG = f'{AGE} 岁，本事项要满 80 周岁。'
PDF = b'%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'


def cases(world: World) -> list[Case]:
    with hall_context(world.hall(TOWNSHIP)):
        return list(Case.objects.all())


def counter(client: Client, matter: str = BIRTH, **changes: Any) -> Any:
    return client.post(at(TOWNSHIP, f'counter/{matter}/'), filled(matter, **changes))


def test_the_counter_says_it_as_the_number_is_typed_and_takes_nothing(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    page = clerk.get(at(TOWNSHIP, f'counter/{OLD_AGE}/'))
    assert '谁能办：年满 80 周岁的个人' in text(page)
    typed = {'kind': 'person', 'id_number': ID_NUMBER}
    heard = clerk.post(at(TOWNSHIP, f'counter/{OLD_AGE}/check/?part=id'), typed)
    assert TOO_YOUNG in text(heard)
    refused = counter(clerk, OLD_AGE)
    assert (refused.status_code, cases(world)) == (422, [])
    assert TOO_YOUNG in text(refused)


def test_village_portal_and_systems_say_the_same(world: World, signed_in: SignedIn, client: Client) -> None:
    point = points_of(world.hall(TOWNSHIP))[0].code
    agent = signed_in(world.person(TOWNSHIP, Role.AGENT, point=point))
    assert TOO_YOUNG in text(agent.post(at(TOWNSHIP, f'points/{OLD_AGE}/'), filled(OLD_AGE)))
    given = {'submission': str(uuid4()), 'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER, 'do': 'save'}
    assert '谁能办：年满 80 周岁的个人' in text(client.get(f'/apply/{OLD_AGE}/{TOWNSHIP}/'))
    online = client.post(f'/apply/{OLD_AGE}/{TOWNSHIP}/', given)
    assert (online.status_code, TOO_YOUNG in text(online)) == (422, True)
    query = 'mutation ($input: ReceiveCaseInput!) { receiveCase(input: $input) { code message } }'
    system = System.of(world, TOWNSHIP, Role.CLERK)
    answer = system.ask(query, input=application(OLD_AGE))['receiveCase']
    assert TOO_YOUNG in answer['message']
    assert cases(world) == []
    with hall_context(world.hall(TOWNSHIP)):
        assert not OnlineApplication.objects.exists()


def test_a_firm_cannot_apply_for_what_is_for_people(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    refused = counter(clerk, OLD_AGE, kind='organisation', id_number=FIRM, name='诺水河合作社')
    assert '这个事项只面向个人，单位不能申请。' in text(refused)
    assert cases(world) == []


def test_a_passport_is_taken_with_its_type_and_a_wrong_one_is_refused(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    wrong = counter(chief, document='516', id_number=PASSPORT)
    assert '港澳居民来往内地通行证号码有误' in text(wrong)
    assert cases(world) == []
    taken = counter(chief, document='414', id_number='ea 1234567')
    assert taken.status_code == 303, text(taken)
    (case,) = cases(world)
    assert (case.applicant.document, case.applicant.id_number) == ('414', PASSPORT)
    page = text(chief.get(taken['Location']))
    assert '护照号' in page
    assert PASSPORT not in page


def test_a_firm_comes_with_its_representative_and_an_agent_with_a_mandate(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    firm = {'kind': 'organisation', 'name': '诺水河茶业有限公司', 'id_number': FIRM, 'representative': '李法人'}
    agent = {'agent': '王经办', 'agent_number': ID_NUMBER, 'agent_phone': '13800000000'}
    assert '身份证号最后一位应为 X' in text(
        counter(chief, HYGIENE, **firm, **agent | {'agent_number': ID_NUMBER[:-1] + '1'})
    )
    assert '请填写代办人（经办人）姓名。' in text(counter(chief, HYGIENE, **firm, **agent | {'agent': ''}))
    assert cases(world) == []
    mandate = SimpleUploadedFile('委托书.pdf', PDF)
    taken = counter(chief, HYGIENE, **firm, **agent, **{'paper-mandate': 'handed_in', 'file-mandate': mandate})
    assert taken.status_code == 303, text(taken)
    (case,) = cases(world)
    assert (case.applicant.representative, case.applicant.agent_number) == ('李法人', ID_NUMBER)
    paper = next(one for one in case.papers if one.code == 'mandate')
    assert (paper.name, paper.status) == ('授权委托书', 'handed_in')
    page = text(chief.get(taken['Location']))
    assert '授权委托书' in page
    assert not [word for word in ('李法人', '王经办', ID_NUMBER, '13800000000') if word in page]
    whole = text(chief.post(f'{taken["Location"]}reveal/', {'purpose': 'verify'}))
    assert [word for word in ('李法人', '王经办', ID_NUMBER, '13800000000') if word not in whole] == []


@pytest.mark.parametrize('agent', ['', '李代办'])
def test_only_an_agent_is_asked_for_a_mandate(world: World, signed_in: SignedIn, agent: str) -> None:
    clerk, paper = signed_in(world.clerk(TOWNSHIP)), {'paper-mandate': 'handed_in'}
    assert counter(clerk, agent=agent, **(paper if agent else {})).status_code == 303
    (case,) = cases(world)
    assert ('mandate' in [one.code for one in case.papers]) is bool(agent)

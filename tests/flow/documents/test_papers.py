"""The papers of a case on its page, their files, and what the public learns by the code on them."""

import re
from collections.abc import Iterator
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from federation.directory.models import HallEntry
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.models import Case
from govhall.documents.models import Notice
from govhall.documents.proof import check_seal, roots_in
from govhall.documents.sealed_file import make
from govhall.kernel.kept import forget
from tenants.audit import Action
from tenants.context import hall_context
from tenants.models import AuditEntry, Hall
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, at, case_data, do, take_in, text
from tests.builders.world import BIRTH, COUNTY, HOMESTEAD, HYGIENE, TOWNSHIP, World

NAME = '张小明'


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Guesses of other tests are forgotten."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def paper(world: World) -> Notice:
    """A receipt whose file is ready."""
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        found = Notice.objects.get(case_uid=case.uid)
        return make(found.uid, hall=TOWNSHIP, at=found.acted_at)


def page(paper: Notice) -> str:
    return at(TOWNSHIP, f'cases/{paper.case_uid}/')


def file(paper: Notice) -> str:
    return f'{page(paper)}papers/{paper.uid}/'


def test_who_took_a_paper_is_on_record_and_who_was_refused_is_not(
    world: World, signed_in: SignedIn, paper: Notice
) -> None:
    def taken() -> list[tuple[object, ...]]:
        found = AuditEntry.objects.filter(action=Action.PERSON_SHOWN)
        return list(found.values_list('who', 'hall', 'subject', 'detail'))

    clerk, agent = world.clerk(TOWNSHIP), world.person(TOWNSHIP, Role.AGENT)
    assert signed_in(agent).get(file(paper)).status_code == 404
    assert signed_in(clerk).get(page(paper)).status_code == 200
    assert taken() == []
    assert signed_in(clerk).get(file(paper)).status_code == 200
    told = {'case': str(paper.case_uid), 'purpose': 'paper'}
    assert taken() == [(clerk.person_id, TOWNSHIP, paper.number, told)]


def test_the_case_lists_its_papers_and_the_file_is_the_sealed_one(
    world: World, signed_in: SignedIn, paper: Notice
) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    shown = clerk.get(page(paper))
    assert paper.number in text(shown) and '申请材料接收凭证' in text(shown)
    assert file(paper) in shown.content.decode()
    answer = clerk.get(file(paper))
    assert (answer.status_code, answer.headers['Content-Type']) == (200, 'application/pdf')
    assert answer.headers['Content-Disposition'].startswith('attachment; ')
    assert 'no-store' in answer.headers['Cache-Control']
    assert check_seal(answer.content, roots_in(settings.DATA / 'keystore' / 'roots')).number == paper.number


def test_a_file_that_is_not_ready_says_so(world: World, signed_in: SignedIn) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        waiting = Notice.objects.get(case_uid=case.uid)
    clerk = signed_in(world.clerk(TOWNSHIP))
    assert '正在盖章' in text(clerk.get(page(waiting)))
    answer = clerk.get(file(waiting))
    assert (answer.status_code, '请过几秒再点' in text(answer)) == (409, True)


@pytest.mark.parametrize('role', [Role.SUPERVISOR, Role.LEADER])
def test_who_only_reads_sees_that_a_paper_is_there_and_not_its_file(
    world: World, signed_in: SignedIn, paper: Notice, role: Role
) -> None:
    reader = signed_in(world.person(TOWNSHIP, role))
    shown = reader.get(page(paper))
    assert paper.number in text(shown)
    assert file(paper) not in shown.content.decode()
    assert reader.get(file(paper)).status_code == 403
    assert reader.post(f'{file(paper)}void/', {'version': 1, 'reason': 'x'}).status_code == 403


def test_another_case_another_hall_and_an_unknown_paper_give_no_file(
    world: World, signed_in: SignedIn, paper: Notice
) -> None:
    other = world.receive(TOWNSHIP, BIRTH)
    clerk = signed_in(world.clerk(TOWNSHIP))
    assert clerk.get(at(TOWNSHIP, f'cases/{other.uid}/papers/{paper.uid}/')).status_code == 404
    assert clerk.get(f'{page(paper)}papers/{uuid4()}/').status_code == 404
    county = signed_in(world.clerk(COUNTY))
    assert county.get(at(COUNTY, f'cases/{paper.case_uid}/papers/{paper.uid}/')).status_code == 404


def test_a_village_agent_gets_files_of_their_own_point_only(world: World, signed_in: SignedIn, paper: Notice) -> None:
    taken_at, other = (point.code for point in points_of(world.hall(TOWNSHIP))[:2])
    world.case(TOWNSHIP, paper.case_uid)
    with hall_context(world.hall(TOWNSHIP)):
        Case.objects.filter(uid=paper.case_uid).update(point=taken_at)
    for point, status in ((other, 404), (taken_at, 200)):
        agent = signed_in(world.person(TOWNSHIP, Role.AGENT, point=point))
        assert agent.get(file(paper)).status_code == status


def test_a_chief_voids_a_paper_and_its_file_is_gone(world: World, signed_in: SignedIn, paper: Notice) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    version = case_data(chief.get(page(paper)))['version']
    refused = chief.post(f'{file(paper)}void/', {'version': version, 'reason': ''})
    assert (refused.status_code, '请写明理由' in text(refused)) == (422, True)
    done = chief.post(f'{file(paper)}void/', {'version': version, 'reason': '姓名写错'})
    assert (done.status_code, done.headers['Location']) == (303, page(paper))
    shown = text(chief.get(page(paper)))
    assert '已作废' in shown and '姓名写错' in shown and '文书作废' in shown
    assert chief.get(file(paper)).status_code == 409
    stale = chief.post(f'{file(paper)}void/', {'version': version, 'reason': '再来一次'})
    assert stale.status_code == 409


def test_a_clerk_is_not_offered_to_void_and_may_not(world: World, signed_in: SignedIn, paper: Notice) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    shown = clerk.get(page(paper))
    assert 'void/' not in shown.content.decode()
    answer = clerk.post(f'{file(paper)}void/', {'version': case_data(shown)['version'], 'reason': '姓名写错'})
    assert answer.status_code == 403


def test_the_receipt_can_be_printed_before_its_file_is_ready(world: World, signed_in: SignedIn) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD)
    shown = text(signed_in(world.clerk(TOWNSHIP)).get(at(TOWNSHIP, f'cases/{case.uid}/receipt/')))
    assert '收〔' in shown and case.query_word in shown and NAME in shown


def test_the_hall_below_shows_the_decision_of_the_hall_above(world: World, signed_in: SignedIn) -> None:
    below, above = Desk.of_chief(world, TOWNSHIP), Desk.of_chief(world, COUNTY)
    case = world.receive(TOWNSHIP, HYGIENE)
    below.send_up(case.uid)
    above.do(accept_case, case.uid)
    above.do(decide_case, case.uid, approve=False, reason='检测不合格')
    world.carry()
    outcome = below.case(case.uid).outcome
    shown = signed_in(world.clerk(TOWNSHIP)).get(at(TOWNSHIP, f'cases/{case.uid}/'))
    assert outcome and outcome.paper in text(shown) and outcome.check in shown.content.decode()


def test_the_square_leads_to_the_answer_which_names_nobody(paper: Notice) -> None:
    answer = Client().get(f'/verify/{TOWNSHIP}{paper.proof}/')
    shown = text(answer)
    assert (answer.status_code, '这份文书是真的，现在有效。' in shown) == (200, True)
    for one in (paper.number, paper.organ_name, '生育登记', paper.file, '张**'):
        assert one in shown
    assert NAME not in shown
    assert 'no-store' in answer.headers['Cache-Control']


def test_the_code_can_be_typed_as_it_is_printed(paper: Notice) -> None:
    whole = (TOWNSHIP + paper.proof).lower()
    spaced = ' '.join(whole[n : n + 4] for n in range(0, 24, 4))
    answer = Client().post('/verify/', {'code': spaced})
    assert (answer.status_code, paper.number in text(answer)) == (200, True)


def test_a_void_paper_is_told_as_void(world: World, signed_in: SignedIn, paper: Notice) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    chief.post(f'{file(paper)}void/', {'version': case_data(chief.get(page(paper)))['version'], 'reason': '姓名写错'})
    shown = text(Client().get(f'/verify/{TOWNSHIP}{paper.proof}/'))
    assert '已经作废' in shown
    assert '姓名写错' not in shown and '现在有效' not in shown


@pytest.mark.parametrize('code', ['X', 'TJNS0001', f'{TOWNSHIP}{"2" * 16}', f'ZZZZ0009{"2" * 16}', 'A' * 40])
def test_a_code_that_no_paper_has_is_said_so(world: World, code: str) -> None:
    answer = Client().post('/verify/', {'code': code})
    assert (answer.status_code, '没有查到这份文书' in text(answer)) == (422, True)


def test_a_paper_of_another_cell_is_answered_there(world: World, paper: Notice) -> None:
    HallEntry.objects.filter(code=COUNTY).update(cell='elsewhere')
    Hall.objects.filter(code=COUNTY).update(code='GONE0001')
    forget()
    answer = Client().post('/verify/', {'code': f'{COUNTY}{"2" * 16}'})
    forget()
    assert '通江县政务服务中心的网站' in text(answer)


def test_guessing_is_stopped_also_by_way_of_the_square(world: World, paper: Notice) -> None:
    client = Client(headers={'Sec-Fetch-Site': 'none'})
    found = [client.get(f'/verify/{TOWNSHIP}{n:016d}/').status_code for n in range(31)]
    assert found == [404] * 30 + [429]
    assert client.get(f'/verify/{TOWNSHIP}{paper.proof}/').status_code == 200  # a real paper is always answered


@pytest.mark.parametrize('headers', [{}, {'Sec-Fetch-Site': 'cross-site'}, {'Sec-Fetch-Site': 'same-site'}])
def test_pictures_on_another_site_lock_nobody_out(paper: Notice, headers: dict[str, str]) -> None:
    for n in range(40):
        Client(headers=headers).get(f'/verify/{TOWNSHIP}{n:016d}/')
    assert Client().post('/verify/', {'code': f'{TOWNSHIP}{"3" * 16}'}).status_code == 422


def test_a_code_that_can_be_none_is_not_counted(world: World) -> None:
    assert {Client().post('/verify/', {'code': 'TJNS0001'}).status_code for _ in range(40)} == {422}


def test_nothing_of_a_person_stands_in_the_address_of_the_square(paper: Notice) -> None:
    assert UUID(str(paper.uid)) and paper.proof.isalnum() and len(paper.proof) == 16
    assert paper.proof not in str(paper.case_uid)


def test_a_void_decision_is_issued_anew_by_a_correction_with_a_new_number(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(COUNTY))
    address = take_in(chief, COUNTY, HYGIENE, then='accept')
    do(chief, address, 'approve')
    with hall_context(world.hall(COUNTY)):
        decision = Notice.objects.get(code='A1')
    page = chief.get(address)
    assert text(page).count('作废不能恢复，编号不再使用。办理结果不变。') == 1  # said before it is done
    posted = {'version': case_data(page)['version'], 'reason': '单位名称写错'}
    assert chief.post(f'{address}papers/{decision.uid}/void/', posted).status_code == 303
    shown = chief.get(address)
    assert '点“更正”，准予后按新编号出具' in text(shown)
    (way,) = re.findall(r'href="([^"]*about=correct[^"]*)"', shown.content.decode())
    assert chief.get(unescape(way)).status_code == 200
    number = case_data(shown)['number']
    again = take_in(chief, COUNTY, HYGIENE, about='correct', first_number=number, then='accept')
    do(chief, again, 'approve')
    with hall_context(world.hall(COUNTY)):
        old, new = Notice.objects.filter(code='A1').order_by('acted_at')
    assert (old.state, new.state == old.state, new.number == old.number) == ('void', False, False)

"""容缺 and 告知承诺 at counter, village, portal and GraphQL; on receipt, acceptance and notice; and until they come."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from govhall.casework.models import Case
from govhall.documents.models import Notice
from tenants.context import hall_context
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.files import PDF, keep_in
from tests.builders.forms import FOOD, RELIEF, formed, posted, sample
from tests.builders.screen import SignedIn, acts, at, case_data, do, signed_in, text
from tests.builders.system import System, application
from tests.builders.world import COUNTY, TOWNSHIP, World, paper_codes

__all__ = ['formed', 'signed_in']
PROOF = f'{RELIEF}-03'  # 遭遇困难的证明材料: may come within five days, or be replaced by an undertaking
CARD = f'{RELIEF}-02'  # 居民身份证: neither


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    keep_in(settings, tmp_path)


@pytest.fixture
def chief(formed: World, signed_in: SignedIn) -> Client:
    return signed_in(formed.chief(TOWNSHIP))


def handed(way: str, paper: str = PROOF, **changes: Any) -> dict[str, Any]:
    """An application in which one paper is not ticked but stands otherwise."""
    values = posted(RELIEF, **changes)
    del values[f'paper-{paper}']
    return values | ({f'{way}-{paper}': '1'} if way else {})


def paper_at(hall: str, formed: World, address: str, code: str = PROOF) -> Any:
    case = formed.case(hall, UUID(address.rstrip('/').rsplit('/', 1)[1]))
    return next(one for one in case.papers if one.code == code)


def test_the_counter_offers_what_the_matter_opens_and_nothing_else(chief: Client) -> None:
    page = chief.get(at(TOWNSHIP, f'counter/{RELIEF}/')).content.decode()
    assert re.findall(r'name="(later-[^"]+|undertaking-[^"]+)"', page) == [f'later-{PROOF}', f'undertaking-{PROOF}']
    assert '5 个工作日内补交' in page
    assert f'/undertaking/{RELIEF}/{PROOF}/' in page


def test_what_comes_later_is_accepted_said_everywhere_and_needed_before_the_grant(
    formed: World, chief: Client, client: Client
) -> None:
    answer = chief.post(at(TOWNSHIP, f'counter/{RELIEF}/'), handed('later', then='accept'))
    assert answer.status_code == 303, text(answer)
    address = answer['Location']
    page = chief.get(address)
    assert case_data(page)['state'] == 'accepted'
    until = paper_at(TOWNSHIP, formed, address).until
    said = f'容缺，{until.year}年{until.month}月{until.day}日前补交'
    assert said in text(page)
    assert said in text(chief.get(f'{address}receipt/'))
    with hall_context(formed.hall(TOWNSHIP)):
        told = {one.code: str(one.content) for one in Notice.objects.filter(code__in=['01', '04'])}
        case = Case.objects.get()
    assert said in told['01']
    assert '容缺受理，请按期补交' in told['04'] and said in told['04']
    progress = client.post('/track/', {'number': case.number, 'word': case.query_word})
    assert '请按时补交：遭遇困难的证明材料' in text(progress)
    refused = do(chief, address, 'approve')
    assert refused.status_code == 422
    assert '容缺的材料还没有补交：遭遇困难的证明材料' in text(refused)
    assert case_data(chief.get(address))['state'] == 'accepted'
    due = case_data(page)['due']
    assert do(chief, address, 'bring-later', papers=PROOF).status_code == 303
    after = chief.get(address)
    assert '补交容缺材料' in text(after).split('经过')[-1]
    assert case_data(after)['due'] == due  # no new clock
    assert 'bring-later' not in acts(after)
    assert do(chief, address, 'approve').status_code == 303


def test_a_file_of_what_comes_later_is_taken_after_the_acceptance_and_no_other(formed: World, chief: Client) -> None:
    address = chief.post(at(TOWNSHIP, f'counter/{RELIEF}/'), handed('later', then='accept'))['Location']

    def send(paper: str) -> Any:
        version = case_data(chief.get(address))['version']
        file = SimpleUploadedFile('x.pdf', PDF)
        return chief.post(f'{address}files/{paper}/', {'version': version, 'file': file})

    assert send(CARD).status_code == 409
    assert paper_at(TOWNSHIP, formed, address, CARD).files == []
    assert send(PROOF).status_code == 303
    paper = paper_at(TOWNSHIP, formed, address)
    assert (paper.status, paper.way, paper.until, len(paper.files)) == ('handed_in', '', None, 1)
    assert '补交容缺材料的文件' in text(chief.get(address))


@pytest.mark.parametrize(('way', 'said'), [('later', '不在容缺范围内'), ('undertaking', '不实行告知承诺')])
def test_a_way_that_the_matter_does_not_open_stores_nothing(formed: World, chief: Client, way: str, said: str) -> None:
    answer = chief.post(at(TOWNSHIP, f'counter/{RELIEF}/'), handed(way, CARD))
    assert answer.status_code == 422
    assert f'“居民身份证”{said}' in text(answer)
    with hall_context(formed.hall(TOWNSHIP)):
        assert not Case.objects.exists()


def test_an_undertaking_stands_for_the_paper(formed: World, chief: Client) -> None:
    address = chief.post(at(TOWNSHIP, f'counter/{RELIEF}/'), handed('undertaking', then='accept'))['Location']
    assert '已交告知承诺书' in text(chief.get(address))
    assert '遭遇困难的证明材料：已交告知承诺书' in text(chief.get(f'{address}receipt/'))
    assert do(chief, address, 'approve').status_code == 303
    assert paper_at(TOWNSHIP, formed, address).way == 'undertaking'


def test_a_correction_says_what_an_undertaking_may_replace(formed: World, chief: Client) -> None:
    values = handed('', then='correction')
    del values[f'paper-{CARD}']
    answer = chief.post(at(TOWNSHIP, f'counter/{RELIEF}/'), values | {'lacking': 'correction'})
    assert answer.status_code == 303, text(answer)
    with hall_context(formed.hall(TOWNSHIP)):
        asked = str(Notice.objects.get(code='02').content)
    assert '遭遇困难的证明材料（可以签告知承诺书代替）' in asked
    assert '居民身份证（' not in asked


def test_a_village_takes_it_the_same_way(formed: World, signed_in: SignedIn) -> None:
    point = points_of(formed.hall(TOWNSHIP))[0].code
    agent = signed_in(formed.person(TOWNSHIP, Role.AGENT, point=point))
    assert f'name="later-{PROOF}"' in agent.get(at(TOWNSHIP, f'points/{RELIEF}/')).content.decode()
    answer = agent.post(at(TOWNSHIP, f'points/{RELIEF}/'), handed('later'))
    assert answer.status_code == 303, text(answer)
    assert paper_at(TOWNSHIP, formed, answer['Location']).way == 'later'


def test_online_what_comes_later_needs_no_file_and_an_undertaking_needs_its_photo(
    formed: World, chief: Client, client: Client
) -> None:
    page = client.get(f'/apply/{RELIEF}/{TOWNSHIP}/').content.decode()
    assert f'name="later-{PROOF}"' in page and f'name="undertaking-{PROOF}"' in page
    said = {key: value for key, value in posted(RELIEF).items() if not key.startswith('paper-') and key != 'then'}
    files = {f'file-{RELIEF}-0{n}': SimpleUploadedFile('x.pdf', PDF + bytes([65 + n])) for n in (1, 2, 4)}

    def submit(**more: Any) -> Any:
        for file in files.values():
            file.seek(0)
        return client.post(
            f'/apply/{RELIEF}/{TOWNSHIP}/', said | files | {'submission': str(uuid4()), 'do': 'submit'} | more
        )

    bare = submit(**{f'undertaking-{PROOF}': '1'})
    assert bare.status_code == 422
    assert '还缺这些材料的照片或文件：遭遇困难的证明材料' in text(bare)
    assert 'checked' in re.search(rf'id="undertaking-{PROOF}"[^>]*>', bare.content.decode())[0]  # type: ignore[index]
    closed = submit(**{f'later-{CARD}': '1'})
    assert '“居民身份证”不在容缺范围内' in text(closed)
    sent = submit(**{f'later-{PROOF}': '1'})
    assert '容缺，收件后 5 个工作日内补交' in text(sent)
    waiting = re.search(r'href="([^"]*online/[0-9a-f-]{36}/)"', chief.get(at(TOWNSHIP, 'online/')).content.decode())
    assert waiting
    one = chief.get(waiting[1])
    assert '申请容缺' in text(one)
    version = re.search(r'name="version" value="(\d+)"', one.content.decode())
    assert version
    received = chief.post(f'{waiting[1]}receive/', {'version': version[1]})
    assert received.status_code == 303, text(received)
    paper = paper_at(TOWNSHIP, formed, received['Location'])
    assert (paper.way, paper.status) == ('later', 'missing') and paper.until


def test_another_system_says_it_by_code_and_is_refused_by_code(formed: World) -> None:
    window = System.of(formed, TOWNSHIP, Role.CLERK)
    there = [code for code in paper_codes(RELIEF) if code != PROOF]
    given = application(RELIEF, papers=there, form=sample(RELIEF))
    refused = window.send('receiveCase', **{**given, 'papers': there[1:], 'later': [there[0]]})
    assert (refused['case'], refused['code']) == (None, 'LATER_NOT_ALLOWED')
    taken = window.send('receiveCase', **given, undertakings=[PROOF])
    found = window.ask(f'{{ case(uid: "{taken["case"]["uid"]}") {{ papers {{ code way until }} }} }}')['case']['papers']
    assert [one for one in found if one['way']] == [{'code': PROOF, 'way': 'undertaking', 'until': None}]
    listed = window.ask('{ matters(words: "临时救助") { matters { materials { code laterDays undertaking } } } }')
    assert {'code': PROOF, 'laterDays': 5, 'undertaking': True} in listed['matters']['matters'][0]['materials']


def test_the_hall_above_learns_that_it_came(formed: World, signed_in: SignedIn) -> None:
    clerk = signed_in(formed.chief(TOWNSHIP))
    values = posted(FOOD, then='receive')
    paper = f'{FOOD}-05'
    del values[f'paper-{paper}']
    answer = clerk.post(at(TOWNSHIP, f'counter/{FOOD}/'), values | {f'later-{paper}': '1', 'then': 'forward'})
    assert answer.status_code == 303, text(answer)
    address = answer['Location']
    formed.carry()
    uid = UUID(address.rstrip('/').rsplit('/', 1)[1])
    above = formed.case(COUNTY, uid)
    assert next(one for one in above.papers if one.code == paper).way == 'later'
    assert do(clerk, address, 'bring-later', papers=paper).status_code == 303
    formed.carry()
    for hall in (COUNTY, TOWNSHIP):
        one = next(one for one in formed.case(hall, uid).papers if one.code == paper)
        assert (one.status, one.way) == ('handed_in', ''), hall

"""Papers are taken in: at the counter, and at a village point."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from govhall.casework.models import Case
from tenants.context import hall_context
from tenants.models import Membership, Point
from tenants.roles import Role
from tests.builders.screen import SignedIn, acts, at, case_data, do, filled, take_in, text
from tests.builders.world import BIRTH, COUNTY, DISABLED, HOMESTEAD, HYGIENE, ID_NUMBER, PLANTS, TOWNSHIP, World


def counter_of(matter: str, place: str = 'counter') -> str:
    return at(TOWNSHIP, f'{place}/{matter}/')


def buttons(client: Client, matter: str) -> str:
    return text(client.get(counter_of(matter)))


def test_matters_are_found_by_everyday_words(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    assert '农村宅基地' in text(clerk.get(at(TOWNSHIP, 'counter/'), {'words': '宅基地'}))
    assert '没有找到' in text(clerk.get(at(TOWNSHIP, 'counter/'), {'words': '出国护照'}))
    part = clerk.get(at(TOWNSHIP, 'counter/'), {'words': 'zjd'}, headers={'HX-Request': 'true'})
    assert '<html' not in part.content.decode()


def test_the_foot_of_the_counter_offers_only_what_the_hall_may_do(world: World, signed_in: SignedIn) -> None:
    clerk, chief = signed_in(world.clerk(TOWNSHIP)), signed_in(world.chief(TOWNSHIP))
    assert '当场办结' in buttons(chief, BIRTH)
    assert '当场办结' not in buttons(clerk, BIRTH)
    assert '收件并受理' in buttons(clerk, DISABLED)
    below = buttons(clerk, HYGIENE)
    assert '→ 通江县政务服务中心' in below
    assert '收件并受理' not in below


def test_the_same_submission_sent_twice_is_one_case(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    application = filled(BIRTH)
    places = {clerk.post(counter_of(BIRTH), application).headers['Location'] for _ in range(3)}
    assert len(places) == 1


def test_the_receipt_stands_when_the_act_after_it_is_refused(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    address = take_in(clerk, TOWNSHIP, BIRTH, then='on-the-spot')
    page = clerk.get(address)
    assert case_data(page)['state'] == 'received'
    assert '已收件，但下一步没有办成：' in text(page)


@pytest.mark.parametrize('then', ['accept', 'on-the-spot', 'village-close', 'forward'])
def test_a_button_that_needs_all_papers_asks_before_anything_is_stored(
    world: World, signed_in: SignedIn, then: str
) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    answer = chief.post(counter_of(BIRTH), filled(BIRTH, papers=1, then=then, name='李小红'))
    assert answer.status_code == 422
    assert '还没有收件：必交的材料没有齐' in text(answer)
    assert '四川省生育登记表' in text(answer)
    assert '李小红' in answer.content.decode()
    with hall_context(world.hall(TOWNSHIP)):
        assert not Case.objects.exists()


def test_a_case_goes_on_without_a_paper_only_where_the_clerk_says_so(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    asked = clerk.post(counter_of(HYGIENE), filled(HYGIENE, papers=0, then='forward'))
    assert '<button name="lacking" value="forward">' in asked.content.decode()
    form = {name: value for name, value in filled(HYGIENE, papers=0).items() if name != 'then'}
    answer = clerk.post(counter_of(HYGIENE), form | {'lacking': 'forward'})
    assert case_data(clerk.get(answer.headers['Location']))['custody'] == 'in_transit'


def test_a_receipt_with_papers_missing_says_which(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    page = clerk.get(take_in(clerk, TOWNSHIP, BIRTH, papers=1))
    assert '还缺：四川省生育登记表。请在五个工作日内一次性告知申请人。' in text(page)


def test_missing_papers_become_the_one_time_notice_in_one_press(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    address = take_in(clerk, TOWNSHIP, BIRTH, papers=1, then='correction')
    assert case_data(clerk.get(address))['state'] == 'correcting'


@pytest.mark.parametrize(
    ('changes', 'said'),
    [
        ({'id_number': '110105194912310021'}, '身份证号最后一位应为 X'),
        ({'kind': 'organisation'}, '统一社会信用代码有误'),
        ({'name': ''}, '请填写姓名或单位名称'),
        ({'phone': '12'}, '手机号应为'),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_is_kept(
    world: World, signed_in: SignedIn, changes: dict[str, str], said: str
) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    answer = clerk.post(counter_of(BIRTH), filled(BIRTH, agent='李代办') | changes)
    assert answer.status_code == 422
    assert said in text(answer)
    assert '李代办' in answer.content.decode()
    with hall_context(world.hall(TOWNSHIP)):
        assert not Case.objects.exists()


def test_the_number_is_checked_while_one_still_types(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    wrong = clerk.post(f'{counter_of(BIRTH)}check/?part=id', {'kind': 'person', 'id_number': '110105194912310021'})
    right = clerk.post(f'{counter_of(BIRTH)}check/?part=id', {'kind': 'person', 'id_number': ID_NUMBER})
    assert '最后一位应为 X' in text(wrong)
    assert '号码无误' in text(right)
    missing = clerk.post(f'{counter_of(BIRTH)}check/?part=papers', filled(BIRTH, papers=1))
    assert '四川省生育登记表' in text(missing)


def test_an_unknown_matter_is_not_found(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    assert clerk.get(counter_of('999999999999')).status_code == 404
    assert clerk.post(counter_of('999999999999'), {}).status_code == 404


@pytest.fixture
def agent(world: World, signed_in: SignedIn) -> Client:
    """An agent at the first village of the township."""
    actor = world.person(TOWNSHIP, Role.AGENT)
    point = Point.objects.filter(hall__code=TOWNSHIP).order_by('code')[0]
    Membership.objects.filter(person_id=actor.person_id).update(point=point.code)
    return signed_in(actor)


def test_a_point_with_receipt_power_receives(agent: Client, world: World) -> None:
    assert '村点可以收件' in text(agent.get(counter_of(BIRTH, 'points')))
    answer = agent.post(counter_of(BIRTH, 'points'), filled(BIRTH))
    page = agent.get(answer.headers['Location'])
    assert case_data(page)['state'] == 'received'
    assert case_data(page)['due']


def test_a_point_without_receipt_power_only_carries_and_says_so(
    agent: Client, world: World, signed_in: SignedIn
) -> None:
    assert '代办，未收件' in text(agent.get(counter_of(HOMESTEAD, 'points')))
    address = agent.post(counter_of(HOMESTEAD, 'points'), filled(HOMESTEAD)).headers['Location']
    page = agent.get(address)
    assert (case_data(page)['state'], case_data(page)['due']) == ('entrusted', '')
    assert '代办，未收件' in text(agent.get(f'{address}receipt/'))
    clerk = signed_in(world.clerk(TOWNSHIP))
    assert 'receive' in acts(clerk.get(address))
    assert do(clerk, address, 'receive').status_code == 303
    assert case_data(clerk.get(address))['due']


def test_an_agent_sees_the_cases_of_their_own_point_only(agent: Client, world: World, signed_in: SignedIn) -> None:
    other = take_in(signed_in(world.clerk(TOWNSHIP)), TOWNSHIP, PLANTS)
    assert agent.get(other).status_code == 404
    assert agent.post(f'{other}withdraw/', {'version': '1', 'reason': '试试'}).status_code == 404


def test_the_receipt_is_made_when_it_is_asked_for_first(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    address = take_in(clerk, TOWNSHIP, BIRTH)
    word = case_data(clerk.get(address))['query-word']
    assert word in text(clerk.get(f'{address}receipt/'))


@pytest.mark.parametrize(('day', 'said'), [('', '请填写“有效期至”'), ('2020-01-01', '有效期应在今天以后')])
def test_the_end_of_validity_is_asked_before_anything_is_stored(
    world: World, signed_in: SignedIn, day: str, said: str
) -> None:
    chief = signed_in(world.chief(COUNTY))
    address = at(COUNTY, f'counter/{HYGIENE}/')
    shown = chief.get(address).content.decode()
    assert shown.index('name="day"') < shown.index('id="checklist"')
    assert '当场办结时要填' in shown
    answer = chief.post(address, filled(HYGIENE, then='on-the-spot', day=day))
    assert (answer.status_code, said in text(answer)) == (422, True)
    with hall_context(world.hall(COUNTY)):
        assert not Case.objects.exists()


def test_near_miss_without_a_day_the_case_is_received_or_accepted(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(COUNTY))
    for then in ('receive', 'accept'):
        take_in(chief, COUNTY, HYGIENE, then=then, day='')


def test_a_form_that_comes_back_still_knows_on_which_result_it_builds(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(COUNTY))
    address = at(COUNTY, f'counter/{HYGIENE}/')
    end = date.fromordinal(timezone.localdate().toordinal() + 700).isoformat()
    number = case_data(chief.get(take_in(chief, COUNTY, HYGIENE, then='on-the-spot', day=end)))['number']
    page = chief.get(address, {'about': 'change', 'of': number})
    assert f'value="{end}"' in page.content.decode()
    for kind, asks in (('change', True), ('cancel', False)):
        again = chief.post(address, filled(HYGIENE, about=kind, first_number=number, name=''))
        assert again.status_code == 422
        assert ('name="day"' in again.content.decode()) is asks

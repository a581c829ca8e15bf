"""What a village does (domain 5.1): 直办 closes there, 协办 is recorded, and no village decides a licence."""

import pytest
from django.test import Client

from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.village.assist import assist_in_village
from govhall.casework.acts.village.close import close_in_village
from govhall.casework.models import Case, CaseEvent
from govhall.casework.rules.states import State
from govhall.catalogue.models import Grant
from govhall.insight.models import KeptFact
from tenants.context import hall_context
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, acts, at, case_data, filled, text
from tests.builders.state import refused
from tests.builders.system import System
from tests.builders.world import COUNTY, DISABLED, HOMESTEAD, TOWNSHIP, World, paper_codes

HAZARD, PENSION = '512000144000', '512000113000'  # 直办: the village's own, and one entrusted by the county's organ


@pytest.fixture
def point(world: World) -> str:
    return points_of(world.hall(TOWNSHIP))[0].code


@pytest.fixture
def agent(world: World, point: str) -> Desk:
    return Desk(world, TOWNSHIP, world.person(TOWNSHIP, Role.AGENT, point=point))


def events(world: World, case: Case) -> list[CaseEvent]:
    with hall_context(world.hall(TOWNSHIP)):
        return list(CaseEvent.objects.filter(case_id=case.uid).order_by('seq'))


@pytest.mark.parametrize('matter', [HAZARD, PENSION])
def test_1_a_direct_matter_closes_in_the_village_while_the_line_is_down_and_the_county_sees_it_afterwards(
    world: World, agent: Desk, point: str, matter: str
) -> None:
    case = world.receive(TOWNSHIP, matter, point=point)
    agent.do(close_in_village, case.uid)  # nothing has been carried to anybody
    closed = agent.case(case.uid)
    assert (closed.state, closed.on_the_spot, closed.accepted_by) == (State.DELIVERED, True, TOWNSHIP)
    assert closed.outcome is not None and (closed.outcome.kind, closed.outcome.grant != '') == ('approved', True)
    assert [event.kind for event in events(world, case)] == ['receive', 'close_in_village', 'deliver']
    world.carry()  # the line is back
    fact = KeptFact.objects.get(fact=closed.fact)
    assert (fact.at_point, fact.on_the_spot, fact.decided_on is not None, fact.delivered_on is not None) == (
        True,
        True,
        True,
        True,
    )


def test_a_village_never_decides_a_licence_not_even_if_a_grant_says_so(world: World, agent: Desk, point: str) -> None:
    licence = world.receive(TOWNSHIP, HOMESTEAD, point=point)
    with refused('VILLAGE_DECIDES_NOTHING'):
        agent.do(close_in_village, licence.uid)
    Grant.objects.filter(matter_code=HOMESTEAD, hall_code=TOWNSHIP).update(village='direct')
    with refused('VILLAGE_DECIDES_NOTHING'):
        agent.do(close_in_village, licence.uid)
    with refused('NOT_NOW'):
        agent.do(decide_case, licence.uid, approve=True)


def test_near_miss_a_public_service_that_is_only_carried_is_not_closed_in_the_village(
    world: World, agent: Desk, point: str
) -> None:
    case = world.receive(TOWNSHIP, HAZARD, point=point)
    Grant.objects.filter(matter_code=HAZARD, hall_code=TOWNSHIP).update(village='carry')
    with refused('VILLAGE_DECIDES_NOTHING'):
        agent.do(close_in_village, case.uid)


def test_nothing_is_closed_without_its_papers_at_another_point_or_by_another_role(
    world: World, agent: Desk, point: str
) -> None:
    lacking = world.receive(TOWNSHIP, HAZARD, point=point, papers={})
    with refused('PAPERS_MISSING'):
        agent.do(close_in_village, lacking.uid)
    at_counter = world.receive(TOWNSHIP, HAZARD)
    with refused('NO_SUCH_CASE'):
        agent.do(close_in_village, at_counter.uid)
    elsewhere = world.receive(TOWNSHIP, HAZARD, point=points_of(world.hall(TOWNSHIP))[1].code)
    with refused('NO_SUCH_CASE'):
        agent.do(close_in_village, elsewhere.uid)
    here = world.receive(TOWNSHIP, HAZARD, point=point)
    with refused('NOT_YOUR_ROLE'):
        Desk(world, TOWNSHIP, world.clerk(TOWNSHIP)).do(close_in_village, here.uid)


def test_the_power_is_asked_at_that_second(world: World, agent: Desk, point: str) -> None:
    case = world.receive(TOWNSHIP, HAZARD, point=point)
    Grant.objects.filter(matter_code=HAZARD, hall_code=TOWNSHIP).update(valid_to=case.received_at)
    with refused('VILLAGE_DECIDES_NOTHING'):
        agent.do(close_in_village, case.uid)


def test_help_of_the_village_is_recorded_with_who_what_and_when_and_travels_with_the_case(
    world: World, agent: Desk, point: str
) -> None:
    case = world.receive(TOWNSHIP, DISABLED, point=point)
    agent.do(assist_in_village, case.uid, opinion='入户核实，情况属实')
    kept = agent.case(case.uid).opinions[0]
    assert (kept.text, agent.actor.name in kept.by, '协办' in kept.by, kept.hall) == (
        '入户核实，情况属实',
        True,
        True,
        TOWNSHIP,
    )
    said = events(world, case)[-1]
    assert (said.kind, said.actor, said.data['point']) == ('assist_in_village', agent.actor.person_id, point)
    assert '属实' not in str(said.data)  # the words may name people and are sealed with the case
    below = Desk.of_chief(world, TOWNSHIP)
    below.accept_review(case.uid)
    below.send_up(case.uid)
    assert world.case(COUNTY, case.uid).opinions[0].text == '入户核实，情况属实'


def test_help_is_refused_without_words_for_other_kinds_and_by_other_roles(
    world: World, agent: Desk, point: str
) -> None:
    case = world.receive(TOWNSHIP, DISABLED, point=point)
    with refused('REASON_MISSING'):
        agent.do(assist_in_village, case.uid, opinion=' ')
    with refused('NOT_YOUR_ROLE'):
        Desk(world, TOWNSHIP, world.clerk(TOWNSHIP)).do(assist_in_village, case.uid, opinion='属实')
    direct = world.receive(TOWNSHIP, HAZARD, point=point)
    with refused('NOT_ASSISTED'):
        agent.do(assist_in_village, direct.uid, opinion='属实')


def test_the_agents_pages_offer_closing_and_helping_where_they_belong(
    world: World, point: str, signed_in: SignedIn
) -> None:
    client: Client = signed_in(world.person(TOWNSHIP, Role.AGENT, point=point))
    page = client.get(at(TOWNSHIP, f'points/{HAZARD}/'))
    assert ('直办，村里当场办结' in text(page), 'village-close' in page.content.decode()) == (True, True)
    done = client.post(at(TOWNSHIP, f'points/{HAZARD}/'), filled(HAZARD, then='village-close'), follow=True)
    assert '已在村里当场办结' in text(done)
    assert acts(done) == {'rate'}
    helped = client.post(at(TOWNSHIP, f'points/{DISABLED}/'), filled(DISABLED), follow=True)
    assert 'village-assist' in acts(helped) and 'village-close' not in acts(helped)
    posted = {'version': case_data(helped)['version'], 'opinion': '入户核实，情况属实'}
    signed = client.post(f'{helped.redirect_chain[-1][0]}village-assist/', posted, follow=True)
    assert '协办意见已签署' in text(signed) and 'village-assist' not in acts(signed)
    licence = client.get(at(TOWNSHIP, f'points/{HOMESTEAD}/'))
    assert 'village-close' not in licence.content.decode()


def test_the_system_of_a_village_does_both_over_graphql(world: World, point: str) -> None:
    system = System.of(world, TOWNSHIP, Role.AGENT)
    system.person.memberships.update(point=point)
    direct = world.receive(TOWNSHIP, HAZARD, point=point)
    assisted = world.receive(TOWNSHIP, DISABLED, point=point)
    assert system.do('closeInVillage', assisted.uid)['code'] == 'VILLAGE_DECIDES_NOTHING'
    assert system.do('assistInVillage', direct.uid, opinion='属实')['code'] == 'NOT_ASSISTED'
    assert system.do('assistInVillage', assisted.uid, opinion='属实')['code'] is None
    assert system.do('closeInVillage', direct.uid)['case']['state'] == 'DELIVERED'
    assert paper_codes(HAZARD)  # the matter asks for papers, so closing it was no formality

"""The papers of the acts: which are issued, in whose name, under which number, and with whose power to seal."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.decline import decline_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.acts.supply import supply_papers
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case
from govhall.casework.services.change import changing
from govhall.casework.services.document_issue import issue
from govhall.casework.services.lapse import deem_accepted
from govhall.catalogue.models import Authorisation, Grant
from govhall.documents.models import Notice
from govhall.documents.register.models import Book, Waiting
from govhall.documents.rules import papers
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk, end_grants
from tests.builders.state import refused
from tests.builders.world import (
    BIRTH,
    COUNTY,
    DISABLED,
    HOMESTEAD,
    HYGIENE,
    LOGGING,
    TOWNSHIP,
    World,
    paper_codes,
)

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
LATE = datetime(2026, 3, 20, 4, tzinfo=UTC)
SHOP = '510700106000'  # 个体工商户设立登记: the county's organ entrusts the towns
EXPERTS = {'kind': 'experts', 'told_days': 15, 'stops': True, 'basis': ''}


@pytest.fixture
def desk(world: World) -> Desk:
    """The township's chief representative."""
    return Desk.of_chief(world, TOWNSHIP)


def notices(desk: Desk, case: Case) -> list[Notice]:
    """The papers of the case in the desk's hall, in order."""
    with hall_context(desk.world.hall(desk.hall)):
        return list(Notice.objects.filter(case_uid=case.uid).order_by('uid'))


def codes(desk: Desk, case: Case) -> list[str]:
    return [notice.code for notice in notices(desk, case)]


def test_each_act_of_a_life_issues_its_paper(world: World, desk: Desk) -> None:
    codes_of = paper_codes(DISABLED)
    case = world.receive(TOWNSHIP, DISABLED, papers=dict.fromkeys(codes_of[1:], 'handed_in'))
    desk.do(ask_for_correction, case.uid, missing=frozenset({codes_of[0]}))
    desk.do(supply_papers, case.uid, papers=frozenset({codes_of[0]}))
    desk.do(accept_case, case.uid)
    found = notices(desk, case)
    assert [one.code for one in found] == ['01', '02', '05', '04']
    name = case.papers[0].name
    assert found[1].content.items == (name,)
    assert ('收到补正材料', name) in found[2].content.rows
    assert {one.state for one in found} == {Notice.State.ORDERED}
    assert Waiting.objects.filter(hall=TOWNSHIP).count() == 4


def test_a_decision_on_the_spot_issues_acceptance_decision_and_delivery(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    desk.do(decide_on_the_spot, case.uid)
    desk.do(deliver_case, case.uid)
    found = notices(desk, case)
    assert [one.code for one in found] == ['01', '04', 'A1', '09']
    assert ('送达文书', f'准予办理决定书（{found[2].number}）') in found[3].content.rows


def test_refusing_declining_and_withdrawing_issue_theirs(world: World, desk: Desk) -> None:
    one, two, three = (world.receive(TOWNSHIP, HOMESTEAD) for _ in range(3))
    desk.do(accept_case, one.uid)
    desk.do(decide_case, one.uid, approve=False, reason='面积超过标准')
    desk.do(decline_case, two.uid, reason='不属于本镇')
    desk.do(withdraw_case, three.uid, reason='不办了')
    assert [codes(desk, case)[-1] for case in (one, two, three)] == ['07', '03', 'A3']
    refusal = ''.join(notices(desk, one)[-1].content.paragraphs)
    assert '面积超过标准' in refusal and '向通江县人民政府申请行政复议' in refusal


def test_declining_names_the_organ_that_is_competent(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD)
    desk.do(decline_case, case.uid, reason='不属于本镇', competent='平昌县驷马镇人民政府')
    assert '向有权机关平昌县驷马镇人民政府提出' in ''.join(notices(desk, case)[-1].content.paragraphs)


def test_the_event_keeps_number_and_letter_and_the_number_names_the_organ(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD, at=NOON)
    desk.do(accept_case, case.uid, at=NOON)
    desk.do(decide_case, case.uid, approve=True, at=NOON)
    decision = notices(desk, case)[-1]
    letter = str(Authorisation.objects.get(person_id=desk.actor.person_id).id)
    with hall_context(world.hall(TOWNSHIP)):
        data = Case.objects.get(uid=case.uid).events.get(kind='approve').data
    assert (data['document'], data['number'], data['seal']) == ('A1', decision.number, letter)
    assert decision.number == '通江诺水河镇政府准〔2026〕第000001号'
    assert decision.content.date == '2026年3月2日'


def test_the_year_of_a_number_is_the_year_in_china(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH, at=datetime(2026, 12, 31, 16, 30, tzinfo=UTC))
    assert '〔2027〕第000001号' in notices(Desk.of_chief(world, TOWNSHIP), case)[0].number


def test_entrusted_acts_are_in_the_entrusting_organs_name(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, SHOP)
    desk.do(decide_on_the_spot, case.uid)
    decision = notices(desk, case)[-1]
    assert (decision.organ_name, decision.relied_on['mode']) == ('通江县市场监督管理局', 'entrusted')
    assert decision.content.organ == '通江县市场监督管理局'


def test_delegated_acts_are_in_the_halls_own_name(world: World, desk: Desk) -> None:
    own = Grant.objects.get(hall_code=TOWNSHIP, matter_code=HOMESTEAD).organ_code
    giver = Grant.objects.filter(hall_code=COUNTY).exclude(organ_code=own).first()
    assert giver
    Grant.objects.filter(hall_code=TOWNSHIP, matter_code=HOMESTEAD).update(
        mode='delegated', delegator_code=giver.organ_code, document='赋权目录第1号'
    )
    case = world.receive(TOWNSHIP, HOMESTEAD)
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=True)
    assert {notice.organ_name for notice in notices(desk, case)} == {'通江县诺水河镇人民政府'}


def test_a_receipt_for_another_organ_takes_that_organs_number(world: World, desk: Desk) -> None:
    first, second = world.receive(TOWNSHIP, LOGGING), world.receive(COUNTY, LOGGING)
    numbers = [notices(desk, first)[0].number, notices(Desk.of_chief(world, COUNTY), second)[0].number]
    assert [number[:8] for number in numbers] == ['通江林业局收〔2'] * 2
    assert [number[-7:] for number in numbers] == ['000001号', '000002号']


def test_a_decision_without_the_power_to_seal_is_refused(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD)
    desk.do(accept_case, case.uid)
    unsealing = Desk(world, TOWNSHIP, world.person(TOWNSHIP, Role.CHIEF, powers=['decide', 'submit']))
    with refused('NO_SEAL_POWER'):
        unsealing.do(decide_case, case.uid, approve=True)
    with refused('NO_SEAL_POWER'):
        unsealing.do(decide_case, case.uid, approve=False, reason='面积超过标准')
    desk.do(decide_case, case.uid, approve=True)


def test_the_power_to_seal_is_asked_for_at_the_second_of_the_act(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD, at=NOON)
    desk.do(accept_case, case.uid, at=NOON)
    letters = Authorisation.objects.filter(person_id=desk.actor.person_id)
    letters.update(powers=['decide', 'submit'])
    Authorisation.objects.create(
        person_id=desk.actor.person_id,
        hall_code=TOWNSHIP,
        powers=['seal'],
        document='用印授权1号',
        valid_from=NOON,
        valid_to=LATE,
    )
    with refused('NO_SEAL_POWER'):
        desk.do(decide_case, case.uid, approve=True, at=LATE)  # the end itself is outside
    desk.do(decide_case, case.uid, approve=True, at=NOON)


def test_deemed_acceptance_issues_its_paper_though_nobody_acted(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD, at=NOON)
    with hall_context(world.hall(TOWNSHIP)):
        deem_accepted(uid=case.uid, at=LATE)
    paper = notices(desk, case)[-1]
    assert (paper.code, paper.relied_on['person']) == ('04', None)
    assert '未告知是否受理' in paper.content.paragraphs[0]


def test_the_law_and_the_applicant_act_also_where_the_grant_has_ended(world: World, desk: Desk) -> None:
    lapsed, withdrawn = world.receive(TOWNSHIP, HOMESTEAD, at=NOON), world.receive(TOWNSHIP, HOMESTEAD, at=NOON)
    end_grants(TOWNSHIP, HOMESTEAD, NOON)
    with hall_context(world.hall(TOWNSHIP)):
        deem_accepted(uid=lapsed.uid, at=LATE)
    desk.do(withdraw_case, withdrawn.uid, reason='不办了', at=LATE)
    assert [codes(desk, case) for case in (lapsed, withdrawn)] == [['01'], ['01']]


@pytest.mark.parametrize(
    ('code', 'data', 'says'),
    [
        (papers.SPECIAL, {'procedure': EXPERTS}, '15 个工作日'),
        (papers.EXTENSION, {'reason': '案情复杂', 'days': 10}, '延长 10 个工作日'),
    ],
)
def test_papers_that_no_act_names_yet_can_be_issued(
    world: World, desk: Desk, code: str, data: dict[str, object], says: str
) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD)
    with hall_context(world.hall(TOWNSHIP)), changing(case.uid, actor=desk.actor, at=LATE) as change:
        kept = issue(change, code, **data)
        change.append('told', **kept)
    paper = notices(desk, case)[-1]
    assert (paper.code, paper.number) == (code, kept['number'])
    assert says in ''.join(paper.content.paragraphs)


def test_the_same_kind_twice_is_two_occurrences(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD)
    for _ in range(2):
        with hall_context(world.hall(TOWNSHIP)), changing(case.uid, actor=desk.actor, at=LATE) as change:
            issue(change, papers.SPECIAL, procedure=EXPERTS)
    assert [notice.occurrence for notice in notices(desk, case)[1:]] == [1, 2]
    with pytest.raises(IntegrityError), transaction.atomic(), hall_context(world.hall(TOWNSHIP)):
        Notice.objects.filter(case_uid=case.uid, code=papers.SPECIAL).update(occurrence=1)


def test_a_paper_that_an_agent_carries_is_no_organs_paper(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HYGIENE, as_agent=True)
    assert codes(desk, case) == []


def test_the_hall_below_learns_the_number_of_the_decision_and_names_it_on_delivery(world: World, desk: Desk) -> None:
    above, case = Desk.of_chief(world, COUNTY), world.receive(TOWNSHIP, HYGIENE)
    desk.send_up(case.uid)
    above.do(accept_case, case.uid)
    above.do(decide_case, case.uid, approve=True)
    world.carry()
    decision = notices(above, case)[-1]
    outcome = desk.case(case.uid).outcome
    assert outcome and (outcome.paper, outcome.check.endswith(f'/verify/{COUNTY}{decision.proof}/')) == (
        decision.number,
        True,
    )
    desk.do(deliver_case, case.uid)
    delivery = notices(desk, case)[-1]
    assert (delivery.code, delivery.organ_name) == ('09', '通江县卫生健康局')
    assert ('送达文书', f'准予行政许可决定书（{decision.number}）') in delivery.content.rows


def test_the_book_says_the_last_number(world: World) -> None:
    for _ in range(3):
        world.receive(TOWNSHIP, BIRTH)
    assert Book.objects.get(code='01').last == 3

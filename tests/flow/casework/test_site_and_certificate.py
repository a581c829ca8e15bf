"""现场核查 before the decision, 制证 after it, and 撤销 by the organ itself: here and over the road between halls."""

from datetime import timedelta

import pytest
from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.begin_revocation import begin_revocation
from govhall.casework.acts.check_site import officers_of, record_site_check
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.make_licence import make_licence
from govhall.casework.acts.review import review_case
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.consultation import Question, consult
from govhall.catalogue.models import Authorisation, Matter
from govhall.catalogue.rules import PersonalPower
from govhall.documents.models import Notice
from tenants.access import Actor
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk, kinds
from tests.builders.state import refused
from tests.builders.world import COUNTY, HYGIENE, PLANTS, PROVINCE, TOWNSHIP, World

END = timezone.localdate() + timedelta(days=1000)
CARD = '公共场所卫生许可证'
DECIDES = ['decide', 'submit', 'seal']


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk.of_chief(world, COUNTY)


def accepted(desk: Desk) -> Case:
    case = desk.receive(desk.world.application(HYGIENE))
    return desk.do(accept_case, case.uid)


def granted(desk: Desk) -> Case:
    return desk.do(decide_case, accepted(desk).uid, approve=True)


def other(world: World, hall: str, *roles: Role, powers: list[str]) -> Desk:
    return Desk(world, hall, world.person(hall, *roles, powers=powers))


def look(desk: Desk, case: Case, **changes: object) -> Case:
    """Two people of the hall go there."""
    desk.world.clerk(desk.hall)
    officers = [officer.membership for officer in officers_of(desk.hall, timezone.now())][:2]
    told = {'on': timezone.localdate(), 'place': '新市街12号', 'finding': '布局与图纸一致', 'signed': True}
    return desk.do(record_site_check, case.uid, **({'officers': officers} | told | changes))


def test_article_34_a_matter_that_asks_for_it_is_not_decided_before_two_officers_looked(desk: Desk) -> None:
    Matter.objects.filter(code=HYGIENE).update(site_check=True)
    case = accepted(desk)
    due = desk.case(case.uid).promised_due
    for approve in (True, False):
        with refused('SITE_CHECK_MISSING'):
            desk.do(decide_case, case.uid, approve=approve, reason='不合格')
    with refused('TOO_FEW_OFFICERS'):
        look(desk, case, officers=[officers_of(COUNTY, timezone.now())[0].membership])
    assert desk.case(case.uid).site_data is None
    looked = look(desk, case)
    assert (looked.promised_due, looked.paused, len(looked.site_checks[0].officers)) == (due, False, 2)
    assert desk.do(decide_case, case.uid, approve=True).state == State.APPROVED


def test_nobody_of_another_hall_is_named_and_a_window_person_records_none(world: World, desk: Desk) -> None:
    case = accepted(desk)
    world.clerk(TOWNSHIP)
    stranger = officers_of(TOWNSHIP, timezone.now())[0].membership
    with refused('UNKNOWN_OFFICER'):
        look(desk, case, officers=[stranger, stranger + 1])
    with refused('NOT_YOUR_ROLE'):
        look(Desk(world, COUNTY, world.clerk(COUNTY)), case)
    assert desk.case(case.uid).site_data is None


def test_the_record_of_the_hall_below_serves_the_decision_above(world: World, desk: Desk) -> None:
    Matter.objects.filter(code=PLANTS).update(site_check=True)
    case = world.receive(COUNTY, PLANTS)
    desk.accept_review(case.uid)
    looked = look(desk, case)
    desk.send_up(case.uid)
    above = Desk.of_chief(world, PROVINCE)
    assert above.case(case.uid).site_checks == looked.site_checks
    assert above.do(decide_case, case.uid, approve=True).state == State.APPROVED


def test_article_44_the_certificate_is_made_above_and_handed_over_below(world: World, desk: Desk) -> None:
    Matter.objects.filter(code=HYGIENE).update(certificate=CARD)
    below = Desk.of_chief(world, TOWNSHIP)
    case = world.receive(TOWNSHIP, HYGIENE)
    below.send_up(case.uid)
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=True, valid_until=END)
    world.carry()
    assert below.case(case.uid).delivery_due is not None  # ten working days, where the applicant stands
    with refused('LICENCE_NOT_MADE'):
        below.do(deliver_case, case.uid)
    with refused('NOTHING_TO_MAKE'):
        below.do(make_licence, case.uid)
    made = desk.do(make_licence, case.uid)
    world.carry()
    learnt = below.case(case.uid)
    assert (learnt.state, learnt.custody, learnt.licence) == (State.LICENSED, Custody.WATCHING, made.licence)
    assert learnt.licence and learnt.licence.name == CARD and learnt.licence.valid_until == END
    assert below.do(deliver_case, case.uid).state == State.DELIVERED
    world.carry()
    assert desk.case(case.uid).state == State.DELIVERED
    assert kinds(learnt, world, TOWNSHIP)[-2:] == ['learned_licence', 'deliver']


def test_a_certificate_told_twice_or_too_early_changes_nothing_more(world: World, desk: Desk) -> None:
    Matter.objects.filter(code=HYGIENE).update(certificate=CARD)
    case = granted(desk)
    made = desk.do(make_licence, case.uid, number='川通卫公证字第0001号')
    assert made.licence and made.licence.number == '川通卫公证字第0001号'
    with refused('NOT_NOW'):
        desk.do(make_licence, case.uid)
    assert kinds(made, world, COUNTY).count('make_licence') == 1


def test_a_matter_without_a_certificate_skips_it(desk: Desk) -> None:
    case = granted(desk)
    with refused('NOTHING_TO_MAKE'):
        desk.do(make_licence, case.uid)
    assert desk.do(deliver_case, case.uid).state == State.DELIVERED


def test_a_window_without_the_power_to_print_makes_no_certificate(world: World, desk: Desk) -> None:
    Matter.objects.filter(code=HYGIENE).update(certificate=CARD)
    case = granted(desk)
    with refused('NO_AUTHORISATION'):
        other(world, COUNTY, Role.CLERK, powers=DECIDES).do(make_licence, case.uid)
    assert desk.case(case.uid).licence is None
    window = other(world, COUNTY, Role.CLERK, powers=['print'])
    made = window.do(make_licence, case.uid)
    letter = str(Authorisation.objects.get(person_id=window.actor.person_id).id)
    with hall_context(world.hall(COUNTY)):
        event, paper = made.events.get(kind='make_licence'), Notice.objects.get(case_uid=made.uid, code='A8')
    assert (event.data['letter'], event.data['seal'], paper.relied_on['seal']) == (letter, letter, letter)


@pytest.mark.parametrize(('given', 'missing'), [('coordinate', 'seal'), ('settle', 'deliver')])
def test_either_wording_lets_a_person_draw_in_another_hall(world: World, desk: Desk, given: str, missing: str) -> None:
    case = accepted(desk)
    question = Question(kind='assist', to=TOWNSHIP, text='请核实住址')
    with refused('NO_AUTHORISATION'):
        other(world, COUNTY, Role.REVIEWER, powers=[missing]).do(consult, case.uid, question=question)
    asked = other(world, COUNTY, Role.REVIEWER, powers=[given]).do(consult, case.uid, question=question)
    with hall_context(world.hall(COUNTY)):
        assert asked.events.get(kind='consult').data['letter']


def test_the_wording_of_guangxi_reviews_and_decides_as_that_of_sichuan(world: World, desk: Desk) -> None:
    case = accepted(desk)
    without = [
        personal_power.value
        for personal_power in PersonalPower
        if personal_power.value not in ('review', 'submit', 'approve', 'decide', 'head')
    ]
    nobody = other(world, COUNTY, Role.APPROVER, powers=without)
    with refused('NO_AUTHORISATION'):
        nobody.do(review_case, case.uid, opinion='属实')
    with refused('NO_AUTHORISATION'):
        nobody.do(decide_case, case.uid, approve=True)
    somebody = other(world, COUNTY, Role.APPROVER, powers=['review', 'approve', 'seal'])
    somebody.do(review_case, case.uid, opinion='属实')
    assert somebody.do(decide_case, case.uid, approve=True).state == State.APPROVED


def test_article_69_the_decider_begins_to_revoke_without_being_a_clerk(world: World, desk: Desk) -> None:
    first = granted(desk)
    decider = other(world, COUNTY, Role.APPROVER, powers=DECIDES)
    begun = decider.do(begin_revocation, first.uid, reason='申请材料系伪造')
    assert (begun.kind, begun.first_number, begun.state, begun.papers) == ('revoke', first.number, State.RECEIVED, [])
    with refused('ALREADY_REVOKING'):
        decider.do(begin_revocation, first.uid, reason='再来一次')
    decider.do(accept_case, begun.uid)
    decider.do(decide_case, begun.uid, approve=True, reason='检测报告系伪造')
    assert desk.case(first.uid).ended_by == begun.number


def test_article_69_near_miss_nobody_else_begins_it(world: World, desk: Desk) -> None:
    first = granted(desk)
    tries: list[tuple[Actor, str]] = [
        (world.person(COUNTY, Role.APPROVER, powers=['submit']), 'NO_AUTHORISATION'),
        (world.person(COUNTY, Role.CLERK, powers=DECIDES), 'ORGAN_ONLY'),
        (world.person(COUNTY, Role.LEADER, powers=DECIDES), 'ORGAN_ONLY'),
    ]
    for actor, code in tries:
        with refused(code):
            Desk(world, COUNTY, actor).do(begin_revocation, first.uid, reason='材料伪造')
    with refused('REASON_MISSING'):
        desk.do(begin_revocation, first.uid, reason=' ')
    with hall_context(world.hall(COUNTY)):
        assert Case.objects.count() == 1

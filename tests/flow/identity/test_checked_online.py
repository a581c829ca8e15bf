"""核验身份: who applied online is seen by a person of a hall before the result is handed over, and only once."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from federation.contracts.case import Applicant
from govhall.applications.input import ApplicationInput
from govhall.applications.models import OnlineApplication
from govhall.applications.services.application import begin_application
from govhall.applications.services.intake import receive_online
from govhall.archive.package import parts
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.acts.review import review_case
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.catalogue.acts.keep_profile import keep_profile
from govhall.documents.rules.service import Service, WayOfService
from govhall.identity.services import Shown, check_at_point, check_identity
from tenants.context import hall_context
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.applying import PDF
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, acts, at, do, text
from tests.builders.state import refused
from tests.builders.system import System
from tests.builders.world import BIRTH, COUNTY, DISABLED, ID_NUMBER, TOWNSHIP, World, paper_codes

WHO = Applicant(kind='person', name='张小明', id_number=ID_NUMBER)
ENDING = ID_NUMBER[-4:]
SELF = Shown('self', '')
FIRM = '91350100M000100Y43'


def submitted(world: World, matter: str, who: Applicant = WHO, *, mandate: bool = False) -> OnlineApplication:
    """What somebody sent to the township."""
    files = dict.fromkeys([*paper_codes(matter), *(['mandate'] if mandate else [])], PDF)
    with hall_context(world.hall(TOWNSHIP)):
        return begin_application(matter=matter, filled=ApplicationInput(who, files, submits=True))


def received(world: World, matter: str, who: Applicant = WHO, *, mandate: bool = False) -> Case:
    """The same, received at its window."""
    one = submitted(world, matter, who, mandate=mandate)
    with hall_context(world.hall(TOWNSHIP)):
        return receive_online(uid=one.uid, version=one.version, actor=world.clerk(TOWNSHIP))


@pytest.fixture
def below(world: World) -> Desk:
    """The township's chief representative."""
    return Desk.of_chief(world, TOWNSHIP)


def checked(world: World, hall: str, uid: UUID) -> str:
    """Which hall has checked, as this hall knows it."""
    found = world.case(hall, uid).applicant.checked
    return found.hall if found else ''


def test_no_result_is_served_before_somebody_was_seen(world: World, below: Desk) -> None:
    case = received(world, BIRTH)
    below.do(decide_on_the_spot, case.uid)
    for way in (WayOfService.DIRECT, WayOfService.POST, WayOfService.PUBLICATION):
        with refused('IDENTITY_NOT_CHECKED'):
            below.do(deliver_case, case.uid, service=Service(way, '1234'))
    known = world.case(TOWNSHIP, case.uid)
    assert (known.state, known.served) == (State.APPROVED, None)
    below.do(check_identity, case.uid, shown=SELF, ending=ENDING.lower())
    assert below.do(deliver_case, case.uid).state == State.DELIVERED


def test_near_miss_who_came_to_the_counter_is_asked_nothing(world: World, below: Desk) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    below.do(decide_on_the_spot, case.uid)
    with refused('IDENTITY_CHECKED_BEFORE'):
        below.do(check_identity, case.uid, shown=SELF, ending=ENDING)
    assert below.do(deliver_case, case.uid).state == State.DELIVERED


def test_what_was_refused_may_be_announced_publicly_without(world: World, below: Desk) -> None:
    case = received(world, BIRTH)
    below.do(accept_case, case.uid)
    below.do(decide_case, case.uid, approve=False, reason='不符合条件')
    with refused('IDENTITY_NOT_CHECKED'):
        below.do(deliver_case, case.uid, service=Service(WayOfService.POST, 'EMS1'))
    announced = Service(WayOfService.PUBLICATION, '通江县政府网')
    assert below.do(deliver_case, case.uid, service=announced).state == State.DELIVERED


@pytest.mark.parametrize(
    ('shown', 'ending', 'code'),
    [
        (SELF, '0000', 'NUMBER_DIFFERS'),
        (SELF, '', 'NUMBER_DIFFERS'),
        (Shown('officer', ''), ENDING, 'WAY_NOT_THEIRS'),
        (Shown('', ''), ENDING, 'WAY_NOT_THEIRS'),
        (Shown('self', '999'), ENDING, 'UNKNOWN_DOCUMENT'),
    ],
)
def test_what_does_not_fit_is_no_check(world: World, below: Desk, shown: Shown, ending: str, code: str) -> None:
    case = received(world, BIRTH)
    with refused(code):
        below.do(check_identity, case.uid, shown=shown, ending=ending)
    known = world.case(TOWNSHIP, case.uid)
    assert (known.applicant.checked, known.version) == (None, case.version)


def test_a_firm_is_seen_by_its_officer_with_the_licence(world: World, below: Desk) -> None:
    who = Applicant(kind='organisation', name='通江县银耳有限公司', id_number=FIRM, representative='李强', agent='王芳')
    case = received(world, DISABLED, who, mandate=True)
    with refused('WAY_NOT_THEIRS'):
        below.do(check_identity, case.uid, shown=SELF, ending=FIRM[-4:])
    below.do(check_identity, case.uid, shown=Shown('officer', '111'), ending=FIRM[-4:])
    assert checked(world, TOWNSHIP, case.uid) == TOWNSHIP


def test_a_check_below_goes_up_with_the_case_and_one_above_comes_down(world: World, below: Desk) -> None:
    above = Desk.of_chief(world, COUNTY)
    first, second, third = (received(world, DISABLED) for _ in range(3))
    below.do(check_identity, first.uid, shown=SELF, ending=ENDING)
    for case in (first, second, third):
        below.do(accept_case, case.uid)
        below.do(review_case, case.uid, opinion='情况属实')
        below.do(forward_case, case.uid)
    world.carry()
    assert checked(world, COUNTY, first.uid) == TOWNSHIP
    above.do(check_identity, second.uid, shown=SELF, ending=ENDING)
    below.do(check_identity, third.uid, shown=SELF, ending=ENDING)  # while the county holds it
    world.carry()
    assert (checked(world, TOWNSHIP, second.uid), checked(world, COUNTY, third.uid)) == (COUNTY, TOWNSHIP)
    for case in (first, second, third):
        with refused('IDENTITY_CHECKED_BEFORE'):
            above.do(check_identity, case.uid, shown=SELF, ending=ENDING)
        above.do(decide_case, case.uid, approve=True)
    world.carry()
    assert below.do(deliver_case, second.uid).state == State.DELIVERED


def test_a_hall_may_want_it_before_acceptance(world: World, below: Desk) -> None:
    typed = {'address': '一号', 'telephone': '0827-5261234', 'weekly': '周一至周五 9:00-17:00', 'identity_first': True}
    keep_profile(hall=TOWNSHIP, person_id=1, typed=typed)
    case = received(world, DISABLED)
    with refused('IDENTITY_NOT_CHECKED'):
        below.do(accept_case, case.uid)
    assert world.case(TOWNSHIP, case.uid).state == State.RECEIVED
    below.do(accept_case, world.receive(TOWNSHIP, DISABLED).uid)  # who came to the counter
    below.do(check_identity, case.uid, shown=SELF, ending=ENDING)
    assert below.do(accept_case, case.uid).state == State.ACCEPTED


def test_the_pages_say_so_until_it_is_done(world: World, signed_in: SignedIn) -> None:
    case = received(world, BIRTH)
    chief = signed_in(world.chief(TOWNSHIP))
    address = at(TOWNSHIP, f'cases/{case.uid}/')
    page = chief.get(address)
    assert ('身份未核验，请申请人带证件到窗口' in text(page), 'check-identity' in acts(page)) == (True, True)
    assert '身份未核验' in text(chief.get(at(TOWNSHIP, 'worklist/?show=todo')))
    tracked = chief.post('/track/', {'number': case.number, 'word': case.query_word})
    assert ('身份未核验' in text(tracked), '居民身份证原件' in text(tracked)) == (True, True)
    do(chief, address, 'on-the-spot')
    page = chief.get(address)
    assert page.content.decode().index('id="act-check-identity"') < page.content.decode().index('id="act-deliver"')
    wrong = do(chief, address, 'check-identity', seen='self', document='111', ending='0000')
    assert ('后四位和申报的不一样' in text(wrong), '0000' in wrong.content.decode()) == (True, True)
    assert do(chief, address, 'check-identity', seen='self', document='111', ending=ENDING).status_code == 303
    page = text(chief.get(address))
    assert '已核验：本人到场，看了证件原件（居民身份证）' in page
    assert ('身份未核验' in page, '核验身份' in page) == (False, True)  # the history tells it
    assert '身份未核验' not in text(chief.get(at(TOWNSHIP, 'worklist/?show=deliver')))
    tracked = chief.post('/track/', {'number': case.number, 'word': case.query_word})
    assert '身份未核验' not in text(tracked)
    with hall_context(world.hall(TOWNSHIP)):
        known = Case.objects.get(uid=case.uid)
        kept = {one.path: one.content.decode() for one in parts(known, list(known.events.all())) if 'json' in one.path}
    assert '"seen": "self"' in kept['case.json'] and 'check_identity' in kept['events.jsonl']


def test_the_village_point_checks_it_without_seeing_the_case(world: World, signed_in: SignedIn) -> None:
    case, point = received(world, BIRTH), points_of(world.hall(TOWNSHIP))[0].code
    agent = signed_in(world.person(TOWNSHIP, Role.AGENT, point=point))
    address = at(TOWNSHIP, 'points/identity/')
    assert agent.get(at(TOWNSHIP, f'cases/{case.uid}/')).status_code == 404
    assert '核验身份' in text(agent.get(at(TOWNSHIP, 'points/')))
    typed = {'number': case.number, 'id_number': ID_NUMBER, 'seen': 'self', 'document': '111'}
    for wrong in ({'id_number': '110105194912310118'}, {'number': world.receive(TOWNSHIP, BIRTH).number}):
        answer = agent.post(address, typed | wrong)
        assert (answer.status_code, '没有这样的网上申报' in text(answer)) == (422, True)
    assert checked(world, TOWNSHIP, case.uid) == ''
    assert signed_in(world.clerk(TOWNSHIP)).post(address, typed).status_code == 403
    assert agent.post(address, typed).status_code == 303
    assert checked(world, TOWNSHIP, case.uid) == TOWNSHIP


def test_programs_do_and_read_the_same(world: World) -> None:
    case = received(world, BIRTH)
    system = System.of(world, TOWNSHIP, Role.CLERK)
    asked = 'query ($uid: UUID!) { case(uid: $uid) { identity { checked label seen hall } } }'
    assert system.ask(asked, uid=str(case.uid))['case']['identity']['checked'] is False
    wrong = system.do('checkIdentity', case.uid, seen='self', ending='0000')
    assert (wrong['code'], wrong['field']) == ('NUMBER_DIFFERS', 'ending')
    assert system.do('checkIdentity', case.uid, seen='self', ending=ENDING)['code'] is None
    told = system.ask(asked, uid=str(case.uid))['case']['identity']
    assert (told['checked'], told['seen'], told['hall']) == (True, 'self', TOWNSHIP)
    counter = world.receive(TOWNSHIP, BIRTH)
    assert system.ask(asked, uid=str(counter.uid))['case']['identity'] is None


def test_who_may_not_act_checks_nothing(world: World) -> None:
    case = received(world, BIRTH)
    with hall_context(world.hall(TOWNSHIP)), refused('NOT_YOUR_ROLE'):
        supervisor = world.person(TOWNSHIP, Role.SUPERVISOR)
        check_identity(uid=case.uid, version=case.version, actor=supervisor, shown=SELF, ending=ENDING)
    with hall_context(world.hall(TOWNSHIP)), refused('NOT_YOUR_ROLE'):
        supervisor = world.person(TOWNSHIP, Role.SUPERVISOR)
        check_at_point(number=case.number, id_number=ID_NUMBER, shown=SELF, actor=supervisor)
    assert checked(world, TOWNSHIP, case.uid) == ''


def test_whoever_acts_for_another_sends_the_mandate(world: World, signed_in: SignedIn) -> None:
    agent = replace(WHO, agent='王芳', agent_number='110105194912310118')
    with refused('ONLINE_FILES_MISSING') as answer:
        submitted(world, BIRTH, agent)
    assert '授权委托书' in str(answer.value)
    one = submitted(world, BIRTH, agent, mandate=True)
    clerk = signed_in(world.clerk(TOWNSHIP))
    page = clerk.get(at(TOWNSHIP, f'online/{one.uid}/'))
    assert ('授权委托书' in text(page), page.content.decode().count('>文件 1<')) == (True, len(paper_codes(BIRTH)) + 1)
    with hall_context(world.hall(TOWNSHIP)):
        case = receive_online(uid=one.uid, version=one.version, actor=world.clerk(TOWNSHIP))
    mandate = next(paper for paper in case.papers if paper.code == 'mandate')
    assert (mandate.status, len(mandate.files)) == ('handed_in', 1)


def test_near_miss_who_acts_for_nobody_is_asked_for_no_mandate_and_sends_none(world: World) -> None:
    assert 'mandate' not in submitted(world, BIRTH, mandate=True).files

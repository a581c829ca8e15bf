"""A township is split by villages (1:n): nothing is lost, no day moves, and a person chooses where nobody can tell.

Twenty cases show every kind; the two hundred are `long`.
"""

from collections import Counter
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from federation.contracts.forms import FormAnswers
from federation.directory.selectors import merged_into
from federation.inbox.models import ParkedMessage
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.choose_successor import choose_successor
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.send_back import send_back
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.home import home
from govhall.casework.services.reception import receive_case
from govhall.casework.services.succession import HallSplit, unfinished
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.jurisdiction import hall_for
from govhall.insight.models import KeptFact
from govhall.operations.mergers.execution import merge
from govhall.operations.mergers.preview import preview
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk, kinds
from tests.builders.forms import formed, sample
from tests.builders.merging import accepted_above, decided_above, watched
from tests.builders.screen import SignedIn, do, text
from tests.builders.splitting import (
    EAST,
    HALLS,
    LEAD,
    OTHER,
    SPLIT,
    WEST,
    as_plan,
    cases_of_villages,
    goes,
    user,
)
from tests.builders.state import everything, refused
from tests.builders.world import BIRTH, COUNTY, DISABLED, HYGIENE, World

__all__ = ['formed']
ALL, SOME = 200, 20


@pytest.fixture
def keeper(world: World) -> Desk:
    """Somebody who stays in the old hall to choose."""
    return Desk.of_chief(world, SPLIT)


def dues(case: Case) -> tuple[object, ...]:
    return (case.received_at, case.clock_from, case.accepted_at, case.intake_due, case.promised_due, case.statutory_due)


def copies(world: World, case: Case) -> dict[str, Case]:
    """The case in the book of each hall that knows it."""
    found = {}
    for hall in HALLS:
        with hall_context(world.hall(hall)):
            if row := Case.objects.filter(uid=case.uid).first():
                found[hall] = row
    return found


def holder(world: World, uid: UUID) -> str:
    """The one hall that holds the case; none holds what has its outcome."""
    held = [hall for hall in HALLS if _holds(world, hall, uid)]
    assert len(held) == 1
    return held[0]


def _holds(world: World, hall: str, uid: UUID) -> bool:
    with hall_context(world.hall(hall)):
        return Case.objects.filter(uid=uid, custody=Custody.HELD).exists()


def homes(world: World, case: Case) -> dict[str, str]:
    """Where each hall that knows the case says that the applicant stands."""
    told = {}
    for hall, row in copies(world, case).items():
        with hall_context(world.hall(hall)):
            told[hall] = home(row)
    return told


def split(world: World, keeper: Desk) -> int:
    passed = merge(as_plan(user(keeper.actor.person_id)))[SPLIT]
    world.carry()
    return passed


@pytest.mark.parametrize('count', [SOME, pytest.param(ALL, marks=pytest.mark.long)])
def test_each_case_goes_with_its_village_and_no_day_moves(world: World, keeper: Desk, count: int) -> None:
    cases = cases_of_villages(world, count)
    plan = as_plan(user(keeper.actor.person_id))
    before = {case.uid: world.case(SPLIT, case.uid) for group in cases.values() for case in group}
    facts = Counter(KeptFact.objects.filter(received_on__isnull=False).values_list('hall', flat=True))
    still = everything()
    found = preview(plan)
    assert everything() == still, 'the preview changes nothing'
    assert found.blocks == []
    assert found.halls[0].shares == {heir: len(group) for heir, group in cases.items()}

    assert merge(plan)[SPLIT] == count - len(cases[''])
    world.carry()
    assert not ParkedMessage.objects.exists()
    for heir, group in cases.items():
        for case in group:
            old, known = before[case.uid], copies(world, case)
            other = {LEAD: OTHER, OTHER: LEAD}.get(heir)
            assert (heir or SPLIT) in known and other not in known, 'only the successor of the village learns of it'
            new = known[heir or SPLIT]
            assert (new.number, new.received_at, new.origin) == (old.number, old.received_at, SPLIT)
            if new.custody == Custody.HELD and not new.outcome_data and old.custody == Custody.HELD:
                assert (*dues(new), new.state, new.note) == (*dues(old), old.state, old.note)
            assert set(homes(world, case).values()) == {heir or SPLIT}
    with hall_context(world.hall(SPLIT)):
        waits = set(unfinished([LEAD, OTHER]).values_list('uid', flat=True))
    assert waits == {case.uid for case in cases['']}, 'the queue holds what nobody can tell, and nothing else'
    assert Counter(KeptFact.objects.filter(received_on__isnull=False).values_list('hall', flat=True)) == facts | {
        SPLIT: count
    }
    after = everything()
    assert merge(plan) == {SPLIT: 0}
    world.carry()
    assert everything() == after, 'applied twice it changes nothing more'


def test_the_place_of_the_object_counts_before_the_point_and_the_address_where_no_place_says(
    formed: World, keeper: Desk
) -> None:
    version = catalogue.matter(HYGIENE).version

    def received(place: str, address: str, **changes: object) -> Case:
        form = FormAnswers(version=version, answers=sample(HYGIENE, place=place, address=address))
        return formed.receive(SPLIT, HYGIENE, form=form, **changes)

    town = '511921111000'
    wanted = {
        received(EAST, '新街 1 号', area=WEST).uid: LEAD,
        received(town, '铁溪镇新街 1 号', area=WEST).uid: OTHER,
        received(town, '铁溪镇罗村村三组 12 号').uid: OTHER,
        received(town, '铁溪镇冉家坝社区 5 号').uid: OTHER,
        received(town, '罗村村与甑子坝村之间').uid: SPLIT,
        received('511921113000', '诺水河镇新街').uid: SPLIT,
    }
    split(formed, keeper)
    assert {uid: holder(formed, uid) for uid in wanted} == wanted


def test_a_person_chooses_on_the_page_and_everybody_learns_it(world: World, keeper: Desk, signed_in: SignedIn) -> None:
    case, held = world.receive(SPLIT, HYGIENE), world.receive(SPLIT, BIRTH)
    accepted_above(keeper, Desk.of_chief(world, COUNTY), case)
    split(world, keeper)
    screen = signed_in(keeper.actor)
    page = screen.get('/h/tj-tiexi/successors/')
    assert '还有 2 件看不出属于哪个村' in text(page)
    assert '待定承接' in text(page) and '甑子坝村' in text(page)
    assert '各村分别由' in text(page)
    assert '由哪个大厅接着办正在确定' in ask(case)
    for one in (case, held):
        address = f'/h/tj-tiexi/cases/{one.uid}/'
        assert 'id="act-successor"' in screen.get(address).content.decode()
        done = do(screen, address, 'successor', to=OTHER, reason='申请人住罗村')
        assert done.status_code == 303, text(done)
    world.carry()
    assert '没有要选的件了' in text(screen.get('/h/tj-tiexi/successors/'))
    assert set(homes(world, case)) == {SPLIT, OTHER, COUNTY}
    assert set(homes(world, case).values()) == {OTHER}, 'the county, which holds the case, knows too'
    assert holder(world, held.uid) == OTHER
    assert (*dues(world.case(OTHER, held.uid)), world.case(OTHER, held.uid).number) == (*dues(held), held.number)
    assert f'已并入{world.hall(OTHER).name}，编号和时限不变' in ask(case)
    at_county = text(signed_in(world.chief(COUNTY)).get(f'/h/tongjiang/cases/{case.uid}/'))
    assert '收件大厅撤并，已选定承接大厅' in at_county
    Desk.of_chief(world, COUNTY).do(decide_case, case.uid, approve=True)
    world.carry()
    assert f'请带身份证到{world.hall(OTHER).name}领取结果' in ask(case)
    Desk.of_chief(world, OTHER).do(deliver_case, case.uid)
    world.carry()
    assert {one.state for one in copies(world, case).values()} == {State.DELIVERED}


def ask(case: Case) -> str:
    cache.clear()
    return text(Client().post('/track/', {'number': case.number, 'word': case.query_word}))


def test_what_may_not_be_chosen_is_refused_and_nothing_changes(world: World, keeper: Desk) -> None:
    case, of_village = world.receive(SPLIT, BIRTH), world.receive(SPLIT, BIRTH, point=WEST)
    with refused('NOT_SPLIT'):
        keeper.do(choose_successor, case.uid, to=LEAD, reason='住在东边')
    split(world, keeper)
    with refused('NO_HEIR'):
        keeper.do(choose_successor, case.uid, to=COUNTY, reason='住在东边')
    with refused('REASON_MISSING'):
        keeper.do(choose_successor, case.uid, to=LEAD, reason=' ')
    with refused('SUCCESSOR_KNOWN'):
        keeper.do(choose_successor, of_village.uid, to=LEAD, reason='住在东边')
    reads = Desk(world, SPLIT, world.person(SPLIT, Role.SUPERVISOR))
    with refused('NOT_YOUR_ROLE'):
        reads.do(choose_successor, case.uid, to=LEAD, reason='住在东边')
    keeper.do(choose_successor, case.uid, to=LEAD, reason='住在东边')
    with refused('SUCCESSOR_KNOWN'):
        keeper.do(choose_successor, case.uid, to=OTHER, reason='住在西边')


def test_what_comes_late_to_the_old_hall_goes_on_by_village_or_waits_for_a_person(world: World, keeper: Desk) -> None:
    above = Desk.of_chief(world, COUNTY)
    known, unknown = world.receive(SPLIT, DISABLED, area=WEST), world.receive(SPLIT, DISABLED)
    for case in (known, unknown):
        keeper.accept_review(case.uid)
        keeper.send_up(case.uid)
    split(world, keeper)
    for case in (known, unknown):
        above.do(send_back, case.uid, reason='材料要核实')
    world.carry()
    assert (holder(world, known.uid), holder(world, unknown.uid)) == (OTHER, SPLIT)
    assert world.case(OTHER, known.uid).promised_due == world.case(COUNTY, known.uid).promised_due
    keeper.do(choose_successor, unknown.uid, to=LEAD, reason='问过申请人，住甑子坝村')
    world.carry()
    assert holder(world, unknown.uid) == LEAD
    assert 'succeeded' in kinds(unknown, world, LEAD)


def test_nothing_begins_in_the_old_hall_and_its_public_page_shows_each_village(world: World, keeper: Desk) -> None:
    clerk = world.clerk(SPLIT)
    split(world, keeper)
    said = f'各村分别由{world.hall(LEAD).name}、{world.hall(OTHER).name}承接'
    with pytest.raises(HallSplit, match=said), hall_context(world.hall(SPLIT)):
        receive_case(application=world.application(BIRTH), actor=clerk)
    page = text(Client().get(f'/find-hall/{SPLIT}/'))
    for part in ('甑子坝村', '罗村', world.hall(LEAD).name, world.hall(OTHER).name, '2026年10月1日起'):
        assert part in page
    assert (SPLIT in merged_into(LEAD), SPLIT in merged_into(OTHER)) == (True, True)
    served = {place: hall_for(place).code for place in (EAST, WEST, '511921111000')}
    assert served == {EAST: LEAD, WEST: OTHER, '511921111000': LEAD}, 'and who asks where gets the hall of the village'


def test_results_wait_in_the_list_of_the_village_only(world: World, keeper: Desk, signed_in: SignedIn) -> None:
    east, west = world.receive(SPLIT, HYGIENE, area=EAST), world.receive(SPLIT, HYGIENE, area=WEST)
    for case in (east, west):
        decided_above(keeper, Desk.of_chief(world, COUNTY), case)
    split(world, keeper)
    page = signed_in(world.chief(OTHER)).get('/h/tj-fuyang/worklist/?show=deliver').content.decode()
    assert (str(west.uid) in page, str(east.uid) in page) == (True, False)
    assert world.case(OTHER, west.uid).delivery_due == world.case(LEAD, east.uid).delivery_due != None  # noqa: E711


def test_points_and_people_go_with_their_villages(world: World, keeper: Desk) -> None:
    agent = world.person(SPLIT, Role.AGENT, point=WEST)
    people = [{'username': user(agent.person_id), 'to': OTHER}, {'username': user(keeper.actor.person_id)}]
    merge(as_plan(user(keeper.actor.person_id), people=people))
    live = list(world.hall(OTHER).memberships.filter(person_id=agent.person_id))
    assert [(one.point, one.valid_to) for one in live] == [(WEST, None)]
    assert set(world.hall(OTHER).points.filter(active=True).values_list('code', flat=True)) >= set(goes(OTHER))
    assert not world.hall(SPLIT).points.filter(active=True).exists()
    case = world.receive(OTHER, BIRTH, point=WEST)
    assert case.number.startswith(OTHER)
    kept = world.hall(SPLIT).memberships.get(person_id=keeper.actor.person_id, valid_to=None)
    assert set(kept.roles) == {Role.CHIEF, Role.CLERK}


def test_a_case_of_a_village_is_worked_on_to_the_end_at_its_successor(world: World, keeper: Desk) -> None:
    case = world.receive(SPLIT, BIRTH, point=WEST)
    keeper.do(accept_case, case.uid)
    seen = world.receive(SPLIT, HYGIENE, area=WEST)
    watched(keeper, Desk.of_chief(world, COUNTY), seen)
    split(world, keeper)
    there = Desk.of_chief(world, OTHER)
    there.do(decide_case, case.uid, approve=True)
    assert there.do(deliver_case, case.uid).state == State.DELIVERED
    world.carry()
    assert {one.state for one in copies(world, case).values()} == {State.DELIVERED}
    Desk.of_chief(world, COUNTY).do(accept_case, seen.uid)
    world.carry()
    assert world.case(OTHER, seen.uid).state == State.ACCEPTED

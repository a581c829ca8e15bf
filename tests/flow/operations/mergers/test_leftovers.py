"""What a closed hall leaves beside its cases: it goes on at a successor, or ends with the day and a reason."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from federation.contracts.case import Applicant
from federation.directory.selectors import entry
from govhall.applications.models import OnlineApplication
from govhall.applications.services.application import ApplicationInput, begin_application
from govhall.attendance.models import Leave, Shift, WindowChange
from govhall.catalogue.models import Authorisation, CentreItem, Section
from govhall.matter_editor.models import MatterDraft
from govhall.operations.mergers.execution import MergerBlocked, merge
from govhall.portal.tracking import answer
from tenants.context import hall_context
from tenants.models import AccessToken
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.licences import bring_in, entries
from tests.builders.splitting import EAST, LEAD, OTHER, SPLIT, WEST, as_plan, user
from tests.builders.system import System
from tests.builders.world import BIRTH, HYGIENE, ID_NUMBER, World, paper_codes

DAY = date(2026, 10, 1)


@pytest.fixture
def keeper(world: World) -> Desk:
    """Somebody who stays in the old hall to choose."""
    return Desk.of_chief(world, SPLIT)


def split(world: World, keeper: Desk, **changes: object) -> None:
    merge(as_plan(user(keeper.actor.person_id), **changes))
    world.carry()


def test_letters_keys_and_entries_end_with_the_day_and_the_document(world: World, keeper: Desk) -> None:
    System.of(world, SPLIT, Role.CLERK, powers=('submit',))
    CentreItem.objects.create(
        hall_code=SPLIT, code='1', name='户口登记', department_code='ga', task_type='07',
        published_days=[date(2026, 1, 5)], entered_days=[date(2026, 2, 1), date(2027, 1, 1)],
    )  # fmt: skip
    Section.objects.create(hall_code=SPLIT, department_code='ga', name='审批科', entered_days=[date(2026, 1, 5)])
    split(world, keeper)
    assert not AccessToken.objects.live(timezone.now()).filter(hall__code=SPLIT).exists()
    letters = Authorisation.objects.filter(hall_code=SPLIT)
    assert not letters.live(timezone.now()).exists()
    assert {letter.revoke_reason for letter in letters} == {'大厅撤并：川府民政〔2026〕12号'}
    item = CentreItem.objects.get(hall_code=SPLIT)
    assert (item.published_days, item.entered_days) == ([date(2026, 1, 5), DAY], [date(2026, 2, 1), DAY])
    assert Section.objects.get(hall_code=SPLIT).entered_days == [date(2026, 1, 5), DAY]


def test_leave_goes_with_those_who_stay_together_and_ends_for_the_others(world: World, keeper: Desk) -> None:
    away, stands_in, alone = world.clerk(SPLIT), world.clerk(SPLIT), world.clerk(SPLIT)
    noted = {'hall_code': SPLIT, 'noted_by': 1, 'noted_by_name': '王办事', 'noted_at': timezone.now()}
    days = {'kind': 'annual', 'first_day': DAY - timedelta(days=2), 'last_day': DAY + timedelta(days=3)}
    for who, other in ((away, stands_in), (alone, stands_in)):
        about = {'person_id': who.person_id, 'person_name': '甲', 'substitute_id': other.person_id}
        Leave.objects.create(**noted, **days, **about, substitute_name='乙')
    Shift.objects.create(**noted, person_id=1, person_name='丙', first_day=DAY - timedelta(days=1), last_day=DAY)
    Shift.objects.create(**noted, person_id=1, person_name='丙', first_day=DAY, last_day=DAY)
    WindowChange.objects.create(
        **noted, department='ga', person_id=1, person_name='甲', successor_id=2, successor_name='乙',
        notice_number='1', notice_on=DAY - timedelta(days=20), effective_on=DAY + timedelta(days=1),
    )  # fmt: skip
    people = [{'username': user(one.person_id), 'to': OTHER} for one in (away, stands_in)]
    people.append({'username': user(alone.person_id), 'to': LEAD})
    split(world, keeper, people=people)
    assert {leave.last for leave in Leave.objects.filter(hall_code=SPLIT)} == {DAY - timedelta(days=1)}
    (went,) = Leave.objects.exclude(hall_code=SPLIT)
    assert (went.hall_code, went.person_id, went.first_day, went.last) == (
        OTHER,
        away.person_id,
        DAY,
        DAY + timedelta(days=3),
    )
    assert [shift.last_day for shift in Shift.objects.all()] == [DAY - timedelta(days=1)]
    assert WindowChange.objects.get().called_off_on == DAY


def test_drafts_of_own_matters_go_to_the_first_successor(world: World, keeper: Desk) -> None:
    draft = {'matter': f'{SPLIT}-0001', 'hall_code': SPLIT, 'parts': {}, 'changed_by': '王办事'}
    MatterDraft.objects.create(**draft, changed_at=timezone.now())
    split(world, keeper)
    assert MatterDraft.objects.get().hall_code == LEAD


def written(world: World, area: str, *, submits: bool = True) -> OnlineApplication:
    """An application of the old hall, made online for something at a place."""
    who = Applicant(kind='person', name='张小明', id_number=ID_NUMBER, phone='13800000000')
    files = {code: b'%PDF-1.7\n' + uuid4().bytes + b'\n%%EOF\n' for code in paper_codes(BIRTH)}
    with hall_context(world.hall(SPLIT)):
        return begin_application(matter=BIRTH, filled=ApplicationInput(who, files, submits, area=area))


def test_online_applications_go_by_the_village_and_their_numbers_are_still_found(world: World, keeper: Desk) -> None:
    sent = {place: written(world, place) for place in (EAST, WEST)}
    nowhere = written(world, '', submits=False)
    split(world, keeper)
    with hall_context(world.hall(SPLIT)):
        passed = dict(OnlineApplication.objects.values_list('uid', 'passed_to'))
    assert passed == {sent[EAST].uid: LEAD, sent[WEST].uid: OTHER, nowhere.uid: LEAD}
    for place, hall in ((EAST, LEAD), (WEST, OTHER)):
        told = answer(sent[place].number, sent[place].query_word)
        assert (told.hall, told.number) == (world.hall(hall).name, sent[place].number)


def test_licences_go_where_their_case_went_and_the_others_to_the_first_successor(world: World, keeper: Desk) -> None:
    bring_in(world, SPLIT, {'证照编号': 'A1'}, {'证照编号': 'A2'})
    case = world.receive(SPLIT, HYGIENE, area=WEST)
    with hall_context(world.hall(SPLIT)):
        row = entries(world, SPLIT)[0]
        type(row).objects.filter(uid=row.uid).update(case_uid=case.uid)
    split(world, keeper)
    assert [len(entries(world, hall)) for hall in (SPLIT, LEAD, OTHER)] == [2, 1, 1]
    assert entries(world, OTHER)[0].number == row.number


def test_money_still_forbids_it_and_so_does_a_village_that_the_plan_forgets(world: World, keeper: Desk) -> None:
    whole = as_plan(user(keeper.actor.person_id))
    forgotten = as_plan(
        user(keeper.actor.person_id), villages=[{'code': EAST, 'to': LEAD}, {'code': WEST, 'to': OTHER}]
    )
    nobody = as_plan()
    with pytest.raises(MergerBlocked, match='没有写明由哪个大厅承接'):
        merge(forgotten)
    with pytest.raises(MergerBlocked, match='没有写明留守人员'):
        merge(nobody)
    assert entry(SPLIT).valid_to is None
    world.receive(SPLIT, BIRTH, point=WEST)
    assert merge(whole)[SPLIT] == 1

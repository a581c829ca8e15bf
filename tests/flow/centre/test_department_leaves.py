"""A department leaves the hall (机构改革) with cases in hand: another one takes them, and nobody loses a day."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.models import Case
from govhall.casework.models.event import CaseEvent
from govhall.catalogue.exchange.cells import BadCell, Cells
from govhall.catalogue.models import Section
from govhall.centre.lists.sections import COLUMNS, known_sections, read_section
from tenants.context import hall_context
from tenants.models import AuditEntry
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, World

HEALTH, FORESTRY = 'TJWJ', 'TJLY'
DEPARTMENT = at(COUNTY, f'catalogue/departments/{HEALTH}/')
LEAVE = 'mutation ($input: RemoveDepartmentInput!) { removeDepartment(input: $input) { code } }'


@pytest.fixture
def sections(world: World) -> None:
    for code, name in ((HEALTH, '行政审批股'), (FORESTRY, '审批服务股')):
        Section.objects.create(
            hall_code=COUNTY, department_code=code, name=name, windows=[], entered_days=[date(2024, 3, 1)]
        )


@pytest.fixture
def administrator(world: World, sections: None, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


def leave(client: Client, **more: str) -> HttpResponse:
    posted = {'act': 'remove-department', 'since': timezone.localdate().isoformat()}
    answer: HttpResponse = client.post(DEPARTMENT, posted | more)
    return answer


def test_it_does_not_leave_before_somebody_takes_its_cases(world: World, administrator: Client) -> None:
    case = world.receive(COUNTY, HYGIENE)
    assert '有 1 件在办' in administrator.get(DEPARTMENT).content.decode()
    for taker in ('', HEALTH, 'TJXX'):
        answer = leave(administrator, taker=taker)
        assert answer.status_code == 422
    assert '还有 1 件在办，请选由哪个部门接着办' in text(leave(administrator))
    assert world.case(COUNTY, case.uid).department == HEALTH
    assert Section.objects.get(department_code=HEALTH).entered_days == [date(2024, 3, 1)]


def test_another_department_takes_what_is_in_hand_and_no_limit_moves(world: World, administrator: Client) -> None:
    desk = Desk.of_chief(world, COUNTY)
    received, accepted = world.receive(COUNTY, HYGIENE), world.receive(COUNTY, HYGIENE)
    desk.do(accept_case, accepted.uid)
    before = {case.uid: case.dues for case in (world.case(COUNTY, received.uid), world.case(COUNTY, accepted.uid))}
    page = administrator.post(
        DEPARTMENT,
        {'act': 'remove-department', 'since': timezone.localdate().isoformat(), 'taker': FORESTRY},
        follow=True,
    )
    assert '在办的 2 件已转给接办的部门' in text(page)
    with hall_context(world.hall(COUNTY)):
        for case in Case.objects.all():
            assert (case.department, case.section, case.claimed_by) == (FORESTRY, '审批服务股', None)
            assert case.dues == before[case.uid]
        last = CaseEvent.objects.filter(case_id=received.uid).latest('seq')
    assert (last.kind, last.data['before']) == ('move_department', HEALTH)
    assert '撤出本大厅，王办事登记' in last.data['reason']
    assert '2 件' in str(AuditEntry.objects.filter(action='centre_changed').latest('at').detail)
    assert not Section.objects.get(department_code=HEALTH).entered_days[1] > timezone.localdate()


def test_without_cases_nobody_is_asked_for(administrator: Client) -> None:
    assert '没有在办的件' in administrator.get(DEPARTMENT).content.decode()
    assert leave(administrator).status_code == 303


def test_a_program_is_told_the_same_and_others_are_refused(world: World, sections: None) -> None:
    world.receive(COUNTY, HYGIENE)
    given = {'department': HEALTH, 'since': timezone.localdate().isoformat()}

    def told(role: Role, **more: str) -> str | None:
        answer = System.of(world, COUNTY, role).ask(LEAVE, input=given | more)
        code: str | None = answer['removeDepartment']['code']
        return code

    assert told(Role.ADMINISTRATOR) == 'CASES_IN_HAND'
    assert told(Role.LEADER, taker=FORESTRY) == 'NOT_YOUR_ROLE'
    assert Section.objects.get(department_code=HEALTH).entered_days == [date(2024, 3, 1)]
    assert told(Role.ADMINISTRATOR, taker=FORESTRY) is None


def test_a_list_does_not_take_it_out_either(world: World, administrator: Client) -> None:
    world.receive(COUNTY, HYGIENE)
    with hall_context(world.hall(COUNTY)):
        known = known_sections(COUNTY)
        row = dict(zip(COLUMNS, known.kept[HEALTH].cells(), strict=True)) | {'撤出日期': '2026-11-30'}
        with pytest.raises(BadCell, match='还有 1 件在办'):
            read_section(Cells(row), known)
        assert read_section(Cells(row | {'部门代码': FORESTRY, '部门名称': ''}), known).entered_days

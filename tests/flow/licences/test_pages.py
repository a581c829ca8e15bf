"""证照台账 and 证照核对: who sees which licences, finding one, the file, and what does not fit the cases."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.make_licence import make_licence
from govhall.casework.models import Case
from govhall.catalogue.models import Matter
from govhall.catalogue.selectors import forget
from govhall.documents.models import Notice
from govhall.licences.models import LicenceEntry
from govhall.licences.rules.kinds import CaseKind
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import Membership
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.licences import NAME, OLD, bring_in
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of
from tests.builders.state import refused
from tests.builders.world import COUNTY, HYGIENE, ID_NUMBER, TOWNSHIP, World, paper_codes

REGISTER, CHECK = at(COUNTY, 'licences/'), at(COUNTY, 'licences/check/')
TODAY = timezone.localdate()


@pytest.fixture
def desk(world: World) -> Desk:
    Matter.objects.filter(code=HYGIENE).update(certificate=NAME)
    forget()
    return Desk.of_chief(world, COUNTY)


@pytest.fixture
def chief(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.chief(COUNTY))


def granted(desk: Desk) -> Case:
    case = desk.receive(desk.world.application(HYGIENE))
    desk.do(accept_case, case.uid)
    return desk.do(decide_case, case.uid, approve=True)


def test_the_register_shows_each_licence_masked_and_how_it_stands(desk: Desk, chief: Client) -> None:
    bring_in(desk.world, COUNTY, {}, {'证照编号': 'A2', '有效期至': (TODAY - timedelta(days=1)).isoformat()})
    case = granted(desk)
    page = text(chief.get(REGISTER))
    assert all(word in page for word in (OLD, 'A2', '待制证', '已过期', '系统上线以前发的', case.number))
    assert '张小明' not in page and ID_NUMBER not in page
    desk.do(make_licence, case.uid, number='川通卫公证字第0001号')
    assert '川通卫公证字第0001号' in text(chief.get(f'{REGISTER}?state=valid'))
    assert 'A2' not in text(chief.get(f'{REGISTER}?state=valid'))
    rows = rows_of(chief.get(f'{REGISTER}?as=xlsx').content)
    assert [len(rows), rows[0][0]] == [4, '证照编号']


def test_one_is_found_by_its_number_with_other_brackets(desk: Desk, chief: Client) -> None:
    bring_in(desk.world, COUNTY, {}, {'证照编号': 'A2'})
    found = text(chief.post(REGISTER, {'number': '川通卫公证字[2022]第0815号'}))
    assert (OLD in found, 'A2' in found) == (True, False)
    missing = chief.post(REGISTER, {'number': '没有这个号'})
    assert (missing.status_code, '台账里没有这个编号' in text(missing)) == (404, True)


def test_people_of_a_department_see_its_licences_only(desk: Desk, world: World, signed_in: SignedIn) -> None:
    (entry,) = bring_in(world, COUNTY)
    with hall_context(world.hall(COUNTY)):
        LicenceEntry.objects.filter(uid=entry.uid).update(department='TJWJ')
    for department, sees in (('TJWJ', True), ('TJMZ', False), ('', True)):
        person = world.person(COUNTY, Role.REVIEWER)
        actor = _sent(person, department)
        assert (OLD in text(signed_in(actor).get(REGISTER))) is sees, department
    assert signed_in(world.person(COUNTY, Role.ADMINISTRATOR)).get(REGISTER).status_code == 403
    assert signed_in(world.person(TOWNSHIP, Role.AGENT)).get(at(TOWNSHIP, 'licences/')).status_code == 403


def _sent(actor: Actor, department: str) -> Actor:
    Membership.objects.filter(person_id=actor.person_id).update(department=department)
    return actor


def test_a_clerk_goes_from_the_register_to_the_renewal_at_the_counter(
    desk: Desk, world: World, signed_in: SignedIn
) -> None:
    bring_in(world, COUNTY)
    clerk = signed_in(world.clerk(COUNTY))
    page = clerk.get(REGISTER).content.decode()
    form = page.partition(f'counter/{HYGIENE}/?about=renew')[2].partition('"')[0]
    asked = clerk.get(at(COUNTY, f'counter/{HYGIENE}/?about=renew{form.replace("&amp;", "&")}'))
    assert '延续（原证照' in text(asked) and '原证照编号或办件编号' in text(asked)
    posted = {'then': 'receive', 'submission': '0192f0c0-0000-7000-8000-000000000001', 'kind': 'person'}
    posted |= {'name': '张小明', 'id_number': ID_NUMBER, 'about': 'renew', 'first_number': OLD}
    posted |= {f'paper-{code}': 'handed_in' for code in paper_codes(HYGIENE)}
    wrong = clerk.post(at(COUNTY, f'counter/{HYGIENE}/'), {**posted, 'first_number': '没有这个号'})
    assert (wrong.status_code, '没有找到可以延续的结果' in text(wrong)) == (422, True)
    new = clerk.post(at(COUNTY, f'counter/{HYGIENE}/'), posted)
    assert new.status_code == 303
    assert f'延续，原证照 {OLD}' in text(clerk.get(new.headers['Location']))


def test_licences_without_a_case_and_grants_without_a_licence_are_listed_by_month(
    desk: Desk, world: World, chief: Client
) -> None:
    bring_in(world, COUNTY)
    assert '没有对不上的' in text(chief.get(CHECK))
    case = granted(desk)
    bring_in(world, COUNTY, {'证照编号': 'B7', '发证日期': TODAY.isoformat()})
    page = text(chief.get(CHECK))
    assert ('B7' in page, OLD in page, f'{TODAY.year} 年 {TODAY.month} 月' in page) == (True, False, True)
    unmade = text(chief.get(f'{CHECK}?show=unmade'))
    assert (case.number in unmade, 'B7' in unmade) == (True, False)
    assert len(rows_of(chief.get(f'{CHECK}?show=unmade&as=xlsx').content)) == 2
    desk.do(make_licence, case.uid)
    assert case.number not in text(chief.get(f'{CHECK}?show=unmade'))


def test_the_paper_of_a_renewal_names_the_old_licence_and_the_new_number_is_unique(desk: Desk, world: World) -> None:
    bring_in(world, COUNTY)
    application = world.application(HYGIENE, about=CaseKind.RENEW, first_number=OLD)
    case = desk.receive(application)
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=True)
    with refused('LICENCE_NUMBER_TAKEN'):
        desk.do(make_licence, case.uid, number=OLD)
    desk.do(make_licence, case.uid)
    with hall_context(world.hall(COUNTY)):
        paper = Notice.objects.get(case_uid=case.uid, code='A8').content
    assert ('接续', f'原证照编号 {OLD}') in paper.rows

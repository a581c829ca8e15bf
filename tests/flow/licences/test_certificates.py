"""证照设置: the term, the words and the fields of a matter's certificate; the decision, the paper and pages agree."""

from datetime import date

import pytest
from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.make_licence import make_licence
from govhall.catalogue.models import Matter
from govhall.catalogue.selectors import forget, matter
from govhall.documents.models import Notice
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.licences import NAME, entries
from tests.builders.screen import SignedIn, at, text
from tests.builders.state import refused
from tests.builders.world import COUNTY, HYGIENE, ID_NUMBER, PROVINCE, World

PAGE = f'catalogue/certificates/{HYGIENE}/'
SET = {'certificate': NAME, 'term': '12月31日', 'renew_from_days': '90', 'words': '准予经营住宿', 'full_number': 'on'}


def saved(world: World, signed_in: SignedIn, **changes: str) -> int:
    above = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    answer = above.post(at(PROVINCE, PAGE), SET | changes)
    world.carry()
    forget()
    return answer.status_code


def test_the_administrator_of_the_highest_hall_sets_it_and_every_hall_follows(
    world: World, signed_in: SignedIn
) -> None:
    assert saved(world, signed_in) == 303
    desk = Desk.of_chief(world, COUNTY)
    case = desk.receive(world.application(HYGIENE))
    desk.do(accept_case, case.uid)
    this_year = date(timezone.localdate().year, 12, 31)
    end = this_year if this_year > timezone.localdate() else date(this_year.year + 1, 12, 31)
    decided = desk.do(decide_case, case.uid, approve=True)
    assert decided.outcome and decided.outcome.valid_until == end
    desk.do(make_licence, case.uid)
    with hall_context(world.hall(COUNTY)):
        rows = dict(Notice.objects.get(case_uid=case.uid, code='A8').content.rows)
    said = f'{end.year}年{end.month}月{end.day}日'
    assert (rows['有效期至'], rows['准予内容'], rows['证件号码']) == (said, '准予经营住宿', ID_NUMBER)
    assert entries(world, COUNTY)[0].valid_until == end
    page = text(signed_in(world.chief(COUNTY)).get(at(COUNTY, f'cases/{case.uid}/')))
    assert ID_NUMBER not in page


@pytest.mark.parametrize(
    ('changes', 'words'),
    [
        ({'term': '永远'}, '有效期应写成'),
        ({'term': '2月30日'}, '有效期应写成'),
        ({'term': '长期'}, '长期有效的证照不用延续'),
    ],
)
def test_a_term_that_nobody_can_count_is_refused_beside_its_field(
    world: World, signed_in: SignedIn, changes: dict[str, str], words: str
) -> None:
    above = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    version = matter(HYGIENE).version
    answer = above.post(at(PROVINCE, PAGE), SET | changes)
    world.carry()
    assert (answer.status_code, words in text(answer), '准予经营住宿' in answer.content.decode()) == (422, True, True)
    assert Matter.objects.get(code=HYGIENE).version == version


def test_halls_below_look_and_do_not_change(world: World, signed_in: SignedIn) -> None:
    version = matter(HYGIENE).version
    below = signed_in(world.person(COUNTY, Role.ADMINISTRATOR))
    assert '由最上级大厅的管理员维护' in text(below.get(at(COUNTY, PAGE)))
    assert below.post(at(COUNTY, PAGE), SET).status_code == 403
    leader = signed_in(world.person(PROVINCE, Role.LEADER))
    assert leader.post(at(PROVINCE, PAGE), SET).status_code == 403
    assert signed_in(world.clerk(COUNTY)).get(at(COUNTY, PAGE)).status_code == 403
    world.carry()
    assert Matter.objects.get(code=HYGIENE).version == version


def test_an_empty_term_is_asked_for_at_the_decision_and_is_never_long(world: World, signed_in: SignedIn) -> None:
    assert saved(world, signed_in, term='', renew_from_days='') == 303
    desk = Desk.of_chief(world, COUNTY)
    case = desk.receive(world.application(HYGIENE))
    desk.do(accept_case, case.uid)
    with refused('TERM_MISSING'):
        desk.do(decide_case, case.uid, approve=True, valid_until=None)
    assert '决定时由审批人填' in text(
        signed_in(world.person(COUNTY, Role.LEADER)).get(at(COUNTY, 'catalogue/certificates/'))
    )
    assert saved(world, signed_in, term='长期', renew_from_days='') == 303
    decided = desk.do(decide_case, case.uid, approve=True, valid_until=None)
    assert decided.outcome and decided.outcome.valid_until is None

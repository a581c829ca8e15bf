"""两集中、两到位: the rate of the seed's county, and what moves it."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from govhall.catalogue.acts.appoint_chief import NotAChief, appoint_chief
from govhall.catalogue.acts.enter_items import enter_items
from govhall.catalogue.acts.remove_items import remove_items
from govhall.catalogue.centre import Progress, board, items_of, window_for
from govhall.catalogue.models import CentreItem, Department, Section
from govhall.catalogue.services.centre_list import UnreadableCentreList, enter_centre
from govhall.catalogue.services.item_marks import NoItemChosen, NotThen
from tenants.models import Membership
from tenants.roles import Role
from tests.builders.baoying import centre_list
from tests.builders.world import COUNTY, World

pytestmark = pytest.mark.usefixtures('empty_catalogue')
DAY = date(2009, 3, 31)


@pytest.fixture
def county(world: World) -> str:
    enter_centre(centre_list(COUNTY))
    return COUNTY


def waiting(hall: str) -> list[str]:
    return list(CentreItem.objects.filter(hall_code=hall, entered_days=[]).values_list('code', flat=True))


def test_county_of_the_seed_has_a_rate_of_fifty_point_two(county: str) -> None:
    found = board(county, DAY)
    assert (found.total.published, found.total.entered, found.total.rate) == (470, 236, Decimal('50.2'))
    assert (len(found.departments), found.departments_in, found.windows) == (46, 29, 31)
    assert found.reorganised == {'挂行政服务科牌子': 33, '撤一建一': 2, '合署办公': 2}
    assert sum(row.progress.entered for row in found.departments) == 236


def test_entering_an_item_moves_the_rate_from_its_day_on(county: str) -> None:
    item = waiting(county)[0]
    assert enter_items(hall=county, codes=[item], on=DAY) == 1
    assert board(county, DAY).total.rate == Decimal('50.4')
    assert board(county, date(2009, 3, 30)).total.entered == 236


def inside(hall: str) -> CentreItem:
    return CentreItem.objects.filter(hall_code=hall).exclude(entered_days=[])[0]


def test_board_of_a_day_before_anything_came_is_empty_and_no_division_fails(county: str) -> None:
    assert board(county, date(2006, 11, 30)).total.rate == Decimal('0.0')
    assert board(county, date(2006, 10, 31)).total == Progress(0, 0, 0)
    assert Progress(0, 0, 0).rate == Decimal('0.0')


def test_entering_nothing_twice_or_elsewhere_is_refused(county: str) -> None:
    with pytest.raises(NoItemChosen):
        enter_items(hall=county, codes=[], on=DAY)
    for codes, why in [([inside(county).code], '已经进驻'), (['nothing'], '不在清单中')]:
        with pytest.raises(NotThen, match=why):
            enter_items(hall=county, codes=codes, on=DAY)
    with pytest.raises(NotThen):
        enter_items(hall='PCXZ0001', codes=[waiting(county)[0]], on=DAY)
    assert board(county, DAY).total.entered == 236


def test_item_that_left_is_no_longer_in_and_may_come_again(county: str) -> None:
    item = inside(county)
    remove_items(hall=county, codes=[item.code], on=DAY)
    assert board(county, DAY).total.entered == 235
    for early in (DAY, date(2009, 3, 30)):
        with pytest.raises(NotThen, match='上一次登记的日期是 2009-03-31'):
            enter_items(hall=county, codes=[item.code], on=early)
    enter_items(hall=county, codes=[item.code], on=date(2009, 4, 2))
    counted = [board(county, date(2009, month, day)).total.entered for month, day in ((3, 30), (3, 31), (4, 1), (4, 2))]
    assert counted == [236, 235, 235, 236]
    with pytest.raises(NotThen, match='没有进驻'):
        remove_items(hall=county, codes=[waiting(county)[0]], on=DAY)


def test_chief_is_a_person_with_that_role_here_and_is_appointed_by_a_document(world: World, county: str) -> None:
    chief, clerk = world.chief(county), world.clerk(county)
    for person, document in [(clerk.person_id, '任命书1号'), (chief.person_id, ' '), (0, '任命书1号')]:
        with pytest.raises(NotAChief):
            appoint_chief(hall=county, department='BY01', person_id=person, document=document)
    assert not Section.objects.filter(chief_person__isnull=False).exists()
    appoint_chief(hall=county, department='BY01', person_id=chief.person_id, document='任命书1号')
    row = next(row for row in board(county, timezone.localdate()).departments if row.code == 'BY01')
    assert row.chief == chief.name


def test_board_names_whom_a_department_has_sent(world: World, county: str) -> None:
    clerk = world.clerk(county)
    Membership.objects.filter(person_id=clerk.person_id).update(department='BY02')
    gone = world.person(county, Role.CLERK)
    ended = datetime.fromisoformat('2026-02-01T00:00:00+08:00')
    Membership.objects.filter(person_id=gone.person_id).update(department='BY02', valid_to=ended)
    assert next(row.seconded for row in board(county, timezone.localdate()).departments if row.code == 'BY02') == [
        clerk.name
    ]


def test_list_that_names_an_unlisted_department_is_refused_as_a_whole(world: World) -> None:
    data = centre_list(COUNTY)
    data['sections'].pop()
    with pytest.raises(UnreadableCentreList, match='BY46'):
        enter_centre(data)
    assert not CentreItem.objects.exists()


LONG = '长' * 201
ITEM = {'code': '1', 'name': '甲', 'department': 'BY01', 'task_type': '01', 'published_days': ['2007-01-01']}


@pytest.mark.parametrize(
    ('change', 'why'),
    [
        ({'hall': 'x' * 9}, '太长，最多 8 个字'),
        ({'hall': 'XXXX0001'}, '没有代码是 XXXX0001 的大厅'),
        ({'sections': [{'department': 'D' * 21, 'name': '股'}]}, '太长，最多 20 个字'),
        ({'sections': [{'department': 'BY01', 'name': LONG}]}, '太长，最多 100 个字'),
        ({'sections': [{'department': 'BY01', 'name': '股', 'form': 'moved'}]}, '不是可以填的值'),
        ({'items': [ITEM | {'name': LONG}]}, '太长，最多 200 个字'),
        ({'items': [ITEM | {'task_type': '001'}]}, '太长，最多 2 个字'),
        ({'items': [ITEM | {'published_days': []}]}, '至少要有 1 项'),
        ({'items': [ITEM | {'entered_days': ['2007-02-01', '2007-01-01']}]}, '1 的日期没有一前一后'),
    ],
)
def test_what_no_column_can_hold_is_refused_by_row_and_field(world: World, change: dict[str, object], why: str) -> None:
    with pytest.raises(UnreadableCentreList, match=why):
        enter_centre(centre_list(COUNTY) | change)
    assert not CentreItem.objects.exists()


def test_command_enters_a_list_and_names_its_fault(world: World, tmp_path: Path) -> None:
    file = tmp_path / 'centre.json'
    file.write_text(json.dumps(centre_list(COUNTY)), encoding='utf-8')
    call_command('enter_centre', str(file), verbosity=0)
    assert len(items_of(COUNTY, 'BY01')) > 5
    file.write_text('{"hall": 1}', encoding='utf-8')
    with pytest.raises(CommandError, match='进驻清单无法读取'):
        call_command('enter_centre', str(file))


def test_window_of_a_matter_is_the_one_that_names_it_or_its_departments_first(county: str) -> None:
    item = CentreItem.objects.filter(hall_code=county, department_code='BY01')[0].code
    Department.objects.create(code='BY01', name='民政局', organ_code='', version=1)
    assert window_for(county, item) == '01-1'
    section = Section.objects.get(hall_code=county, department_code='BY01')
    section.windows[1]['items'] = [item]
    section.save()
    assert window_for(county, item) == '01-2'
    assert (window_for(county, 'nothing'), window_for('PCXZ0001', item)) == ('', '')

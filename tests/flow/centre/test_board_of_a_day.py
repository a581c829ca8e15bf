"""The board of any day: the year 2007 of the report, brought in by Excel; letters; windows that decide nothing."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.catalogue.acts.end_item import end_item
from govhall.catalogue.acts.enter_items import enter_items
from govhall.catalogue.acts.publish_item import ItemDetails, publish_item
from govhall.catalogue.acts.remove_items import remove_items
from govhall.catalogue.centre import board
from govhall.catalogue.models import CentreItem, Section
from govhall.catalogue.rules import PersonalPower
from govhall.catalogue.services.authorisations import authorise, revoke
from govhall.catalogue.services.centre_list import enter_centre
from tenants.models import Membership
from tenants.roles import Role
from tests.builders.baoying import centre_list
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, World
from tests.flow.catalogue.test_list_files import confirm, upload

LISTS = ('centre-sections', 'centre-windows', 'centre-items')
YEAR = [date(2007, month, 1) - timedelta(days=1) for month in range(1, 13)] + [date(2007, 12, 31)]
RANDOM = Random(154)  # noqa: S311 - the same days in every run
DAYS = [*YEAR, *(date(2006, 10, 1) + timedelta(days=RANDOM.randrange(900)) for _ in range(12))]


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


def counted(listed: dict[str, Any], day: date) -> tuple[int, int, int, int]:
    """Published, entered, departments, windows of a day, from the list itself, one change after the other."""

    def on(days: list[str]) -> bool:
        return len([one for one in days if one <= day.isoformat()]) in (1, 3)

    items = [one for one in listed['items'] if on(one['published_days'])]
    sections = [one for one in listed['sections'] if on(one['entered_days'])]
    windows = [window for one in sections for window in one['windows'] if on(window['days'])]
    return len(items), sum(on(one['entered_days']) for one in items), len(sections), len(windows)


def test_the_year_of_the_report_comes_out_for_every_day_that_is_asked(world: World, administrator: Client) -> None:
    listed = centre_list(COUNTY)
    enter_centre(listed)
    files = {kind: rows_of(administrator.get(at(COUNTY, f'catalogue/files/{kind}.xlsx')).content) for kind in LISTS}
    CentreItem.objects.all().delete()
    Section.objects.all().delete()
    for kind, rows in files.items():
        preview = upload(administrator, COUNTY, kind, rows)
        assert (preview.status_code, f'将导入 {len(rows) - 1} 条' in text(preview)) == (200, True), text(preview)
        assert confirm(administrator, COUNTY, kind, preview).status_code == 303
        assert '表格和现在的内容一样' in text(upload(administrator, COUNTY, kind, rows))
    for day in DAYS:
        found = board(COUNTY, day)
        figures = (found.total.published, found.total.entered, found.departments_in, found.windows)
        assert figures == counted(listed, day), day
    asked = '{ centreBoard(day: "%s") { day total { published entered rate } windows departmentsIn } }'
    system = System.of(world, COUNTY, Role.LEADER)
    begin, end = (system.ask(asked % day)['centreBoard'] for day in ('2006-12-31', '2007-12-31'))
    assert begin['total'] == {'published': 470, 'entered': 153, 'rate': '32.6'}
    assert (begin['departmentsIn'], begin['windows'], begin['day']) == (20, 23, '2006-12-31')
    assert end['total'] == {'published': 470, 'entered': 236, 'rate': '50.2'}
    assert (end['departmentsIn'], end['windows']) == (29, 31)
    page = text(administrator.get(at(COUNTY, 'catalogue/?day=2006-12-31')))
    assert '公布事项 470 项，已进驻 153 项，项目进入率 32.6%' in page
    assert '进驻部门 20 个，窗口 23 个' in page


@pytest.mark.parametrize(
    ('day', 'why'), [('0001-01-01', '1949 年到 2100 年'), ('9999-12-31', '1949'), ('x', '看哪一天')]
)
def test_a_day_that_is_none_is_said_beside_its_field(world: World, administrator: Client, day: str, why: str) -> None:
    of_hygiene(world)
    page = administrator.get(at(COUNTY, f'catalogue/?day={day}'))
    assert (page.status_code, why in text(page)) == (422, True)


def test_acts_with_their_days_add_up_to_what_somebody_counts_from_the_acts(world: World) -> None:
    """Published, come in, gone, come again, taken off: a naive log of the acts is the judge, day by day."""
    Section.objects.create(hall_code=COUNTY, department_code='BY01', name='审批科')
    log: list[tuple[date, str, bool, bool]] = []
    for number in range(12):
        code, day, state = f'i{number}', date(2007, 1, 1), (False, False)
        while (day := day + timedelta(days=RANDOM.randrange(1, 90))).year == 2007:
            state = acted(code, day, state)
            log.append((day, code, *state))
    for day in (date(2007, 1, 1) + timedelta(days=number) for number in range(0, 365, 13)):
        last = {code: (published, entered) for then, code, published, entered in log if then <= day}
        total = board(COUNTY, day).total
        assert total.published == sum(published for published, _ in last.values()), day
        assert total.entered == sum(entered for _, entered in last.values()), day


def acted(code: str, day: date, state: tuple[bool, bool]) -> tuple[bool, bool]:
    """One act that may be done with an item in its state, and the state after it."""
    published, entered = state
    if not published:
        publish_item(hall=COUNTY, code=code, details=ItemDetails('事项', 'BY01', '01'), on=day)
        return True, False
    if RANDOM.random() < 0.2:
        end_item(hall=COUNTY, code=code, on=day)
        return False, False
    (remove_items if entered else enter_items)(hall=COUNTY, codes=[code], on=day)
    return True, not entered


def of_hygiene(world: World) -> None:
    """One department with a window and two items: one that the catalogue knows, one that it does not."""
    window = {'number': 'A1', 'name': '卫健窗口', 'items': [], 'days': ['2026-01-01']}
    Section.objects.create(
        hall_code=COUNTY, department_code='WJ', name='审批股', windows=[window], entered_days=[date(2026, 1, 1)]
    )
    for code in (HYGIENE, 'other'):
        CentreItem.objects.create(
            hall_code=COUNTY, code=code, name='许可', department_code='WJ', task_type='01',
            published_days=[date(2026, 1, 1)], entered_days=[date(2026, 1, 1)],
        )  # fmt: skip


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), timezone.get_current_timezone())


def test_powers_are_what_letters_say_on_the_day(world: World, administrator: Client) -> None:
    of_hygiene(world)
    clerk, today = world.clerk(COUNTY), timezone.localdate()
    begin, end = today - timedelta(days=20), today - timedelta(days=5)
    powers = [PersonalPower.DECIDE, PersonalPower.SEAL]
    given = {'person_id': clerk.person_id, 'hall': COUNTY, 'document': '授权书〔2026〕8号'}
    letter = authorise(powers=powers, matters=[HYGIENE], valid_from=at_noon(begin), **given)  # type: ignore[arg-type]
    authorise(powers=[PersonalPower.SUBMIT], matters=['other'], valid_from=at_noon(begin), **given)  # type: ignore[arg-type]
    rates = {day: board(COUNTY, day).total.power_rate for day in (begin - timedelta(days=1), begin, end)}
    assert [*rates.values()] == [Decimal('0.0'), Decimal('50.0'), Decimal('50.0')]
    assert '授权到位 1 项（窗口授权率 50.0%' in text(administrator.get(at(COUNTY, 'catalogue/')))
    assert '授权书〔2026〕8号' in text(administrator.get(at(COUNTY, f'catalogue/items/{HYGIENE}/')))
    assert '窗口没有人持有' in text(administrator.get(at(COUNTY, 'catalogue/items/other/')))
    asked = '{ centreBoard(day: "%s") { total { empowered powerRate } } }'
    system = System.of(world, COUNTY, Role.LEADER)
    assert system.ask(asked % end)['centreBoard']['total'] == {'empowered': 1, 'powerRate': '50.0'}
    revoke(authorisation_id=letter, at=at_noon(end))
    assert [board(COUNTY, day).total.empowered for day in (end - timedelta(days=1), end)] == [1, 0]
    assert '窗口授权率 0.0%' in text(administrator.get(at(COUNTY, 'catalogue/')))


def test_letter_for_all_matters_counts_for_the_holders_own_window(world: World) -> None:
    of_hygiene(world)
    chief, today = world.chief(COUNTY), timezone.localdate()
    assert board(COUNTY, today).total.empowered == 0  # the common window's, while the department has its own
    Membership.objects.filter(person_id=chief.person_id).update(department='WJ')
    assert board(COUNTY, today).total.empowered == 2
    Membership.objects.filter(person_id=chief.person_id).update(valid_to=timezone.now())
    assert board(COUNTY, today).total.empowered == 0
    world.chief(COUNTY)
    Section.objects.update(windows=[])
    assert board(COUNTY, today).total.empowered == 2  # a department without a window is served at the common one


def test_window_that_decided_nothing_is_listed_with_what_it_received(world: World, administrator: Client) -> None:
    of_hygiene(world)
    Section.objects.create(
        hall_code=COUNTY, department_code='MZ', name='审批股', entered_days=[date(2026, 1, 1)],
        windows=[{'number': 'B2', 'name': '民政窗口', 'items': [], 'days': ['2026-01-01']}],
    )  # fmt: skip
    case = world.receive(COUNTY, HYGIENE)
    page = text(administrator.get(at(COUNTY, 'catalogue/')))
    assert 'A1 卫健窗口' in page and '收了件，没有决定' in page
    asked = '{ centreBoard { decidingNothing { number name department received } } }'
    system = System.of(world, COUNTY, Role.LEADER)
    idle = system.ask(asked)['centreBoard']['decidingNothing']
    assert [(one['number'], one['received']) for one in idle] == [('A1', 1), ('B2', 0)]
    desk = Desk.of_chief(world, COUNTY)
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=False, reason='场所不符合卫生要求')
    assert [one['number'] for one in system.ask(asked)['centreBoard']['decidingNothing']] == ['B2']
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    assert '没有收件' in text(administrator.get(at(COUNTY, f'catalogue/?day={last_month}')))

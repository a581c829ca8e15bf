"""今日在岗: a window with nobody who may decide is seen on the page, and noted at 09:00 of a working day (G7)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from govhall.attendance.models import Leave, Unattended
from govhall.attendance.month_table import month_of
from govhall.attendance.services.unattended import note_unattended
from govhall.attendance.tasks import sweep_unattended
from govhall.attendance.windows_today import Why, windows_on
from govhall.catalogue.centre import board
from govhall.catalogue.models import CentreItem, Section
from govhall.catalogue.services.authorisations import authorise
from govhall.catalogue.services.centre_list import enter_centre
from govhall.deadlines.calendar import calendar_of
from tenants.access import Actor
from tenants.models import Membership
from tenants.roles import Role
from tests.builders.baoying import centre_list
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import COUNTY, LONG_AGO, World

WORKDAY, SUNDAY = datetime(2026, 12, 2, 1, tzinfo=UTC), datetime(2026, 12, 6, 1, tzinfo=UTC)
SINCE = ['2026-01-01']


@pytest.fixture
def window(world: World) -> None:
    """A department with two items and one window for both."""
    Section.objects.create(
        hall_code=COUNTY,
        department_code='D1',
        department_name='测试局',
        name='审批科',
        entered_days=SINCE,
        windows=[{'number': '7', 'name': '测试窗口', 'items': [], 'days': SINCE}],
    )
    for code in ('m1', 'm2'):
        CentreItem.objects.create(
            hall_code=COUNTY,
            code=code,
            name=f'事项{code}',
            department_code='D1',
            task_type='01',
            published_days=SINCE,
            entered_days=SINCE,
        )


def decider(world: World, *, matters: list[str] | None = None) -> Actor:
    person = world.person(COUNTY, Role.APPROVER)
    Membership.objects.filter(person_id=person.person_id).update(department='D1')
    letter = {'powers': ['decide'], 'document': '授权书1号', 'valid_from': LONG_AGO}
    authorise(person_id=person.person_id, hall=COUNTY, matters=matters, **letter)  # type: ignore[arg-type]
    return person


def leave(person: Actor, first: date, last: date) -> None:
    Leave.objects.create(
        hall_code=COUNTY,
        person_id=person.person_id,
        person_name='张三',
        kind='absent',
        first_day=first,
        last_day=last,
        noted_by=1,
        noted_by_name='管理员',
        noted_at=timezone.now(),
    )


def why(day: date) -> Why:
    (row,) = windows_on(COUNTY, day)
    return row.why


@pytest.mark.usefixtures('window')
def test_a_window_stands_as_its_letters_and_their_holders_do(world: World) -> None:
    today = timezone.localdate()
    assert why(today) is Why.NO_LETTER
    first = decider(world, matters=['m1'])
    assert why(today) is Why.PARTLY
    second = decider(world)
    assert why(today) is Why.THERE
    leave(second, today, today)
    assert (why(today), why(today + timedelta(days=1))) == (Why.PARTLY, Why.THERE)
    leave(first, today, today)
    (row,) = windows_on(COUNTY, today)
    assert (row.why, row.is_unattended, [name for name, _ in row.away]) == (Why.ALL_AWAY, True, ['张三', '张三'])


@pytest.mark.usefixtures('window')
def test_somebody_of_another_department_does_not_decide_by_a_letter_for_everything(world: World) -> None:
    person = decider(world)
    Membership.objects.filter(person_id=person.person_id).update(department='D2')
    assert why(timezone.localdate()) is Why.NO_LETTER
    Membership.objects.filter(person_id=person.person_id).update(department='')  # the common window, not this one
    assert why(timezone.localdate()) is Why.NO_LETTER
    (row,) = board(COUNTY, timezone.localdate()).departments
    assert row.progress.empowered == 0  # 进驻情况 says the same


@pytest.mark.usefixtures('window')
def test_the_page_says_which_windows_have_nobody(world: World, signed_in: SignedIn) -> None:
    page = text(signed_in(world.person(COUNTY, Role.SUPERVISOR)).get(at(COUNTY, 'attendance/')))
    assert '1 个今天没有人能决定：7 测试窗口' in page and '没有人有审批授权' in page
    decider(world, matters=['m1'])
    leader = signed_in(world.person(COUNTY, Role.LEADER))
    page = text(leader.get(at(COUNTY, 'attendance/')))
    assert '其中 1 个还有事项没人能决定' in page and '没人能决定：事项m2' in page and '返回工作台' in page
    decider(world)
    page = text(signed_in(world.person(COUNTY, Role.LEADER)).get(at(COUNTY, 'attendance/')))
    assert '1 个窗口今天都有人能决定' in page


@pytest.mark.usefixtures('window')
def test_nine_o_clock_notes_a_window_once_and_only_on_working_days(world: World, signed_in: SignedIn) -> None:
    hall = world.hall(COUNTY)
    assert note_unattended(hall, at=SUNDAY) == 0
    assert (note_unattended(hall, at=WORKDAY), note_unattended(hall, at=WORKDAY)) == (1, 1)
    assert [(row.day, row.window, row.why) for row in Unattended.objects.all()] == [
        (date(2026, 12, 2), '7', 'no_letter')
    ]


@pytest.mark.usefixtures('window')
def test_a_hall_that_can_not_be_looked_at_keeps_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    Section.objects.create(
        hall_code='TJNS0001', department_code='D1', name='科', windows=[{'bad': 1}], entered_days=SINCE
    )
    monkeypatch.setattr('govhall.attendance.tasks.timezone.now', lambda: WORKDAY)
    sweep_unattended()
    assert list(Unattended.objects.values_list('hall_code', flat=True)) == [COUNTY]


def test_thirty_windows_cost_as_many_statements_as_one(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """And so does the month of so many people: nothing is asked for a window or a person."""
    enter_centre(centre_list(COUNTY))
    for _ in range(20):
        decider(world)
    with django_assert_max_num_queries(5):
        assert len(windows_on(COUNTY, timezone.localdate())) == 31
    calendar_of(world.hall(COUNTY).area_code)
    with django_assert_max_num_queries(3):
        assert len(month_of(world.hall(COUNTY), date(2026, 5, 1))) >= 20


@pytest.mark.parametrize('role', [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.AGENT])
def test_today_is_closed_to_others(world: World, signed_in: SignedIn, role: Role) -> None:
    client: Client = signed_in(world.person(COUNTY, role))
    assert client.get(at(COUNTY, 'attendance/')).status_code == 403
    assert client.get(at(COUNTY, 'attendance/month/')).status_code == 403

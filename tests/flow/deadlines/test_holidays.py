"""Each November a year's holidays come in, and what was counted without them is counted again."""

import json
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.hearing.ask import ask_for_hearing
from govhall.casework.acts.hearing.tell import tell_hearing
from govhall.casework.models import Case
from govhall.casework.services.consultation import Question, consult
from govhall.casework.services.recount import recount
from govhall.deadlines.calendar import calendar_of, refresh
from govhall.deadlines.holidays import BadHolidays, HolidayFile, check_holidays, enter_holidays, read_holidays
from govhall.deadlines.models import Deadline, HolidayYear
from govhall.deadlines.services import countable_again, counted_through
from tenants.context import hall_context
from tenants.models import Person
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.files import PDF, XLSX
from tests.builders.world import COUNTY, HYGIENE, PROVINCE, TOWNSHIP, World

DECEMBER = datetime(2026, 12, 29, 2, tzinfo=UTC)
NEXT_YEAR = {'year': 2027, 'source': '国办发明电〔2026〕1号', 'off': ['0101-0104', '0205-0212'], 'work': ['0130']}


@pytest.fixture(autouse=True)
def _forget(world: World) -> object:
    """What a test imports is rolled back in the table; this process forgets it as well."""
    yield
    HolidayYear.objects.all().delete()
    refresh(now=True)


def file_of(**changes: object) -> HolidayFile:
    return read_holidays(json.dumps({**NEXT_YEAR, **changes}).encode())


def test_a_provisional_deadline_moves_when_the_year_is_announced(world: World) -> None:
    case = world.receive(COUNTY, HYGIENE, at=DECEMBER)
    assert (case.intake_due, case.provisional) == (date(2027, 1, 6), True)
    enter_holidays(file_of(), at=timezone.now())
    found = list(countable_again(known_until=date(2027, 12, 31)))
    assert found == [(COUNTY, [case.uid])]
    with hall_context(world.hall(COUNTY)):
        moved = recount(uid=case.uid)
        event = moved.events.get(kind='recounted')
    assert (moved.intake_due, moved.provisional) == (date(2027, 1, 7), False)
    assert (event.data['before']['intake'], event.data['after']['intake']) == ('2027-01-06', '2027-01-07')
    assert Deadline.objects.get(case=case.uid).due_on == date(2027, 1, 7)
    assert list(countable_again(known_until=date(2027, 12, 31))) == []


def test_the_delivery_of_a_result_is_counted_again_too(world: World) -> None:
    case = world.receive(COUNTY, HYGIENE, at=DECEMBER)
    desk = Desk.of_chief(world, COUNTY)
    desk.do(accept_case, case.uid, at=DECEMBER)
    decided = desk.do(decide_case, case.uid, approve=True, at=DECEMBER)
    assert (decided.delivery_due, decided.provisional) == (date(2027, 1, 13), True)
    enter_holidays(file_of(), at=timezone.now())
    assert list(countable_again(known_until=date(2027, 12, 31))) == [(COUNTY, [case.uid])]
    with hall_context(world.hall(COUNTY)):
        moved = recount(uid=case.uid)
        event = moved.events.get(kind='recounted')
    assert (moved.delivery_due, moved.provisional) == (date(2027, 1, 14), False)
    assert (event.data['before']['delivery'], event.data['after']['delivery']) == ('2027-01-13', '2027-01-14')
    assert Deadline.objects.get(case=case.uid, kind='delivery').due_on == date(2027, 1, 14)


def test_a_firm_deadline_is_not_counted_again(world: World) -> None:
    case = world.receive(COUNTY, HYGIENE, at=datetime(2026, 12, 1, 2, tzinfo=UTC))
    enter_holidays(file_of(), at=timezone.now())
    assert list(countable_again(known_until=date(2027, 12, 31))) == []
    with hall_context(world.hall(COUNTY)):
        assert not recount(uid=case.uid).events.filter(kind='recounted').exists()


def legal_days(case: Case) -> tuple[date | None, date | None]:
    hearing = case.hearing
    return (hearing.ask_until, hearing.hold_until) if hearing else (None, None)


def test_article_47_the_days_of_a_hearing_are_counted_again(world: World) -> None:
    desk = Desk.of_chief(world, COUNTY)
    case = world.receive(COUNTY, HYGIENE, at=DECEMBER)
    desk.do(accept_case, case.uid, at=DECEMBER)
    desk.do(tell_hearing, case.uid, at=DECEMBER)
    asked = desk.do(ask_for_hearing, case.uid, at=DECEMBER)
    assert asked.hearing and (asked.hearing.ask_until, asked.hearing.hold_until) == (
        date(2027, 1, 6),
        date(2027, 1, 27),
    )
    assert Deadline.objects.get(case=case.uid).kind == 'hearing'  # the only day that is known while the clock stands
    enter_holidays(file_of(), at=timezone.now())
    assert list(countable_again(known_until=date(2027, 12, 31))) == [(COUNTY, [case.uid])]
    with hall_context(world.hall(COUNTY)):
        moved = recount(uid=case.uid)
        event = moved.events.get(kind='recounted')
    assert moved.hearing and (moved.hearing.ask_until, moved.hearing.hold_until) == (
        date(2027, 1, 7),
        date(2027, 1, 28),
    )
    assert (event.data['before']['hold_until'], event.data['after']['hold_until']) == ('2027-01-27', '2027-01-28')
    assert Deadline.objects.get(case=case.uid).due_on == date(2027, 1, 28)
    assert list(countable_again(known_until=date(2027, 12, 31))) == []


def test_the_day_until_which_another_hall_answers_is_counted_again(world: World) -> None:
    desk = Desk.of_chief(world, COUNTY)
    case = world.receive(COUNTY, HYGIENE, at=DECEMBER)
    desk.do(accept_case, case.uid, at=DECEMBER)
    desk.do(consult, case.uid, question=Question(kind='assist', to=TOWNSHIP, text='请核实住址'), at=DECEMBER)
    enter_holidays(file_of(), at=timezone.now())
    with hall_context(world.hall(COUNTY)):
        event = recount(uid=case.uid).events.get(kind='recounted')
    limit = Deadline.objects.get(case=case.uid, kind='assist')
    assert (limit.due_on, limit.provisional, event.data['after']['assist']) == (date(2027, 1, 7), False, '2027-01-07')


def test_a_firm_limit_moves_when_its_year_is_announced_anew(world: World) -> None:
    enter_holidays(file_of(), at=timezone.now())
    case = world.receive(COUNTY, HYGIENE, at=DECEMBER)
    assert (case.intake_due, case.provisional) == (date(2027, 1, 7), False)
    enter_holidays(file_of(off=['0101-0105', '0205-0212']), at=timezone.now())
    assert list(counted_through(2027)) == [(COUNTY, [case.uid])]
    with hall_context(world.hall(COUNTY)):
        assert recount(uid=case.uid).intake_due == date(2027, 1, 8)


def test_entered_twice_it_changes_nothing(world: World) -> None:
    first = enter_holidays(file_of(), at=timezone.now())
    again = enter_holidays(file_of(), at=timezone.now())
    assert (first.changed, again.changed) == (True, False)
    assert first.workdays == again.workdays
    assert HolidayYear.objects.count() == 1


def test_a_province_has_days_of_its_own(world: World) -> None:
    enter_holidays(file_of(year=2026, province='45', off=['0420-0421'], work=[], source='桂政发1号'), at=timezone.now())
    assert not calendar_of('450100000000').is_workday(date(2026, 4, 20))
    assert calendar_of('511900000000').is_workday(date(2026, 4, 20))


@pytest.mark.parametrize(
    ('changes', 'why'),
    [
        ({'source': ' '}, '文号'),
        ({'off': ['0230']}, '“0230”里的 0230 在 2027 年没有这一天'),
        ({'off': ['101-103', '0205-0211']}, '“101-103”应写成 0101'),
        ({'off': ['0103-0101', '0205-0211']}, '“0103-0101”的结束早于开始'),
        ({'off': ['²101']}, '“²101”应写成'),
        ({'year': 0}, '年份应在 2000 到 2200 之间，不是 0'),
        ({'year': 9999}, '不是 9999'),
        ({'off': ['0101'], 'work': ['0102', '0101']}, '同时'),
        ({'work': ['0106']}, '1月6日不是周末'),
        ({'off': ['0301-0430'], 'work': []}, '不合常理'),
        ({'province': 'SC'}, '省级区划'),
    ],
)
def test_a_file_that_can_not_be_true_is_refused(changes: dict[str, object], why: str) -> None:
    with pytest.raises(BadHolidays, match=why):
        check_holidays(file_of(**changes))


@pytest.mark.parametrize(
    'content',
    [
        b'',
        b'[]',
        b'{"year": "next"}',
        b'{"year": 2027, "days": []}',
        b'{"source": "\\ud800"}',
        '{"source": "国办"}'.encode('gbk'),
        b'[' * 100_000,
        b'{"year": ' + b'9' * 5000 + b'}',
    ],
)
def test_a_file_that_is_no_year_is_refused(content: bytes) -> None:
    with pytest.raises(BadHolidays, match='什么也没有改') as refusal:
        read_holidays(content)
    assert not any(word in str(refusal.value) for word in ('Expected', 'codec', 'JSON is', 'Object'))


def test_days_written_with_other_dashes_and_commas_are_the_same_days() -> None:
    assert check_holidays(file_of(off=['０１０１至0104、0205—0212'])) == check_holidays(file_of())


def test_the_page_names_the_part_that_it_can_not_read(world: World) -> None:
    person = Person.objects.get(pk=world.person(PROVINCE, Role.ADMINISTRATOR).person_id)
    client = Client()
    client.force_login(person, 'tenants.backends.AccountBackend')
    typed = {'year': '2027', 'source': '国办发明电〔2026〕1号', 'off': '101-103 0205-0211', 'work': ''}
    page = client.post(f'/h/{world.hall(PROVINCE).slug}/holidays/', typed)
    gbk = SimpleUploadedFile('2027.json', '{"source": "国办"}'.encode('gbk'))
    file = client.post(f'/h/{world.hall(PROVINCE).slug}/holidays/', {'file': gbk})
    assert (page.status_code, '“101-103”应写成' in page.content.decode()) == (422, True)
    assert (file.status_code, '另存为 UTF-8' in file.content.decode()) == (422, True)
    assert not HolidayYear.objects.exists()


@pytest.mark.parametrize(
    ('name', 'content', 'said'),
    [
        ('放假.xlsx', XLSX, '“放假.xlsx”不是 .json 文件'),
        ('通知.pdf', PDF, '“通知.pdf”不是 .json 文件'),
        ('大.json', b' ' * 100_001, '“大.json”太大'),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(world: World, name: str, content: bytes, said: str) -> None:
    client = Client()
    person = world.person(PROVINCE, Role.ADMINISTRATOR)
    client.force_login(Person.objects.get(pk=person.person_id), 'tenants.backends.AccountBackend')
    answer = client.post(f'/h/{world.hall(PROVINCE).slug}/holidays/', {'file': SimpleUploadedFile(name, content)})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not HolidayYear.objects.exists()


def test_the_command_enters_a_file_and_a_dry_run_only_looks(world: World, tmp_path: Path) -> None:
    file, said = tmp_path / '2027.json', StringIO()
    file.write_text(json.dumps(NEXT_YEAR))
    call_command('import_holidays', str(file), '--dry-run', stdout=said)
    assert 'unchanged' in said.getvalue()
    assert not HolidayYear.objects.exists()
    call_command('import_holidays', str(file), stdout=said)
    assert HolidayYear.objects.get().source == NEXT_YEAR['source']
    file.write_text('{}')
    with pytest.raises(CommandError, match='请对照放假通知'):
        call_command('import_holidays', str(file))

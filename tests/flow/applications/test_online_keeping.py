"""How long applications that nobody received are kept, what they hold, and where tracking and mergers find them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
import time_machine
from django.db import connection

from federation.contracts.case import Applicant
from govhall.applications import tasks
from govhall.applications.input import ApplicationInput
from govhall.applications.models import OnlineApplication
from govhall.applications.selectors import QUEUE, waiting
from govhall.applications.services.application import (
    begin_application,
    change_application,
    discard_application,
    find_application,
)
from govhall.applications.services.intake import receive_online, return_online
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.deadlines.services import counted_through, passed
from govhall.operations.mergers.execution import merge
from govhall.operations.mergers.plan import MergerPlan
from govhall.operations.mergers.preview import preview
from govhall.portal.online_form import hall_of_number
from govhall.portal.tracking import answer
from govhall.storage.material_store import stored
from tenants.context import hall_context
from tenants.models import Hall, HallStatus, Point
from tests.builders.desk import end_grants
from tests.builders.merging import OLD, SUCCESSOR, plan_of
from tests.builders.state import refused
from tests.builders.world import BIRTH, ID_NUMBER, TOWNSHIP, World, paper_codes

DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
PLAN = msgspec.convert(plan_of(), MergerPlan)
CLOSED = OLD[0]
MERGED = datetime(2026, 10, 9, 2, tzinfo=UTC)


def written(world: World, hall: str, *, submits: bool, at: datetime = DAY, area: str = '') -> OnlineApplication:
    """An application with files of its own."""
    who = Applicant(kind='person', name='张小明', id_number=ID_NUMBER, phone='13800000000')
    files = {code: b'%PDF-1.7\n' + uuid4().bytes + b'\n%%EOF\n' for code in paper_codes(BIRTH)}
    with hall_context(world.hall(hall)):
        return begin_application(matter=BIRTH, filled=ApplicationInput(who, files, submits, area=area), at=at)


def hashes(one: OnlineApplication) -> list[str]:
    return [file.hash for files in one.files.values() for file in files]


def sweep(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """What beat orders that night, done at once."""
    monkeypatch.setattr(
        tasks.delete_idle_in_hall, 'delay', lambda **given: tasks.delete_idle_in_hall.apply(kwargs=given)
    )
    with time_machine.travel(at):
        tasks.sweep_online()


def test_a_draft_and_its_files_are_gone_after_thirty_days_and_what_waits_is_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, sent = written(world, TOWNSHIP, submits=False), written(world, TOWNSHIP, submits=True)
    assert [uid for _, found in passed('online', today=datetime(2026, 5, 1, tzinfo=UTC).date()) for uid in found] == [
        draft.uid
    ]
    sweep(monkeypatch, DAY + timedelta(days=30))
    with hall_context(world.hall(TOWNSHIP)):
        assert OnlineApplication.objects.filter(uid=draft.uid).exists(), 'the thirtieth day is a day'
    sweep(monkeypatch, DAY + timedelta(days=31))
    with hall_context(world.hall(TOWNSHIP)):
        assert [online_application.uid for online_application in OnlineApplication.objects.all()] == [sent.uid]


def test_a_draft_that_was_changed_meanwhile_stays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = written(world, TOWNSHIP, submits=False)
    with hall_context(world.hall(TOWNSHIP)):
        again = ApplicationInput(draft.applicant, {}, submits=False)
        change_application(number=draft.number, word=draft.query_word, filled=again, at=DAY + timedelta(days=20))
    sweep(monkeypatch, DAY + timedelta(days=31))
    with hall_context(world.hall(TOWNSHIP)):
        assert OnlineApplication.objects.filter(uid=draft.uid).exists()
    assert not list(counted_through(2026)), 'no calendar moves that day'


def test_names_numbers_and_reasons_are_sealed_in_the_database(world: World) -> None:
    one = written(world, TOWNSHIP, submits=True)
    with hall_context(world.hall(TOWNSHIP)):
        return_online(uid=one.uid, version=1, actor=world.clerk(TOWNSHIP), reason='张小明的照片看不清', at=DAY)
        with connection.cursor() as cursor:
            cursor.execute('SELECT row_to_json(one)::text, applicant_data, reason FROM casework_online one')
            text, applicant, reason = cursor.fetchone()
    for secret in ('张小明', ID_NUMBER, '13800000000'):
        assert secret not in text
        assert secret.encode() not in bytes(applicant) + bytes(reason)


def test_the_village_that_was_chosen_is_the_area_of_the_case(world: World) -> None:
    village = Point.objects.filter(hall__code=TOWNSHIP, active=True)[0].code
    one = written(world, TOWNSHIP, submits=True, area=village)
    with hall_context(world.hall(TOWNSHIP)):
        case = receive_online(uid=one.uid, version=1, actor=world.clerk(TOWNSHIP), at=DAY)
    assert (case.area, case.point) == (village, '')
    with refused('UNKNOWN_POINT'):
        written(world, TOWNSHIP, submits=True, area='110101001001')


def test_tracking_finds_it_before_it_is_received(world: World) -> None:
    one = written(world, TOWNSHIP, submits=True)
    told = answer(one.number, one.query_word)
    assert '还没有收件' in told.sentence
    assert (told.applicant, [step.state for step in told.stations[:3]]) == ('张**', ['past', 'present', 'ahead'])
    with refused('WRONG_WORD'):
        answer(one.number, 'AAAAAA')
    with hall_context(world.hall(TOWNSHIP)):
        return_online(uid=one.uid, version=1, actor=world.clerk(TOWNSHIP), reason='照片看不清', at=DAY)
    assert '照片看不清' in answer(one.number, one.query_word).to_do


def test_the_queue_comes_in_pages_the_first_submitted_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = [written(world, TOWNSHIP, submits=True, at=DAY + timedelta(hours=hour)) for hour in range(3)]
    monkeypatch.setattr('govhall.applications.selectors.QUEUE', replace(QUEUE, size=2))
    with hall_context(world.hall(TOWNSHIP)):
        first = waiting(world.clerk(TOWNSHIP))
        second = waiting(world.clerk(TOWNSHIP), after=first.after)
    pages = [[row.uid for row in page.rows] for page in (first, second)]
    assert (pages, second.after) == ([[sent[0].uid, sent[1].uid], [sent[2].uid]], '')


def test_what_waits_in_a_merged_hall_is_received_by_its_successor(world: World) -> None:
    with time_machine.travel(MERGED, tick=True):
        one = written(world, CLOSED, submits=True, at=MERGED)
        merge(PLAN)
        world.carry()
        with hall_context(world.hall(CLOSED)):
            left = OnlineApplication.objects.get()
            assert (left.passed_to, left.applicant_data) == (SUCCESSOR, None)
        told = answer(one.number, one.query_word)
        assert (told.hall, '已并入' in told.moved) == (world.hall(SUCCESSOR).name, True)
        assert hall_of_number(one.number) == world.hall(SUCCESSOR)
        case = received(world, one.uid)
        assert (case.number, case.state, case.query_word) == (one.number, State.RECEIVED, one.query_word)
        assert {file.hash for paper in case.papers for file in paper.files} == set(hashes(one))
        assert '正在核对' in answer(one.number, one.query_word).sentence


def received(world: World, uid: UUID) -> Case:
    with hall_context(world.hall(SUCCESSOR)):
        clerk = world.clerk(SUCCESSOR)
        here = waiting(clerk).rows[0]
        assert all(stored(name) for name in hashes(here))
        return receive_online(uid=uid, version=here.version, actor=clerk)


def test_the_successor_waits_for_files_that_are_under_way(world: World) -> None:
    with time_machine.travel(MERGED, tick=True):
        one = written(world, CLOSED, submits=True, at=MERGED)
        merge(PLAN)
        world.cut = lambda: 0  # type: ignore[method-assign]
        world.carry()
        with hall_context(world.hall(SUCCESSOR)), refused('ONLINE_FILES_UNDER_WAY'):
            here = OnlineApplication.objects.get()
            receive_online(uid=one.uid, version=here.version, actor=world.clerk(SUCCESSOR))
        with hall_context(Hall.objects.get(code=CLOSED)), refused('WRONG_KEY'):
            find_application(one.number, one.query_word)


def test_a_merger_is_blocked_while_the_successor_may_not_take_what_waits(world: World) -> None:
    with time_machine.travel(MERGED, tick=True):
        written(world, CLOSED, submits=True, at=MERGED)
        end_grants(SUCCESSOR, BIRTH, MERGED)
        assert any(BIRTH in block for block in preview(PLAN).blocks)


def test_nothing_is_written_in_a_hall_that_moves_to_another_cell(world: World) -> None:
    one = written(world, TOWNSHIP, submits=False)
    Hall.objects.filter(code=TOWNSHIP).update(status=HallStatus.LEAVING)
    with hall_context(world.hall(TOWNSHIP)), refused('HALL_MOVING'):
        discard_application(number=one.number, word=one.query_word)
    with refused('HALL_MOVING'):
        written(world, TOWNSHIP, submits=True)

"""网上申报: the submission starts the five days; the window then receives it or returns it once (§32)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from msgspec.structs import replace as replace_struct

from govhall.applications import tasks
from govhall.applications.models import OnlineApplication
from govhall.applications.selectors import application_for, count_waiting, waiting
from govhall.applications.services.application import (
    begin_application,
    change_application,
    discard_application,
    find_application,
)
from govhall.applications.services.intake import receive_online, receive_unopened, return_online
from govhall.casework import tasks as case_tasks
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.catalogue.models import CentreItem
from govhall.deadlines.models import Deadline
from govhall.storage.material_store import hash_of, stored
from tenants.context import hall_context
from tenants.models import SetAside
from tenants.roles import Role
from tests.builders.applying import PDF, filled
from tests.builders.screen import SLUGS, SignedIn
from tests.builders.state import refused
from tests.builders.world import BIRTH, TOWNSHIP, World, paper_codes

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
WEDNESDAY = datetime(2026, 3, 4, 2, tzinfo=UTC)
OTHER_ID = '110105194912310118'


@pytest.fixture
def submitted(world: World) -> OnlineApplication:
    """What was submitted on a Monday."""
    with hall_context(world.hall(TOWNSHIP)):
        return begin_application(matter=BIRTH, filled=filled(), at=MONDAY)


def test_article_32_the_five_days_begin_when_the_application_reaches_the_system(
    world: World, submitted: OnlineApplication
) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        assert (submitted.state, submitted.due, Case.objects.count()) == (State.SUBMITTED, date(2026, 3, 3), 0)
        case = receive_online(uid=submitted.uid, version=1, actor=world.clerk(TOWNSHIP), at=WEDNESDAY)
        assert (case.number, case.query_word) == (submitted.number, submitted.query_word)
        assert (case.state, case.received_at, case.intake_due) == (State.RECEIVED, MONDAY, date(2026, 3, 9))
        assert {paper.status for paper in case.papers} == {'handed_in'}
        left = OnlineApplication.objects.get(uid=submitted.uid)
        assert (left.state, left.applicant_data, left.files_data) == (State.RECEIVED, None, {})


def test_article_32_what_the_window_opens_after_five_days_is_accepted_since_its_submission(
    world: World, submitted: OnlineApplication
) -> None:
    late, clerk = MONDAY + timedelta(days=8), world.clerk(TOWNSHIP)
    with hall_context(world.hall(TOWNSHIP)):
        with refused('FIVE_DAYS_OVER'):
            return_online(uid=submitted.uid, version=1, actor=clerk, reason='照片看不清', at=late)
        case = receive_online(uid=submitted.uid, version=1, actor=clerk, at=late)
        assert (case.state, case.accepted_at) == (State.ACCEPTED, MONDAY)
        assert {len(paper.files) for paper in case.papers} == {1}
        assert 'deem_accepted' in case.events.values_list('kind', flat=True)


@pytest.mark.parametrize('more', [(), (Role.AGENT,)], ids=['clerk', 'clerk and agent'])
def test_a_department_opens_its_own_online_applications_only(
    world: World, submitted: OnlineApplication, more: tuple[Role, ...]
) -> None:
    """Also who is an agent beside: that shows more cases of villages, not other departments' queues."""
    item = {'name': '生育登记', 'task_type': '20', 'department_code': 'D1'}
    CentreItem.objects.create(hall_code=TOWNSHIP, code=BIRTH, published_days=[MONDAY.date()], **item)
    person = world.person(TOWNSHIP, Role.CLERK, *more)
    own, other = (person._replace(department=code, departments=frozenset({code})) for code in ('D1', 'D2'))
    with hall_context(world.hall(TOWNSHIP)):
        assert [one.uid for one in waiting(own).rows] == [submitted.uid]
        assert (waiting(other).rows, count_waiting(other), count_waiting(own)) == ([], 0, 1)
        with refused('NO_SUCH_APPLICATION'):
            receive_online(uid=submitted.uid, version=1, actor=other, at=WEDNESDAY)
        assert OnlineApplication.objects.get(uid=submitted.uid).state == State.SUBMITTED


def unopened(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """What beat orders at that hour, done at once."""
    order = tasks.receive_unopened_in_hall
    monkeypatch.setattr(order, 'delay', lambda **given: order.apply(kwargs=given, throw=True))
    with time_machine.travel(at):
        tasks.sweep_unopened()


def test_article_32_what_nobody_opens_on_its_working_day_is_received_by_the_system(
    world: World, submitted: OnlineApplication, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    unopened(monkeypatch, WEDNESDAY)
    with hall_context(world.hall(TOWNSHIP)):
        case = Case.objects.get()
        assert (case.number, case.query_word, case.received_at) == (submitted.number, submitted.query_word, MONDAY)
        assert (case.state, case.intake_due, case.first_handler) == (State.RECEIVED, date(2026, 3, 9), '系统')
        assert {(paper.status, len(paper.files)) for paper in case.papers} == {('handed_in', 1)}
        left = OnlineApplication.objects.get()
        assert (left.state, left.applicant_data) == (State.RECEIVED, None)
        with refused('NOT_NOW'):
            return_online(uid=submitted.uid, version=left.version, actor=world.clerk(TOWNSHIP), reason='看不清')
    page = signed_in(world.clerk(TOWNSHIP)).get(f'/h/{SLUGS[TOWNSHIP]}/cases/{case.uid}/').content.decode()
    assert '没有登记，由系统收件' in page
    assert not SetAside.objects.exists()
    unopened(monkeypatch, MONDAY + timedelta(days=7))  # the night after finds nothing more
    assert 'register' not in Deadline.objects.values_list('kind', flat=True)
    with time_machine.travel(MONDAY + timedelta(days=8)):
        deem = case_tasks.deem_accepted_in_hall
        monkeypatch.setattr(deem, 'delay', lambda **told: deem(**told))
        case_tasks.sweep_intake()
    with hall_context(world.hall(TOWNSHIP)):
        accepted = Case.objects.get()
        assert (accepted.state, accepted.accepted_at) == (State.ACCEPTED, MONDAY)


def test_article_32_near_miss_on_its_working_day_it_waits_for_the_window(
    world: World, submitted: OnlineApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    unopened(monkeypatch, datetime(2026, 3, 3, 15, 50, tzinfo=UTC))  # ten minutes before midnight
    with hall_context(world.hall(TOWNSHIP)):
        assert not Case.objects.exists()
        return_online(uid=submitted.uid, version=1, actor=world.clerk(TOWNSHIP), reason='看不清', at=WEDNESDAY)
    unopened(monkeypatch, WEDNESDAY + timedelta(days=9))  # returned: it is the applicant's turn
    with hall_context(world.hall(TOWNSHIP)):
        assert (Case.objects.count(), OnlineApplication.objects.get().state) == (0, State.PRE_RETURNED)


def test_what_was_opened_late_but_before_the_system_came_is_received_once(
    world: World, submitted: OnlineApplication
) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        receive_online(uid=submitted.uid, version=1, actor=world.clerk(TOWNSHIP), at=WEDNESDAY)
        assert not receive_unopened(uid=submitted.uid, at=WEDNESDAY)
        assert Case.objects.count() == 1


def test_article_32_near_miss_on_the_fifth_day_it_is_only_received(world: World, submitted: OnlineApplication) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        fifth = MONDAY + timedelta(days=7)
        case = receive_online(uid=submitted.uid, version=1, actor=world.clerk(TOWNSHIP), at=fifth)
        assert case.state == State.RECEIVED


def test_article_32_the_window_returns_an_application_once(world: World, submitted: OnlineApplication) -> None:
    key, clerk = {'number': submitted.number, 'word': submitted.query_word}, world.clerk(TOWNSHIP)
    with hall_context(world.hall(TOWNSHIP)):
        return_online(uid=submitted.uid, version=1, actor=clerk, reason='照片看不清', at=MONDAY)
        assert find_application(**key).reason == '照片看不清'
        again = change_application(**key, filled=filled(files=False), at=WEDNESDAY)
        assert (again.state, again.reason) == (State.SUBMITTED, '照片看不清')  # the window sees what it had asked for
        with refused('RETURNED_BEFORE') as answer:
            return_online(uid=submitted.uid, version=again.version, actor=clerk, reason='还是看不清', at=WEDNESDAY)
        assert '一次性告知' in str(answer.value)


def test_article_32_near_miss_what_was_returned_once_is_received_and_may_be_corrected(
    world: World, submitted: OnlineApplication
) -> None:
    key, chief = {'number': submitted.number, 'word': submitted.query_word}, world.chief(TOWNSHIP)
    with hall_context(world.hall(TOWNSHIP)):
        return_online(uid=submitted.uid, version=1, actor=chief, reason='照片看不清', at=MONDAY)
        again = change_application(**key, filled=filled(files=False), at=WEDNESDAY)
        case = receive_online(uid=submitted.uid, version=again.version, actor=chief, at=WEDNESDAY)
        assert (case.corrections, case.received_at) == (0, WEDNESDAY)
        missing = frozenset(paper_codes(BIRTH)[:1])
        asked = ask_for_correction(uid=case.uid, version=case.version, actor=chief, missing=missing, at=WEDNESDAY)
        assert asked.state == State.CORRECTING


def test_a_draft_is_seen_with_its_word_only(world: World) -> None:
    clerk = world.clerk(TOWNSHIP)
    with hall_context(world.hall(TOWNSHIP)):
        draft = begin_application(matter=BIRTH, filled=filled(submits=False, files=False), at=MONDAY)
        assert find_application(draft.number, draft.query_word.lower()) == draft
        assert waiting(clerk).rows == []
        with refused('WRONG_KEY'):
            find_application(draft.number, 'AAAAAA')
        with refused('NO_SUCH_APPLICATION'):
            application_for(draft.uid, clerk)
        with refused('NO_SUCH_APPLICATION'):
            receive_online(uid=draft.uid, version=1, actor=clerk)


def test_what_lacks_a_required_file_is_not_submitted(world: World) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        with refused('ONLINE_FILES_MISSING'):
            begin_application(matter=BIRTH, filled=filled(files=False))
        assert not OnlineApplication.objects.exists()


def test_the_applicant_takes_it_back_until_it_is_received(world: World, submitted: OnlineApplication) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        discard_application(number=submitted.number, word=submitted.query_word)
        assert not OnlineApplication.objects.exists()
        other = begin_application(matter=BIRTH, filled=filled())
        receive_online(uid=other.uid, version=1, actor=world.clerk(TOWNSHIP))
        with refused('ONLINE_RECEIVED'):
            discard_application(number=other.number, word=other.query_word)
        OnlineApplication.objects.all().delete()  # thirty days later the case alone knows number and word
        with refused('ONLINE_RECEIVED'):
            find_application(other.number, other.query_word)
        with refused('WRONG_KEY'):
            find_application(other.number, 'AAAAAA')


def test_who_does_not_serve_at_the_window_neither_sees_nor_receives(world: World, submitted: OnlineApplication) -> None:
    reviewer = world.person(TOWNSHIP, Role.REVIEWER)
    with hall_context(world.hall(TOWNSHIP)):
        with refused('NOT_YOUR_ROLE'):
            waiting(reviewer)
        with refused('NOT_YOUR_ROLE'):
            receive_online(uid=submitted.uid, version=1, actor=reviewer)
        with refused('NOT_YOUR_ROLE'):
            return_online(uid=submitted.uid, version=1, actor=reviewer, reason='不全')
        assert OnlineApplication.objects.get().state == State.SUBMITTED


def test_two_clerks_receive_it_once(world: World, submitted: OnlineApplication) -> None:
    clerk = world.clerk(TOWNSHIP)
    with hall_context(world.hall(TOWNSHIP)):
        receive_online(uid=submitted.uid, version=1, actor=clerk)
        with refused('STALE_VERSION'):
            receive_online(uid=submitted.uid, version=1, actor=clerk)
        assert Case.objects.count() == 1


def test_a_bad_photo_is_replaced_and_nothing_of_it_stays(
    world: World, submitted: OnlineApplication, django_capture_on_commit_callbacks: Any
) -> None:
    code = paper_codes(BIRTH)[0]
    with hall_context(world.hall(TOWNSHIP)), django_capture_on_commit_callbacks(execute=True):
        return_online(uid=submitted.uid, version=1, actor=world.clerk(TOWNSHIP), reason='照片看不清', at=MONDAY)
        key = {'number': submitted.number, 'word': submitted.query_word}
        for name in paper_codes(BIRTH):
            better = replace(filled(), files={name: PDF + b'better'}, dropped=frozenset({name}), submits=False)
            change_application(**key, filled=better, at=MONDAY)
        again = find_application(**key)
    with hall_context(world.hall(TOWNSHIP)):
        assert [file.size for file in again.files[code]] == [len(PDF) + 6]
        assert not stored(hash_of(PDF))


def test_of_what_is_refused_no_file_stays(world: World, submitted: OnlineApplication) -> None:
    key = {'number': submitted.number, 'word': submitted.query_word}
    photo = PDF + b'of what is refused'
    first = paper_codes(BIRTH)[0]
    wanting = replace(filled(), files={first: photo}, dropped=frozenset(paper_codes(BIRTH)))
    with hall_context(world.hall(TOWNSHIP)):
        with refused('ONLINE_FILES_MISSING'):
            begin_application(matter=BIRTH, filled=wanting)
        return_online(uid=submitted.uid, version=1, actor=world.clerk(TOWNSHIP), reason='照片看不清', at=MONDAY)
        with refused('ONLINE_FILES_MISSING'):
            change_application(**key, filled=wanting)
        assert not stored(hash_of(photo))


def test_the_same_form_sent_twice_is_one_application_and_for_another_person_it_is_another(world: World) -> None:
    form = uuid4()
    with hall_context(world.hall(TOWNSHIP)):
        draft = begin_application(matter=BIRTH, filled=filled(submits=False), submission=form, at=MONDAY)
        sent = begin_application(matter=BIRTH, filled=filled(), submission=form, at=MONDAY)
        again = begin_application(matter=BIRTH, filled=filled(), submission=form, at=WEDNESDAY)
        assert (sent.number, again.number, again.submitted_at) == (draft.number, draft.number, MONDAY)
        who = replace_struct(filled().applicant, id_number=OTHER_ID)
        other = begin_application(matter=BIRTH, filled=replace(filled(), applicant=who), submission=form, at=MONDAY)
        assert (other.number != draft.number, OnlineApplication.objects.count()) == (True, 2)
        assert form not in {draft.uid, other.uid}  # the window sees the uid, and not the key of the form
        receive_online(uid=sent.uid, version=sent.version, actor=world.clerk(TOWNSHIP))
        with refused('ONLINE_RECEIVED'):
            begin_application(matter=BIRTH, filled=filled(), submission=form)


def test_what_changed_since_the_page_was_loaded_is_neither_overwritten_nor_deleted(
    world: World, submitted: OnlineApplication
) -> None:
    key = {'number': submitted.number, 'word': submitted.query_word}
    with hall_context(world.hall(TOWNSHIP)):
        return_online(uid=submitted.uid, version=1, actor=world.clerk(TOWNSHIP), reason='照片看不清', at=MONDAY)
        with refused('ONLINE_CHANGED'):
            discard_application(**key, version=1)
        with refused('ONLINE_CHANGED'):
            change_application(**key, filled=filled(), version=1)
        assert OnlineApplication.objects.get().state == State.PRE_RETURNED

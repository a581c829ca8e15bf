"""One content under one hash, whoever brought it: it goes only when nothing names it any more."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from govhall.applications.models import OnlineApplication
from govhall.applications.services.application import begin_application, discard_application
from govhall.applications.services.expiry import delete_idle
from govhall.files.arrival import drop_stale
from govhall.files.file_transfer.models import FileArriving, FileLeaving
from govhall.kernel.ids import new_uid
from govhall.storage.material_store import hash_of, store, stored
from tenants.context import hall_context
from tests.builders.applying import PDF, filled
from tests.builders.world import BIRTH, COUNTY, TOWNSHIP, World

NAME = hash_of(PDF)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def draft(world: World) -> OnlineApplication:
    """An application with the file."""
    with hall_context(world.hall(TOWNSHIP)):
        return begin_application(matter=BIRTH, filled=filled(submits=False), at=LONG_AGO)


def arrived(case: UUID) -> FileArriving:
    """The same content came whole from another hall, for this case."""
    about = {'type': 'application/pdf', 'size': len(PDF), 'count': 1, 'have': [0], 'whole': True}
    row: FileArriving = FileArriving.objects.create(
        hall=TOWNSHIP, sender=COUNTY, case=case, hash=NAME, last_at=LONG_AGO, **about
    )
    return row


def stale(world: World, on_commit: Any) -> int:
    with hall_context(world.hall(TOWNSHIP)), on_commit(execute=True):
        return drop_stale(datetime.now(UTC))


def test_what_a_draft_names_outlives_a_file_that_waited_in_vain(
    world: World, draft: OnlineApplication, django_capture_on_commit_callbacks: Any
) -> None:
    arrived(new_uid())
    assert stale(world, django_capture_on_commit_callbacks) == 1
    with hall_context(world.hall(TOWNSHIP)):
        assert stored(NAME)


def test_the_row_that_a_crash_left_of_an_application_takes_nothing_from_it(
    world: World, draft: OnlineApplication, django_capture_on_commit_callbacks: Any
) -> None:
    arrived(draft.uid)
    stale(world, django_capture_on_commit_callbacks)
    assert not FileArriving.objects.exists()  # forgotten, and its sender is not told of a refusal
    with hall_context(world.hall(TOWNSHIP)):
        assert stored(NAME)


def test_what_came_whole_for_a_case_outlives_the_draft_that_had_it_too(
    world: World, draft: OnlineApplication, django_capture_on_commit_callbacks: Any
) -> None:
    row = arrived(new_uid())
    with hall_context(world.hall(TOWNSHIP)), django_capture_on_commit_callbacks(execute=True):
        discard_application(number=draft.number, word=draft.query_word)
        assert not OnlineApplication.objects.exists()
    with hall_context(world.hall(TOWNSHIP)):
        assert stored(NAME)
        row.delete()
        store(PDF)
    assert stale(world, django_capture_on_commit_callbacks) == 0


def test_what_was_passed_on_stays_until_its_files_have_gone(world: World, draft: OnlineApplication) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        OnlineApplication.objects.filter(uid=draft.uid).update(passed_to=COUNTY)
        late = LONG_AGO + timedelta(days=40)
        leaving = FileLeaving.objects.create(
            hall=TOWNSHIP, to=COUNTY, case=draft.uid, hash=NAME, since=LONG_AGO, not_before=LONG_AGO
        )
        assert not delete_idle(uid=draft.uid, at=late)
        leaving.delete()
        assert delete_idle(uid=draft.uid, at=late)

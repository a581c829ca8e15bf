"""Content that a committed row names is there, whoever deletes at the same time; in a folder and in an object store."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from deploy.local.objects import Objects
from govhall.applications.models import OnlineApplication
from govhall.applications.services.application import begin_application, discard_application
from govhall.files.file_references import drop_unnamed
from govhall.storage import material_store
from govhall.storage.objects import ObjectStorage
from tenants.context import hall_context
from tests.builders.applying import PDF, filled
from tests.builders.committed import Committed
from tests.builders.files import keep_in
from tests.builders.world import BIRTH, TOWNSHIP
from tests.flow.storage.test_object_storage import options

Work = Callable[[], object]
Begin = Callable[[Work], 'Future[object]']
NAME = material_store.hash_of(PDF)
SECONDS = 30
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.fixture(params=['folder', 'bucket'])
def world(request: pytest.FixtureRequest, committed: Committed, settings: Any, tmp_path: Path) -> Committed:
    """The halls in a database where transactions end, with each kind of store."""
    if request.param == 'folder':
        keep_in(settings, tmp_path)
        return committed
    objects: Objects = request.getfixturevalue('objects')
    given = options(objects, bucket_name='for-good')
    settings.STORAGES = settings.STORAGES | {
        'materials': {'BACKEND': 'govhall.storage.objects.ObjectStorage', 'OPTIONS': given}
    }
    storage = ObjectStorage(**given)
    if storage.bucket.creation_date is None:
        storage.bucket.create()
    storage.delete(f'h_{TOWNSHIP.lower()}/{NAME[:2]}/{NAME}')
    return committed


@contextmanager
def beside_it() -> Iterator[Begin]:
    """Begins work in threads with connections of their own."""

    def one(work: Work) -> object:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        yield lambda work: pool.submit(one, work)


def until_somebody_waits(done: 'Future[object]') -> None:
    """Look until a lock is waited for, or there is nobody who could wait."""
    while not done.done():
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return


def draft(world: Committed) -> OnlineApplication:
    with hall_context(world.hall(TOWNSHIP)):
        return begin_application(matter=BIRTH, filled=filled(submits=False))


def test_what_is_deleted_while_another_stores_it_stays_for_the_other(world: Committed) -> None:
    first, named, may_end = draft(world), Event(), Event()

    def store_slowly() -> None:
        with hall_context(world.hall(TOWNSHIP)), transaction.atomic():
            begin_application(matter=BIRTH, filled=filled(submits=False))
            named.set()
            assert may_end.wait(SECONDS)

    def discard() -> None:
        with hall_context(world.hall(TOWNSHIP)):
            discard_application(number=first.number, word=first.query_word)

    with beside_it() as begin:
        storing_it = begin(store_slowly)
        assert named.wait(SECONDS)
        deleting = begin(discard)
        until_somebody_waits(deleting)
        may_end.set()
        deleting.result(SECONDS)
        storing_it.result(SECONDS)
    with hall_context(world.hall(TOWNSHIP)):
        assert OnlineApplication.objects.get().uid != first.uid
        assert material_store.read(NAME) == PDF


def test_what_is_stored_while_another_deletes_it_is_written_again(world: Committed) -> None:
    draft(world)
    with hall_context(world.hall(TOWNSHIP)), beside_it() as begin:
        OnlineApplication.objects.all().delete()  # nobody names it any more
        with transaction.atomic():
            material_store.hold_alone(NAME)
            storing_it = begin(lambda: draft(world))
            until_somebody_waits(storing_it)
            material_store.delete([material_store.path_of(NAME)])
        storing_it.result(SECONDS)
        assert material_store.read(NAME) == PDF


def test_eight_at_once_store_one_content_and_all_of_them_have_it(world: Committed) -> None:
    assert len({one.uid for one in world.at_once(8, lambda: draft(world))}) == 8
    with hall_context(world.hall(TOWNSHIP)):
        assert material_store.read(NAME) == PDF


def test_content_without_a_name_goes_after_the_commit_only(world: Committed) -> None:
    first = draft(world)
    with hall_context(world.hall(TOWNSHIP)):
        with transaction.atomic():
            OnlineApplication.objects.filter(uid=first.uid).delete()
            drop_unnamed([NAME])
            assert material_store.stored(NAME)
        assert not material_store.stored(NAME)

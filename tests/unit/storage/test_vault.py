"""What is stored is never gone: a full disk, a process killed between any two steps, two at once, a damaged file."""

import errno
import os
import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from federation.failpoints import STORE_PLACES, arm
from govhall.storage.vault import BESIDE, SealContext, StorageAway, StorageFull, clear_beside, give, keep

CONTENT = os.urandom(100_000)
NAME, PLACE = 'h_test/ab/abcdef', SealContext('h_test', 'material.abcdef')
KILLED = 137


@pytest.fixture
def storage(tmp_path: Path) -> FileSystemStorage:
    return FileSystemStorage(tmp_path)


@contextmanager
def full_disk(left: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, as if the disk were full there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (left, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def beside(storage: FileSystemStorage) -> list[str]:
    return storage.listdir(BESIDE)[1] if storage.exists(BESIDE) else []


def test_what_is_there_and_verifies_is_left_alone_even_on_a_full_disk(storage: FileSystemStorage) -> None:
    keep(storage, NAME, CONTENT, PLACE)
    written = Path(storage.path(NAME)).stat()
    with full_disk(0):
        keep(storage, NAME, CONTENT, PLACE)
    assert Path(storage.path(NAME)).stat().st_ino == written.st_ino
    assert give(storage, NAME, PLACE) == CONTENT


def test_on_a_full_disk_nothing_half_written_has_the_name(storage: FileSystemStorage) -> None:
    with full_disk(50_000), pytest.raises(StorageFull, match='请腾出空间'):
        keep(storage, NAME, CONTENT, PLACE)
    assert not storage.exists(NAME)
    assert beside(storage) == []
    keep(storage, NAME, CONTENT, PLACE)
    assert give(storage, NAME, PLACE) == CONTENT


def test_a_damaged_file_stays_until_the_good_one_is_whole(storage: FileSystemStorage) -> None:
    keep(storage, NAME, CONTENT, PLACE)
    damaged = Path(storage.path(NAME)).read_bytes()[:-1] + b'x'
    Path(storage.path(NAME)).write_bytes(damaged)
    with full_disk(50_000), pytest.raises(StorageFull):
        keep(storage, NAME, CONTENT, PLACE)
    assert Path(storage.path(NAME)).read_bytes() == damaged
    keep(storage, NAME, CONTENT, PLACE)
    assert give(storage, NAME, PLACE) == CONTENT


@pytest.mark.parametrize('before', ['nothing', 'the same', 'damaged'])
@pytest.mark.parametrize('place', STORE_PLACES)
def test_a_writer_killed_between_any_two_steps_leaves_the_old_or_the_new(
    storage: FileSystemStorage, monkeypatch: pytest.MonkeyPatch, place: str, before: str
) -> None:
    monkeypatch.setenv('GOVHALL_MODE', 'local')
    if before != 'nothing':
        keep(storage, NAME, CONTENT, PLACE)
    if before == 'damaged':
        Path(storage.path(NAME)).write_bytes(b'')
    child = os.fork()
    if child == 0:
        arm(place)
        keep(storage, NAME, CONTENT, PLACE, anew=before == 'the same')
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    if before == 'the same' or place == 'files.before_sync':
        assert give(storage, NAME, PLACE) == CONTENT
    else:
        assert storage.exists(NAME) == (before == 'damaged')
    keep(storage, NAME, CONTENT, PLACE)
    assert give(storage, NAME, PLACE) == CONTENT
    now = datetime.now(UTC)
    assert clear_beside(storage, before=now - timedelta(days=1)) == 0  # it may be somebody at work
    clear_beside(storage, before=now + timedelta(minutes=1))
    assert beside(storage) == []


def test_many_who_store_and_read_at_once_never_see_anything_else(storage: FileSystemStorage) -> None:
    keep(storage, NAME, CONTENT, PLACE)

    def write() -> None:
        for _ in range(20):
            keep(storage, NAME, CONTENT, PLACE, anew=True)

    def read() -> set[bytes]:
        return {give(storage, NAME, PLACE) for _ in range(200)}

    with ThreadPoolExecutor(4) as pool:
        writers, readers = [pool.submit(write) for _ in range(2)], [pool.submit(read) for _ in range(2)]
    assert [writer.result() for writer in writers] == [None, None]
    assert [reader.result() for reader in readers] == [{CONTENT}, {CONTENT}]
    assert beside(storage) == []


def test_a_store_that_can_not_be_written_is_away_and_says_why(
    storage: FileSystemStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, 'replace', denied)
    with pytest.raises(StorageAway, match='请检查磁盘和目录权限'):
        keep(storage, NAME, CONTENT, PLACE)
    assert beside(storage) == []

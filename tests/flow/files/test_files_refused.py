"""Files that are wrong, cut, asked for by nobody or never whole: refused, told, and sent again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from federation.contracts.attachment import PIECE_BYTES, PIECE_BYTES_V1, PieceV1
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.send_back import send_back
from govhall.files import dispatch
from govhall.files.arrival import drop_stale
from govhall.files.file_transfer.models import FileArriving, FileLeaving
from govhall.storage import material_store
from tenants.context import hall_context
from tenants.models import SetAside
from tenants.sweep import try_again_now
from tests.builders.desk import Desk
from tests.builders.files import keep_in, scan
from tests.builders.pieces import (
    CONTENT,
    FILE,
    FIRST,
    NAME,
    check_nothing_stands_still,
    forwarded,
    opened,
    piece,
    say,
    with_file,
)
from tests.builders.state import refused
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    keep_in(settings, tmp_path)
    yield tmp_path


@pytest.fixture
def below(world: World) -> Desk:
    return Desk.of_chief(world, TOWNSHIP)


@pytest.fixture
def above(world: World) -> Desk:
    return Desk.of_chief(world, COUNTY)


def lying(monkeypatch: pytest.MonkeyPatch, *, times: int) -> None:
    """Let what is sent be other bytes than the hash names, for so many attempts."""
    left = [times]

    def wrong(name: str) -> bytes:
        left[0] -= 1
        return material_store.read(name) if left[0] < 0 else bytes(len(CONTENT))

    monkeypatch.setattr(dispatch, 'read', wrong)


def test_a_file_that_is_not_what_its_hash_names_is_refused_and_sent_again(
    below: Desk, above: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = forwarded(below)
    lying(monkeypatch, times=1)
    below.world.carry()
    assert opened(above, uid) == CONTENT
    assert FileLeaving.objects.count() == 0
    check_nothing_stands_still()


def test_after_three_attempts_the_sender_gives_up_and_says_so(
    below: Desk, above: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = forwarded(below)
    lying(monkeypatch, times=3)
    below.world.carry()
    row = FileLeaving.objects.get(case=uid)
    assert (row.failed, row.attempt) == ('damaged', 4)
    assert FileArriving.objects.get(case=uid).refused == 'damaged'
    with refused('FILES_UNDER_WAY'):
        above.do(accept_case, uid)
    check_nothing_stands_still()  # the case itself can still be sent back


def test_the_case_can_be_sent_back_and_up_again_after_the_sender_gave_up(
    below: Desk, above: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = forwarded(below)
    lying(monkeypatch, times=3)
    below.world.carry()
    above.do(send_back, uid, reason='文件打不开')
    below.world.carry()
    below.send_up(uid)
    assert opened(above, uid) == CONTENT
    check_nothing_stands_still()


def test_a_truncated_piece_is_refused_at_once_and_the_file_sent_again(below: Desk, above: Desk) -> None:
    uid = forwarded(below)
    FileLeaving.objects.all().delete()
    say(below, piece(uid, 0, data=CONTENT[: PIECE_BYTES - 1]), piece(uid, 1), case=uid)
    below.world.carry()
    assert FileArriving.objects.get(case=uid).attempt == 2
    assert opened(above, uid) == CONTENT
    check_nothing_stands_still()


@pytest.mark.parametrize('damage', [b'rotten', None], ids=['unreadable', 'gone'])
def test_a_piece_that_is_lost_on_the_disk_is_asked_for_again(
    below: Desk, above: Desk, folder: Path, damage: bytes | None
) -> None:
    uid = forwarded(below)
    FileLeaving.objects.all().delete()
    say(below, piece(uid, 0), piece(uid, 1), case=uid)
    below.world.carry()
    kept = sorted((folder / 'h_tjxz0001' / 'arriving').iterdir())
    assert len(kept) == 2
    kept[0].unlink() if damage is None else kept[0].write_bytes(damage)
    say(below, piece(uid, 2), case=uid)
    below.world.carry()
    assert FileArriving.objects.get(case=uid).attempt == 2
    assert opened(above, uid) == CONTENT
    check_nothing_stands_still()


@pytest.mark.parametrize('damage', [b'rotten', None], ids=['unreadable', 'sound'])
def test_a_good_copy_takes_the_place_of_a_damaged_one(
    below: Desk, above: Desk, folder: Path, damage: bytes | None
) -> None:
    forwarded(below)
    below.world.carry()
    stored = folder / 'h_tjxz0001' / NAME[:2] / NAME
    if damage is not None:
        stored.write_bytes(damage)
    before = stored.read_bytes()
    second = forwarded(below)
    below.world.carry()
    assert opened(above, second) == CONTENT
    assert (stored.read_bytes() == before) is (damage is None)  # near miss: what is sound is left alone
    check_nothing_stands_still()


def test_a_file_that_the_case_does_not_name_is_not_kept(below: Desk, above: Desk, folder: Path) -> None:
    case = below.world.receive(TOWNSHIP, HYGIENE)
    below.send_up(case.uid)
    say(below, piece(case.uid, 0), piece(case.uid, 1), piece(case.uid, 2), case=case.uid)
    below.world.carry()
    assert list((folder / 'h_tjxz0001').rglob('*')) == []
    assert FileArriving.objects.get(case=case.uid).refused == 'not_named'
    assert FileLeaving.objects.get(case=case.uid).failed == 'not_named'  # and nobody tries again
    with refused('NO_SUCH_FILE'):
        opened(above, case.uid)
    check_nothing_stands_still()
    assert above.do(accept_case, case.uid).accepted_at


def test_the_small_pieces_of_before_are_still_understood(below: Desk, above: Desk) -> None:
    uid = forwarded(below)
    FileLeaving.objects.all().delete()
    starts = range(0, len(CONTENT), PIECE_BYTES_V1)
    old = [
        PieceV1(
            case=uid,
            paper=FIRST,
            file=FILE,
            index=index,
            count=len(starts),
            data=CONTENT[start : start + PIECE_BYTES_V1],
        )
        for index, start in enumerate(starts)
    ]
    say(below, *old, case=uid)
    below.world.carry()
    assert opened(above, uid) == CONTENT


def test_what_never_becomes_whole_is_thrown_away_and_asked_for_again(
    below: Desk, above: Desk, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    uid = forwarded(below)
    FileLeaving.objects.all().delete()
    say(below, piece(uid, 0), case=uid)
    below.world.carry()
    arriving = folder / 'h_tjxz0001' / 'arriving'
    assert len(list(arriving.iterdir())) == 1
    with hall_context(below.world.hall(COUNTY)):
        assert drop_stale(timezone.now() - timedelta(days=1)) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert drop_stale(timezone.now()) == 1
    assert list(arriving.iterdir()) == []
    below.world.carry()
    assert opened(above, uid) == CONTENT


def test_a_whole_file_that_no_case_ever_named_is_thrown_away(
    below: Desk, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    nobody = UUID(int=7)
    say(below, piece(nobody, 0), piece(nobody, 1), piece(nobody, 2), case=nobody)
    below.world.carry()
    path = folder / 'h_tjxz0001' / NAME[:2] / NAME
    assert path.exists()
    with hall_context(below.world.hall(COUNTY)), django_capture_on_commit_callbacks(execute=True):
        assert drop_stale(timezone.now()) == 1
    assert not path.exists()
    below.world.carry()
    assert FileLeaving.objects.get(case=nobody).failed == 'not_named'


def test_a_file_that_its_own_hall_has_lost_waits_to_be_restored_and_the_others_leave(
    below: Desk, above: Desk, folder: Path
) -> None:
    uid = forwarded(below)
    other = with_file(below, scan(10, 'other'))
    below.forward(other.uid)
    lost = folder / 'h_tjns0001' / NAME[:2] / NAME
    sealed = lost.read_bytes()
    for damaged in (None, b'damaged'):
        lost.unlink() if damaged is None else lost.write_bytes(damaged)
        tried_again()
        assert below.world.cut() == (1 if damaged is None else 0)
        row = FileLeaving.objects.get(case=uid)
        assert (row.failed, row.not_before > timezone.now()) == ('', True)
        assert SetAside.objects.get().item == str(row.pk)
    lost.write_bytes(sealed)
    tried_again()
    below.world.carry()
    assert opened(above, uid) == CONTENT
    assert not SetAside.objects.exists()


def tried_again() -> None:
    """The pauses are over."""
    try_again_now()
    FileLeaving.objects.update(not_before=timezone.now())


def test_a_file_that_nobody_restores_in_a_month_is_given_up(below: Desk, folder: Path) -> None:
    uid = forwarded(below)
    (folder / 'h_tjns0001' / NAME[:2] / NAME).unlink()
    FileLeaving.objects.update(since=timezone.now() - dispatch.PATIENCE - timedelta(days=1))
    assert below.world.cut() == 0
    assert FileLeaving.objects.get(case=uid).failed == 'lost'

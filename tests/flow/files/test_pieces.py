"""Files between halls, piece by piece: late, twice, backwards, lost, and interrupted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from federation.contracts.attachment import PIECE_BYTES
from federation.inbox.models import QuarantinedRecord
from federation.outbox.models import OutboxRow
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.attach import attach_file
from govhall.casework.acts.send_back import send_back
from govhall.casework.acts.transfer import transfer_case
from govhall.desk.services.case_files import open_file
from govhall.files import dispatch
from govhall.files.dispatch import carry_files, stream_of
from govhall.files.file_transfer.models import FileLeaving
from govhall.files.models import Material
from govhall.storage import material_store
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.files import keep_in, scan
from tests.builders.pieces import (
    CONTENT,
    FIRST,
    NAME,
    check_nothing_stands_still,
    forwarded,
    opened,
    piece,
    say,
    with_file,
)
from tests.builders.road import Roads
from tests.builders.state import refused
from tests.builders.world import COUNTY, TOWNSHIP, World

OTHER_COUNTY = 'PCXZ0001'
UP = (TOWNSHIP, COUNTY)


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


def test_forwarding_cuts_nothing_and_a_worker_cuts_all(below: Desk) -> None:
    forwarded(below)
    assert OutboxRow.objects.filter(topic__endswith='.bulk').count() == 0
    assert below.world.cut() == 3
    rows = OutboxRow.objects.filter(topic__endswith='.bulk')
    assert {row.type for row in rows} == {'attachment.piece.v2'}
    assert all(CONTENT[:64] not in bytes(row.body) for row in rows)
    assert (below.world.cut(), FileLeaving.objects.count()) == (0, 0)


def test_pieces_that_come_twice_and_backwards_are_one_file(below: Desk, above: Desk) -> None:
    uid = forwarded(below)
    below.world.cut()
    Roads().settle_reversed()
    assert opened(above, uid) == CONTENT
    assert above.do(accept_case, uid).accepted_at
    check_nothing_stands_still()


def test_pieces_told_again_in_any_order_change_nothing(below: Desk, above: Desk) -> None:
    uid = forwarded(below)
    say(below, *(piece(uid, index) for index in (2, 2, 0, 2, 0, 1, 1)), case=uid)
    below.world.carry()
    assert opened(above, uid) == CONTENT
    check_nothing_stands_still()


def test_a_lost_piece_holds_the_acceptance_up_until_it_is_sent_again(below: Desk, above: Desk) -> None:
    uid = forwarded(below)
    below.world.cut()
    roads = Roads()
    roads.collect()
    bulk = [record for record in roads.logs[UP] if record.topic.endswith('.bulk')]
    roads.logs[UP].remove(bulk[1])
    roads.settle()
    with refused('FILES_UNDER_WAY'):
        above.do(accept_case, uid)
    roads.arrive([bulk[1]])
    assert above.do(accept_case, uid).accepted_at
    assert opened(above, uid) == CONTENT


def test_the_refusal_names_the_papers_that_are_under_way(below: Desk, above: Desk) -> None:
    uid = forwarded(below)
    Roads().settle()
    with refused('FILES_UNDER_WAY') as refusal:
        above.do(accept_case, uid)
    name = above.case(uid).papers[0].name
    assert '1 个材料文件' in str(refusal.value)
    assert name in str(refusal.value)


def test_a_carriage_that_was_interrupted_goes_on_where_it_was(below: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    uid = forwarded(below)
    monkeypatch.setattr(dispatch, 'AT_ONCE', 2)
    monkeypatch.setattr(dispatch, 'MOST_WAITING', 1)  # the outbox is full after one turn
    assert below.world.cut() == 2
    assert FileLeaving.objects.get(case=uid).next == 2
    assert below.world.cut() == 0
    below.world.carry()
    assert len([one for one in below.world.link.log if one.topic.endswith('.bulk')]) == 3


def test_files_take_turns(below: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, 'AT_ONCE', 1)
    first = forwarded(below)
    second = with_file(below, scan(2 * PIECE_BYTES, 'other'))
    below.forward(second.uid)
    below.world.cut()
    subjects = list(OutboxRow.objects.filter(topic__endswith='.bulk').order_by('id').values_list('subject', flat=True))
    one, other = stream_of(first, NAME), stream_of(second.uid, second.papers[0].files[0].hash)
    assert subjects == [one, other] * 3


def test_a_piece_that_was_cut_on_the_way_is_quarantined_and_the_case_flows(below: Desk, above: Desk) -> None:
    uid = forwarded(below)
    below.world.cut()
    roads = Roads()
    roads.collect()
    log = roads.logs[UP]
    place = next(place for place, record in enumerate(log) if record.topic.endswith('.bulk'))
    whole = log[place]
    log[place] = whole._replace(value=(whole.value or b'')[:-100])
    roads.settle()
    assert above.case(uid).custody == 'held'
    assert QuarantinedRecord.objects.count() == 1
    roads.arrive([whole._replace(offset=1000)])
    assert opened(above, uid) == CONTENT


def test_a_file_that_overtakes_its_case_is_taken_in_with_it(below: Desk, above: Desk) -> None:
    uid = forwarded(below)
    below.world.cut()
    held = list(OutboxRow.objects.filter(topic__endswith='.inbox'))
    OutboxRow.objects.filter(topic__endswith='.inbox').delete()
    below.world.carry()
    with hall_context(below.world.hall(COUNTY)):
        assert not Material.objects.filter(case=uid).exists()
    OutboxRow.objects.bulk_create(held)
    below.world.carry()
    assert opened(above, uid) == CONTENT


def test_what_this_hall_has_by_its_hash_is_not_stored_again(below: Desk, above: Desk, folder: Path) -> None:
    first = forwarded(below)
    below.world.carry()
    path = folder / 'h_tjxz0001' / NAME[:2] / NAME
    before = path.stat().st_mtime_ns
    other = forwarded(below)
    below.world.carry()
    assert opened(above, other) == opened(above, first) == CONTENT
    assert path.stat().st_mtime_ns == before
    assert not list((folder / 'h_tjxz0001' / 'arriving').glob(f'{other}*'))


def test_a_file_that_is_still_on_its_way_here_waits_to_go_on(below: Desk) -> None:
    uid = forwarded(below)
    with hall_context(below.world.hall(TOWNSHIP)):
        Material.objects.all().delete()
        assert carry_files() == 0
    row = FileLeaving.objects.get(case=uid)
    assert (row.failed, row.next) == ('', 0)
    assert row.not_before > timezone.now()


def test_files_go_along_across(world: World, above: Desk) -> None:
    case = with_file(above)
    above.do(transfer_case, case.uid, to=OTHER_COUNTY, reason='经营场所在平昌县')
    world.carry()
    assert opened(Desk.of_chief(world, OTHER_COUNTY), case.uid) == CONTENT


def test_what_was_added_above_comes_down_with_the_case_and_the_rest_stays(below: Desk, above: Desk) -> None:
    uid = forwarded(below)
    below.world.carry()
    added = scan(20, 'added above')
    case = above.do(attach_file, uid, paper=FIRST, content=added)
    above.do(send_back, uid, reason='请核对')
    assert [row.hash for row in FileLeaving.objects.all()] == [material_store.hash_of(added)]
    below.world.carry()
    assert below.case(uid).papers == case.papers
    with hall_context(below.world.hall(TOWNSHIP)):
        assert open_file(uid=uid, actor=below.actor, content=material_store.hash_of(added)).content == added

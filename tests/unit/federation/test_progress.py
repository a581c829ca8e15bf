"""The offset of a partition is its lowest position that is not applied."""

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from federation.intake.progress import ReadProgress


class Place(NamedTuple):
    """A record, as far as its place goes."""

    offset: int
    partition: int = 0
    topic: str = 't'


def test_offset_stays_before_what_waits() -> None:
    progress = ReadProgress()
    for offset in (5, 6, 7):
        progress.seen(Place(offset))
    assert progress.offsets_after([Place(6)]) == {('t', 0): 5}
    progress.applied([Place(6)])
    assert progress.offsets_after([Place(5)]) == {('t', 0): 7}
    progress.applied([Place(5)])
    assert progress.offsets_after([Place(7)]) == {('t', 0): 8}


def test_partitions_do_not_hold_each_other_up() -> None:
    progress = ReadProgress()
    progress.seen(Place(1, partition=1))
    progress.seen(Place(9, partition=2))
    assert progress.offsets_after([Place(9, partition=2)]) == {('t', 2): 10}
    assert progress.offsets() == {('t', 1): 1, ('t', 2): 9}


def test_bytes_count_for_as_long_as_their_record_waits() -> None:
    progress = ReadProgress()
    for offset, size in ((1, 10), (2, 200), (3, 3000)):
        progress.seen(Place(offset), size)
    progress.applied([Place(2)])
    assert progress.size() == 3010
    progress.forget(Place(1))
    assert progress.size() == 0


@given(st.permutations(range(12)), st.integers(1, 4))
def test_offset_never_passes_a_waiting_record_in_any_order(order: list[int], size: int) -> None:
    progress, waiting, last = ReadProgress(), set(order), 0
    for offset in range(12):
        progress.seen(Place(offset))
    for start in range(0, 12, size):
        batch = [Place(offset) for offset in order[start : start + size]]
        waiting -= {place.offset for place in batch}
        offset = progress.offsets_after(batch)['t', 0]
        assert offset == min(waiting, default=12)
        assert offset >= last
        last = offset
        progress.applied(batch)
    assert progress.count() == 0

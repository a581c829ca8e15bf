"""Which pieces belong to a file."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from federation.contracts.attachment import Piece, Reason
from federation.contracts.case import Attachment
from govhall.files.rules.pieces import LARGEST_FILE, objection


@dataclass
class Begun:
    size: int
    count: int


def judged(*, size: int = 25, count: int = 3, index: int = 0, data: int = 10, begun: Begun | None = None) -> str | None:
    file = Attachment(hash='a' * 64, type='application/pdf', size=size)
    piece = Piece(case=UUID(int=1), file=file, index=index, count=count, data=bytes(data))
    found: Reason | None = objection(piece, begun or Begun(25, 3), piece_bytes=10)
    return found


@pytest.mark.parametrize(('index', 'data'), [(0, 10), (1, 10), (2, 5)])
def test_whole_pieces_and_the_rest_at_the_end_belong(index: int, data: int) -> None:
    assert judged(index=index, data=data) is None


@pytest.mark.parametrize(('index', 'data'), [(0, 9), (1, 11), (2, 10), (2, 0), (3, 5)])
def test_a_piece_of_another_length_or_behind_the_end_is_damaged(index: int, data: int) -> None:
    assert judged(index=index, data=data) == 'damaged'


@pytest.mark.parametrize(('size', 'count'), [(25, 4), (31, 3), (0, 1), (-5, 1)])
def test_a_count_that_does_not_follow_from_the_size_is_a_mismatch(size: int, count: int) -> None:
    assert judged(size=size, count=count, begun=Begun(size, count)) == 'mismatched'


def test_pieces_that_contradict_each_other_are_a_mismatch() -> None:
    assert judged(size=35, count=4) == 'mismatched'


def test_what_could_not_be_joined_in_memory_is_too_large() -> None:
    size = LARGEST_FILE + 1
    assert judged(size=size, count=-(-size // 10), begun=Begun(size, -(-size // 10))) == 'too_large'

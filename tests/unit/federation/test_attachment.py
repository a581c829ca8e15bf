"""A piece of a file says nothing that could lead the receiver out of its folder."""

from uuid import UUID

import pytest

from federation.contracts.attachment import PIECE_BYTES, Piece
from federation.contracts.base import UnreadableMessage, decode, encode
from federation.contracts.case import Attachment, Paper

GOOD = {'hash': 'a' * 64, 'index': 0, 'count': 1}


def piece(hash: str, index: int, count: int, data: bytes = b'x') -> Piece:  # noqa: A002 - the field's name
    file = Attachment(hash=hash, type='application/pdf', size=1)
    return Piece(case=UUID(int=1), paper='p', file=file, index=index, count=count, data=data)


def test_the_largest_piece_fits_a_body_and_comes_back() -> None:
    whole = piece(**GOOD, data=bytes(range(256)) * (PIECE_BYTES // 256))
    body = encode(whole)
    assert len(body) < 64 * 1024
    assert decode('attachment.piece.v1', body) == whole


@pytest.mark.parametrize(
    'change',
    [
        {'hash': '../../h_other/' + 'a' * 50},
        {'hash': 'A' * 64},
        {'hash': 'a' * 64 + '\n'},
        {'hash': ''},
        {'index': -1},
        {'count': 0},
        {'count': 10_001},
    ],
)
def test_a_piece_that_could_be_kept_elsewhere_or_without_end_is_unreadable(change: dict[str, object]) -> None:
    with pytest.raises(UnreadableMessage):
        decode('attachment.piece.v1', encode(piece(**(GOOD | change))))


def test_a_paper_of_an_older_sender_has_no_files() -> None:
    paper = Paper(code='1', name='n', required=True, status='handed_in')
    assert paper.files == []

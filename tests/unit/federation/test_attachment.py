"""A piece of a file travels as bytes, within its own limit, and can lead the receiver neither elsewhere nor astray."""

import base64
from uuid import UUID

import pytest

from federation.contracts.attachment import PIECE_BYTES, PIECE_BYTES_V1, Piece, PieceV1
from federation.contracts.base import LARGEST_BODY, UnreadableMessage, decode, encode
from federation.contracts.case import Attachment, Paper, TakenOver
from federation.link.topics import RECORD_BYTES
from federation.outbox.rows import TooLarge, body_of

V1, V2 = 'attachment.piece.v1', 'attachment.piece.v2'
GOOD: dict[str, object] = {'hash': 'a' * 64, 'index': 0, 'count': 1}


def piece(*, data: bytes = b'x', **changes: object) -> Piece:
    values = GOOD | changes
    file = Attachment(hash=values.pop('hash'), type='application/pdf', size=1)  # type: ignore[arg-type]
    return Piece(case=UUID(int=1), file=file, data=data, **values)  # type: ignore[arg-type]


def test_the_largest_piece_travels_as_it_is_and_comes_back() -> None:
    data = bytes(range(256)) * (PIECE_BYTES // 256)
    whole = piece(data=data, index=9998, count=10_000)
    body = body_of(whole)
    assert data in body
    assert len(body) - len(data) < 400
    assert decode(V2, body) == whole


def test_the_largest_piece_fits_a_record_with_its_seal_and_signature() -> None:
    assert Piece.largest + 2048 < RECORD_BYTES


def test_a_larger_piece_is_neither_sent_nor_read() -> None:
    larger = piece(data=bytes(PIECE_BYTES + 1))
    with pytest.raises(UnreadableMessage):
        decode(V2, encode(larger))
    with pytest.raises(TooLarge):
        body_of(piece(data=bytes(PIECE_BYTES + 1024)))


def test_every_other_body_keeps_its_limit() -> None:
    assert TakenOver.largest == PieceV1.largest == LARGEST_BODY
    padded = encode(TakenOver(hop=1, at='2026-03-02T00:00:00Z'))[:-1] + b' ' * LARGEST_BODY + b'}'  # type: ignore[arg-type]
    with pytest.raises(UnreadableMessage):
        decode('case.taken_over.v1', padded)


def test_a_piece_of_before_is_still_understood() -> None:
    data = bytes(range(256)) * (PIECE_BYTES_V1 // 256)
    body = (
        b'{"case":"00000000-0000-0000-0000-000000000001","count":2,"data":"' + base64.b64encode(data) + b'","file":'
        b'{"hash":"' + b'a' * 64 + b'","size":40000,"type":"application/pdf"},"index":0,"paper":"1"}'
    )
    assert len(body) < LARGEST_BODY
    old = decode(V1, body)
    assert isinstance(old, PieceV1)
    assert (old.data, old.count, old.file.size) == (data, 2, 40_000)


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
        {'attempt': 0},
    ],
)
def test_a_piece_that_could_be_kept_elsewhere_or_without_end_is_unreadable(change: dict[str, object]) -> None:
    with pytest.raises(UnreadableMessage):
        decode(V2, encode(piece(**change)))


@pytest.mark.parametrize('cut', [0, 1, 100])
def test_a_body_that_is_cut_is_unreadable(cut: int) -> None:
    with pytest.raises(UnreadableMessage):
        decode(V2, encode(piece())[:cut])


def test_a_piece_names_no_file_and_no_person() -> None:
    assert set(Piece.__struct_fields__) == {'case', 'file', 'index', 'count', 'attempt', 'data'}
    assert set(Attachment.__struct_fields__) == {'hash', 'type', 'size'}


def test_a_paper_of_an_older_sender_has_no_files() -> None:
    paper = Paper(code='1', name='n', required=True, status='handed_in')
    assert paper.files == []

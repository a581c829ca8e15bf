"""What a zip file says of itself is not believed."""

import io
import zipfile

import pytest

from govhall.kernel.zip_parts import SPOILT, DamagedZip, UnpacksTooLarge, unpacked, unpacked_part


def packed(way: int, content: bytes = b'x' * 1000) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, 'w', way) as archive:
        archive.writestr('a', content)
        archive.writestr('b', content)
    return made.getvalue()


def read(content: bytes, most: int = 2000) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return unpacked(archive, archive.infolist(), most=most)


@pytest.mark.parametrize('way', [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_parts_are_unpacked_up_to_the_limit_of_all_together(way: int) -> None:
    assert read(packed(way)) == {'a': b'x' * 1000, 'b': b'x' * 1000}
    with pytest.raises(UnpacksTooLarge):
        read(packed(way), most=1999)


@pytest.mark.parametrize('way', [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_unpack_without_a_bound_are_refused_unread(way: int) -> None:
    with pytest.raises(DamagedZip):
        read(packed(way))


def test_a_part_that_says_it_is_small_and_is_not_is_spoilt() -> None:
    content = packed(zipfile.ZIP_DEFLATED).replace((1000).to_bytes(4, 'little'), (10).to_bytes(4, 'little'))
    with pytest.raises(DamagedZip):
        read(content)


def test_whatever_byte_is_spoilt_the_part_is_spoilt_or_there() -> None:
    whole = packed(zipfile.ZIP_DEFLATED)
    for place in range(len(whole)):
        content = bytearray(whole)
        content[place] ^= 0xFF
        try:
            archive = zipfile.ZipFile(io.BytesIO(bytes(content)))
        except SPOILT:
            continue
        with archive:
            try:
                assert set(unpacked(archive, archive.infolist(), most=10**12)) <= {'a', 'b', *archive.namelist()}
            except (DamagedZip, UnpacksTooLarge):
                continue


def test_a_part_that_is_not_there_is_spoilt() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(zipfile.ZIP_STORED))) as archive, pytest.raises(DamagedZip):
        unpacked_part(archive, 'c', most=10)

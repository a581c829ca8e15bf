"""Files are told by their content; what is not on the list is not taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhall.casework.rules.materials import (
    MEBI,
    SUFFIXES,
    FileEmpty,
    FileTooLarge,
    FileTypeRefused,
    checked_type,
)
from tests.builders.files import DOCX, JPEG, OFD, PDF, PNG, XLSX, archive, scan


@pytest.mark.parametrize(
    ('content', 'suffix'),
    [(PDF, 'pdf'), (JPEG, 'jpg'), (PNG, 'png'), (OFD, 'ofd'), (DOCX, 'docx'), (XLSX, 'xlsx'), (JPEG + b'\0\0', 'jpg')],
)
def test_each_type_of_the_list_is_told(content: bytes, suffix: str) -> None:
    assert SUFFIXES[checked_type(content, most_megabytes=1)] == suffix


@pytest.mark.parametrize(
    'content',
    [
        b'MZ\x90\x00' + bytes(60),
        b'<html><script>alert(1)</script></html>',
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'%PDF-1.7 cut off',
        JPEG[:-2],
        PNG[:-8],
        archive('evil.exe'),
        archive('word/document.xml', 'xl/workbook.xml'),
        archive('word/document.xml', 'word/vbaProject.bin'),
        DOCX[:40],
        b' ' + PDF,
    ],
)
def test_what_is_not_on_the_list_or_broken_is_refused(content: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        checked_type(content, most_megabytes=1)


@given(st.binary(min_size=1, max_size=300))
def test_anything_else_is_refused_and_never_breaks(content: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        checked_type(b'PK\x03\x04' + content, most_megabytes=1)


def test_nothing_is_no_file() -> None:
    with pytest.raises(FileEmpty):
        checked_type(b'', most_megabytes=1)


def test_the_limit_itself_is_allowed_and_one_byte_more_is_not() -> None:
    full = scan(MEBI - len(PDF))
    assert len(full) == MEBI
    assert checked_type(full, most_megabytes=1) == 'application/pdf'
    with pytest.raises(FileTooLarge) as refusal:
        checked_type(full[:10] + b'x' + full[10:], most_megabytes=1)
    assert '1 MB' in str(refusal.value)

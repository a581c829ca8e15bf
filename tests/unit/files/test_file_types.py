"""Files are told by their content; what is not on the list is not taken."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhall.files.rules.materials import (
    MEBI,
    SUFFIXES,
    FileEmpty,
    FileTooLarge,
    FileTypeRefused,
    checked_type,
    naming,
)
from govhall.kernel.filetypes import ACCEPT, NAMES, TAKEN, judged, picks
from tests.builders.files import DOCX, JPEG, OFD, PDF, PNG, XLSX, archive, scan

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ('content', 'suffix'),
    [
        *((PDF, 'pdf'), (JPEG, 'jpg'), (PNG, 'png'), (OFD, 'ofd'), (DOCX, 'docx'), (XLSX, 'xlsx')),
        (archive('[Content_Types].xml', '_rels/.rels', 'word/document2.xml', 'word/_rels/document2.xml.rels'), 'docx'),
        (archive('[Content_Types].xml', '_rels/.rels', 'xl/workbook2.xml', 'xl/_rels/workbook2.xml.rels'), 'xlsx'),
    ],
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
        archive('word/document2.xml', 'word/vbaProject.bin'),
        archive('word/document2.xml', 'xl/workbook2.xml'),
        archive('word/documents.xml'),
        archive('word/_rels/document2.xml.rels'),
        archive('packed/word/document2.xml'),
        DOCX[:40],
        b'<html>' + PDF,
        b'%PDF-<script>alert(1)</script>\n%%EOF',
        bytes(1025) + PDF,
        JPEG[:-2] + b'SEFH' + bytes(40) + b'SEFT',
    ],
)
def test_what_is_not_on_the_list_or_broken_is_refused(content: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        checked_type(content, most_megabytes=1)


@given(st.binary(min_size=1, max_size=300))
def test_anything_else_is_refused_and_never_breaks(content: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        checked_type(b'PK\x03\x04' + content, most_megabytes=1)


@pytest.mark.parametrize(
    ('content', 'suffix'),
    [
        (JPEG + b'SEFH' + bytes(90) + b'SEFT', 'jpg'),  # Samsung's trailer
        (JPEG + b'\0\0\0\x18ftypmp42' + bytes(90), 'jpg'),  # a picture that moves
        (JPEG + JPEG, 'jpg'),  # a second picture with more light
        (JPEG + b'\0\0', 'jpg'),
        (PNG + b'\r\n', 'png'),
        (b'\xef\xbb\xbf' + PDF, 'pdf'),
        (b'\r\n ' + PDF, 'pdf'),
        (b'HTTP/1.1 200 OK\r\n\r\n' + PDF, 'pdf'),
        (PDF + b'\0' * 9000, 'pdf'),
        (PDF.replace(b'1.7\n', b'1.4%\xe2\xe3\n'), 'pdf'),
    ],
)
def test_what_telephones_and_offices_put_around_a_file_is_no_fault(content: bytes, suffix: str) -> None:
    assert SUFFIXES[checked_type(content, most_megabytes=1)] == suffix


@pytest.mark.parametrize(
    ('content', 'does'),
    [
        (PDF.replace(b'trailer<<', b'trailer<</Encrypt 5 0 R'), '有密码'),
        (PDF.replace(b'trailer<<', b'trailer<</Encrypt<</Filter/Standard>>'), '有密码'),
        (PDF[:-8], '不完整'),
        (JPEG[:-2], '不完整'),
        (DOCX[:40], '不完整'),
        (archive('word/document.xml', 'word/vbaProject.bin'), '带有宏'),
        (b'\0\0\0\x18ftypheic' + bytes(30), 'HEIC'),
        (b'\0\0\0\x18ftypmp42' + bytes(30), '视频'),
        (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(600), '旧版的 Word'),
        (archive('a.pdf', 'b.pdf'), '压缩包'),
        (b'hello', 'PDF、JPG、PNG、OFD、DOCX、XLSX'),
    ],
)
def test_a_refusal_names_the_file_and_says_what_to_do(content: bytes, does: str) -> None:
    with pytest.raises(FileTypeRefused) as refusal, naming('../户口<b>簿.pdf'):
        checked_type(content, most_megabytes=1)
    assert str(refusal.value).startswith('“..户口b簿.pdf”') and does in str(refusal.value)
    assert '户口' not in str(refusal.value.details)


def test_picker_and_message_name_what_the_judge_takes() -> None:
    for one, sample in zip(TAKEN, (PDF, JPEG, PNG, OFD, DOCX, XLSX), strict=True):
        assert judged(sample).type == one.type
        assert one.name in NAMES and one.type in ACCEPT.split(',')
        assert all(f'.{suffix}' in ACCEPT.split(',') for suffix in one.suffixes)


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


@pytest.mark.parametrize(
    ('names', 'taken'), [(('JSON',), '.json,application/json'), (('XLSX',), f'.xlsx,{judged(XLSX).type}')]
)
def test_a_door_that_takes_one_kind_offers_it_from_the_same_table(names: tuple[str, ...], taken: str) -> None:
    assert picks(*names) == taken


def test_every_picker_of_a_page_asks_the_table() -> None:
    rooms = [ROOT / room for room in ('platform', 'tenants', 'township_halls')]
    pages = [path.read_text('utf-8') for room in rooms for path in room.rglob('*.html')]
    pickers = [one for page in pages for one in re.findall(r'<input type="file"(?:{%.*?%}|[^>])*>', page)]
    assert len(pickers) >= 5
    assert [picker for picker in pickers if 'accept="{% taken_files' not in picker] == []

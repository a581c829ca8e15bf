"""What kinds of files are taken, in one table for picker, message and judge; and what is said of the others. Pure."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from govhall.kernel.zip_parts import SPOILT

WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
BEFORE = 1024  # bytes of junk that readers of PDF skip before the header
BEHIND = 4096  # bytes at the end within which %%EOF must stand
HEADER = re.compile(rb'%PDF-[12]\.[0-9](?=[\s%])')
LOCKED = re.compile(rb'/Encrypt\s*(?:<<|\d+\s+\d+\s+R)')


@dataclass(frozen=True, slots=True)
class AcceptedType:
    """A kind of file that halls take: how people call it, its suffixes, its media type, and why it is on the list."""

    name: str
    suffixes: tuple[str, ...]
    type: str
    why: str


@dataclass(frozen=True, slots=True)
class RefusedType:
    """A kind that is not taken: how its content begins (at `offset`), and what the person does instead."""

    start: bytes
    does: str
    offset: int = 0


TAKEN = (
    AcceptedType('PDF', ('pdf',), 'application/pdf', 'scanners and offices write it; everybody can read it'),
    AcceptedType('JPG', ('jpg', 'jpeg'), 'image/jpeg', 'telephones and scanners write it'),
    AcceptedType('PNG', ('png',), 'image/png', 'pictures of screens are written as it'),
    AcceptedType('OFD', ('ofd',), 'application/ofd', 'electronic certificates come as it (GB/T 33190)'),
    AcceptedType('DOCX', ('docx',), WORD, 'application forms are filled in as it; without macros'),
    AcceptedType('XLSX', ('xlsx',), SHEET, 'lists are filled in as it; without macros'),
)
SUFFIXES = {one.type: one.suffixes[0] for one in TAKEN}
NAMES = '、'.join(one.name for one in TAKEN)
# What is taken at one door only, beside no paper.
ELSEWHERE = (AcceptedType('JSON', ('json',), 'application/json', 'a calendar that technicians have written'),)


def picks(*names: str) -> str:
    """For a file picker: suffixes for computers, types for telephones, which then offer the camera.

    Of the kinds with these names; of all that are papers where none is named.
    """
    kinds = [kind for kind in (*TAKEN, *ELSEWHERE) if kind.name in names] if names else TAKEN
    return ','.join([f'.{suffix}' for kind in kinds for suffix in kind.suffixes] + [kind.type for kind in kinds])


ACCEPT = picks()

LOCKED_UP = '有密码，打不开。请去掉密码后另存一份，或打印成没有密码的 PDF，再上传。'
CUT_OFF = '不完整，可能没有传完或已损坏。请在自己的电脑或手机上打开看看，能打开再上传，不能打开请重新扫描。'
MACROS = '带有宏，不能收。请另存为不带宏的 .docx 或 .xlsx，或存成 PDF 再上传。'
OTHERS = f'不是能收的类型。只收 {NAMES}，请换一种格式，或拍成照片上传。'
PHOTO = '是苹果手机的 HEIC 照片，电脑打不开。请在手机“设置—相机—格式”里选“兼容性最佳”重新拍，或截屏后上传截图。'
OFFICE = '是旧版的 Word、Excel 或 WPS 文件，或者有密码。请另存为没有密码的 .docx、.xlsx 或 PDF，再上传。'
PICTURE = '是这里不收的图片格式。请另存为 JPG 或 PNG，再上传。'
PACKED = '是压缩包。请先解压，再把里面的文件一个一个上传。'
FILM = '是视频。请拍成照片上传。'
STRANGE = (
    RefusedType(b'ftypheic', PHOTO, 4),
    RefusedType(b'ftypheix', PHOTO, 4),
    RefusedType(b'ftypmif1', PHOTO, 4),
    RefusedType(b'ftyp', FILM, 4),
    RefusedType(b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', OFFICE),
    RefusedType(b'GIF8', PICTURE),
    RefusedType(b'BM', PICTURE),
    RefusedType(b'WEBP', PICTURE, 8),
    RefusedType(b'II*\0', PICTURE),
    RefusedType(b'MM\0*', PICTURE),
    RefusedType(b'Rar!', PACKED),
    RefusedType(b'7z\xbc\xaf\x27\x1c', PACKED),
    RefusedType(b'\x1f\x8b', PACKED),
)
WORKBOOK = re.compile(r'xl/workbook[0-9]*\.xml')
# The part that makes a ZIP archive a document of its kind; Word and Excel for the web number theirs.
PARTS = (
    (re.compile(r'OFD\.xml'), 'application/ofd'),
    (re.compile(r'word/document[0-9]*\.xml'), WORD),
    (WORKBOOK, SHEET),
)


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What a file is (`type`), or why it is not taken and what the person does (`does`)."""

    type: str = ''
    does: str = ''


NO_KIND = FileVerdict(does=OTHERS)  # plain text, or anything else that no kind of file begins with


def judged(content: bytes) -> FileVerdict:
    """What a file is by its content, whatever its name says. What telephones put behind the end is no fault."""
    for judge in JUDGES:
        verdict = judge(content)
        if verdict is not None:
            return verdict
    for kind in STRANGE:
        if content.startswith(kind.start, kind.offset):
            return FileVerdict(does=kind.does)
    return NO_KIND


def _pdf(content: bytes) -> FileVerdict | None:
    found = HEADER.search(content, 0, BEFORE)
    # Markup before or in the header makes it a page for a browser as well.
    if found is None or b'<' in content[: found.start()]:
        return None
    if b'%%EOF' not in content.rstrip(b'\0\r\n\t ')[-BEHIND:]:
        return FileVerdict(does=CUT_OFF)
    return FileVerdict(does=LOCKED_UP) if LOCKED.search(content) else FileVerdict('application/pdf')


def _jpeg(content: bytes) -> FileVerdict | None:
    """Segments up to the first scan, then the end marker: pictures inside segments and trailers don't count."""
    if not content.startswith(b'\xff\xd8\xff'):
        return None
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xDA:
            return FileVerdict('image/jpeg') if content.find(b'\xff\xd9', at) >= 0 else FileVerdict(does=CUT_OFF)
    return FileVerdict(does=CUT_OFF)


def _png(content: bytes) -> FileVerdict | None:
    if not content.startswith(b'\x89PNG\r\n\x1a\n'):
        return None
    at = 8
    while at + 12 <= len(content):
        if content[at + 4 : at + 8] == b'IEND':
            return FileVerdict('image/png')
        at += 12 + int.from_bytes(content[at : at + 4])
    return FileVerdict(does=CUT_OFF)


def _archive(content: bytes) -> FileVerdict | None:
    """Only the list of parts is read, nothing is unpacked; documents with macros are none of the list."""
    if not content.startswith(b'PK\x03\x04'):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except SPOILT:
        return FileVerdict(does=CUT_OFF)
    names = {member.filename for member in parts}
    if any(name.lower().endswith('vbaproject.bin') for name in names):
        return FileVerdict(does=MACROS)
    if any(member.flag_bits & 1 for member in parts):
        return FileVerdict(does=LOCKED_UP)
    kinds = {kind for part, kind in PARTS if any(map(part.fullmatch, names))}
    return FileVerdict(kinds.pop()) if len(kinds) == 1 else FileVerdict(does=PACKED)


JUDGES: tuple[Callable[[bytes], FileVerdict | None], ...] = (_jpeg, _png, _archive, _pdf)

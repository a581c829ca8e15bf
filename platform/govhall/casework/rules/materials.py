"""Which files a hall takes: a short list of types, told by their content and not by their name, and a limit of size."""

import io
import zipfile

from govhall.kernel.errors import Refused

MEBI = 2**20
SUFFIXES = {
    'application/pdf': 'pdf',
    'image/jpeg': 'jpg',
    'image/png': 'png',
    'application/ofd': 'ofd',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
}
# The part that makes a ZIP archive a document of its kind.
PARTS = {
    'OFD.xml': 'application/ofd',
    'word/document.xml': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'xl/workbook.xml': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
END_OF_PDF = 2048  # bytes at the end within which %%EOF must stand


class FileEmpty(Refused):
    """No file, or one without content."""

    code = 'FILE_EMPTY'
    sentence = '没有选到文件，或者文件是空的，请重新选择。'


class FileTooLarge(Refused):
    """More than the setting allows."""

    code = 'FILE_TOO_LARGE'
    sentence = '文件超过 {most} MB，请降低扫描分辨率或分页后再上传。'


class FileTypeRefused(Refused):
    """The content is none of the types of the list, whatever its name says."""

    code = 'FILE_TYPE_REFUSED'
    sentence = '只收 PDF、JPG、PNG、OFD、DOCX、XLSX 文件，这个文件不是，或者已损坏，请换一个。'


def checked_type(content: bytes, *, most_megabytes: int) -> str:
    """The media type of a file that may be stored. Raises FileEmpty, FileTooLarge, FileTypeRefused."""
    if not content:
        raise FileEmpty(field='file')
    if len(content) > most_megabytes * MEBI:
        raise FileTooLarge(field='file', most=most_megabytes)
    found = _type_of(content)
    if found is None:
        raise FileTypeRefused(field='file')
    return found


def _type_of(content: bytes) -> str | None:
    if content.startswith(b'%PDF-') and b'%%EOF' in content[-END_OF_PDF:]:
        return 'application/pdf'
    if content.startswith(b'\xff\xd8\xff') and content.rstrip(b'\0').endswith(b'\xff\xd9'):
        return 'image/jpeg'
    if content.startswith(b'\x89PNG\r\n\x1a\n') and content[-12:-4] == b'\0\0\0\0IEND':
        return 'image/png'
    return _type_of_archive(content) if content.startswith(b'PK\x03\x04') else None


def _type_of_archive(content: bytes) -> str | None:
    """Only the list of parts is read, nothing is unpacked; documents with macros are none of the list."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.lower().endswith('vbaproject.bin') for name in names):
        return None
    kinds = {kind for part, kind in PARTS.items() if part in names}
    return kinds.pop() if len(kinds) == 1 else None

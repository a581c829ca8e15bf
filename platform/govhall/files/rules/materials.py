"""Which files a hall takes: what `kernel.filetypes` lists, told by content and not by name, and a limit of size."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from govhall.kernel.errors import Refused
from govhall.kernel.filetypes import SUFFIXES, judged

__all__ = [
    'MEBI',
    'SUFFIXES',
    'FileEmpty',
    'FileTooLarge',
    'FileTypeRefused',
    'UnacceptableFile',
    'checked_type',
    'naming',
]

MEBI = 2**20
LONGEST_NAME = 60


class UnacceptableFile(Refused):
    """A file that is not taken. `file` is its name, said to who sent it; it may name a person and is never logged."""

    code = 'FILE_REFUSED'
    file = ''

    def __str__(self) -> str:
        said = super().__str__()
        return f'“{self.file}”{said}' if self.file else f'这个文件{said}'


class FileEmpty(UnacceptableFile):
    """No file, or one without content."""

    code = 'FILE_EMPTY'
    sentence = '没有内容，或者没有选到文件，请重新选择。'


class FileTooLarge(UnacceptableFile):
    """More than the setting allows."""

    code = 'FILE_TOO_LARGE'
    sentence = '超过 {most} MB，请降低扫描分辨率或分页后再上传。'


class FileTypeRefused(UnacceptableFile):
    """The content is none of the types of the list, whatever its name says; `does` is what the person does instead."""

    code = 'FILE_TYPE_REFUSED'
    sentence = '{does}'


def checked_type(content: bytes, *, most_megabytes: int) -> str:
    """The media type of a file that may be stored. Raises FileEmpty, FileTooLarge, FileTypeRefused."""
    if not content:
        raise FileEmpty(field='file')
    if len(content) > most_megabytes * MEBI:
        raise FileTooLarge(field='file', most=most_megabytes)
    found = judged(content)
    if not found.type:
        raise FileTypeRefused(field='file', does=found.does)
    return found.type


@contextmanager
def naming(name: str | None) -> Iterator[None]:
    """A refusal of the file that is handled inside names it."""
    try:
        yield
    except UnacceptableFile as refusal:
        refusal.file = re.sub(r'[^\w .()（）\-]', '', name or '')[-LONGEST_NAME:]
        raise

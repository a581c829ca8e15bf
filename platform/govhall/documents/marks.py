"""The mark inside a sealed paper: which event issued it, and the link of the chain up to it."""

import io
from collections.abc import Callable
from typing import Any, NamedTuple, cast

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from govhall.documents.models import Notice

_DICTIONARY: Any = generic.DictionaryObject  # the library types these in part
_NUMBER: Any = generic.NumberObject
NAME = generic.pdf_name('/GVHL_Chain')


class Mark(NamedTuple):
    """Case, place and hash of the event that issued the paper; the seal covers it."""

    case: str
    seq: int
    tip: str


FindMark = Callable[[Notice], Mark | None]
_FINDERS: list[FindMark] = []


def marks(find: FindMark) -> FindMark:
    """Let this say which event issued a paper; called once, by the room that keeps the chain."""
    _FINDERS.append(find)
    return find


def mark_for(notice: Notice) -> Mark | None:
    """The mark of a paper of the current hall; None if no event names it, which the nightly check finds."""
    return next((mark for find in _FINDERS if (mark := find(notice)) is not None), None)


def put_mark(writer: BasePdfFileWriter, mark: Mark) -> None:
    """Write it into the catalog of the file that is about to be sealed."""
    told: Any = {
        generic.pdf_name('/Case'): generic.pdf_string(mark.case),
        generic.pdf_name('/Seq'): _NUMBER(mark.seq),
        generic.pdf_name('/Tip'): generic.pdf_string(mark.tip),
    }
    writer.root[NAME] = _DICTIONARY(told)
    cast(Any, writer).update_root()


def mark_of(data: bytes) -> Mark | None:
    """The mark in a file; None if there is none, or the file can't be read."""
    try:
        found = PdfFileReader(io.BytesIO(data), strict=False).root.get(NAME)
        return Mark(str(found['/Case']), int(found['/Seq']), str(found['/Tip'])) if found else None
    except (PdfError, KeyError, ValueError, TypeError):
        return None

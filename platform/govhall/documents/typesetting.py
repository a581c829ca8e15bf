"""Typst sets a notice as PDF/A-2b with embedded fonts; the same text at the same moment gives the same bytes."""

import io
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec
import segno
import structlog
import typst

from govhall.documents.letters import font_folders, printed
from govhall.documents.rules.content import Content
from govhall.kernel.errors import Broken

TEMPLATE = Path(__file__).with_name('paper.typ')
log = structlog.get_logger(__name__)


class PaperNotSet(Broken):
    """Typst refused the paper."""


def typeset(content: Content, *, proof: str, address: str, at: datetime) -> bytes:
    """The PDF of a paper: `proof` is its verification code, `address` what the square leads to, `at` its time.

    Any text gives one: what no font has stands as its code. Raises PaperNotSet where the template itself fails.
    """
    shown = {**msgspec.to_builtins(content), 'proof': ' '.join(proof[n : n + 4] for n in range(0, len(proof), 4))}
    square = _square(address)
    try:
        return _compiled(printed(shown), square, at)
    except typst.TypstError:
        # A sequence that no font joins though each letter has one: letter by letter, in the main font only.
        log.warning('paper_set_plainly', number=content.number)
    try:
        return _compiled(printed(shown, plain=True), square, at)
    except typst.TypstError:
        raise PaperNotSet(content.number) from None  # its message may quote the paper, and with it a person


def _compiled(paper: object, square: str, at: datetime) -> bytes:
    inputs = {'paper': msgspec.json.encode(paper).decode(), 'square': square}
    made = _compiler().compile(sys_inputs=inputs, pdf_standards='a-2b', format='pdf', timestamp=int(at.timestamp()))
    if not isinstance(made, bytes):
        raise PaperNotSet('no single file')
    return made


def _square(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error='m').save(out, kind='svg', scale=4, border=0, xmldecl=False)
    return out.getvalue().decode()


@cache
def _compiler() -> typst.Compiler:
    # Only the fonts of papers: a server's own must not change what a paper looks like.
    folders = [str(folder) for folder in font_folders()]
    return typst.Compiler(str(TEMPLATE), font_paths=folders, ignore_system_fonts=True)

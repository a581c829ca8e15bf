"""Typst sets a notice as PDF/A-2b with embedded fonts; the same text at the same moment gives the same bytes."""

import io
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import segno
import typst

from govhall.casework.rules.wording import Content
from govhall.kernel.errors import Broken

TEMPLATE = Path(__file__).with_name('paper.typ')
FONTS = 'pylopdf_fonts_zh_cn'  # Noto Serif SC and Noto Sans SC, as files of a package


class PaperNotSet(Broken):
    """Typst refused the paper."""


def typeset(content: Content, *, proof: str, address: str, at: datetime) -> bytes:
    """The PDF of a paper: `proof` is its verification code, `address` what the square leads to, `at` its time."""
    shown = {**msgspec.to_builtins(content), 'proof': ' '.join(proof[n : n + 4] for n in range(0, len(proof), 4))}
    inputs = {'paper': msgspec.json.encode(shown).decode(), 'square': _square(address)}
    try:
        made = _compiler().compile(sys_inputs=inputs, pdf_standards='a-2b', format='pdf', timestamp=int(at.timestamp()))
    except typst.TypstError as error:
        raise PaperNotSet(f'{content.number}: {error.message}') from error
    if not isinstance(made, bytes):
        raise PaperNotSet(f'{content.number}: no single file')
    return made


def _square(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error='m').save(out, kind='svg', scale=4, border=0, xmldecl=False)
    return out.getvalue().decode()


@cache
def _compiler() -> typst.Compiler:
    # Only the packaged fonts: a server's own must not change what a paper looks like.
    folder = str(files(FONTS).joinpath(''))
    return typst.Compiler(str(TEMPLATE), font_paths=[folder], ignore_system_fonts=True)

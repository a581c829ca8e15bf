"""Typst sets a notice as PDF/A-2b with embedded fonts; the same text at the same moment gives the same bytes."""

import io
import re
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import segno
import typst

from govhall.casework.rules.content import Content
from govhall.kernel.errors import Broken

TEMPLATE = Path(__file__).with_name('paper.typ')
UNKNOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
MOST_UNKNOWN = 20
FONTS = 'pylopdf_fonts_zh_cn'  # Noto Serif SC and Noto Sans SC, as files of a package


class PaperNotSet(Broken):
    """Typst refused the paper."""


def typeset(content: Content, *, proof: str, address: str, at: datetime) -> bytes:
    """The PDF of a paper: `proof` is its verification code, `address` what the square leads to, `at` its time."""
    shown = {**msgspec.to_builtins(content), 'proof': ' '.join(proof[n : n + 4] for n in range(0, len(proof), 4))}
    paper, square = msgspec.json.encode(shown).decode(), _square(address)
    for _ in range(MOST_UNKNOWN):
        try:
            return _compiled({'paper': paper, 'square': square}, at)
        except typst.TypstError as error:
            unknown = UNKNOWN.search(error.message)
            if unknown is None:
                raise PaperNotSet(f'{content.number}: {error.message}') from error
            # A character that no packaged font has: its code stands for it, as registers of names write it.
            for letter in unknown[1]:
                paper = paper.replace(letter, f'〔U+{ord(letter):X}〕')
    raise PaperNotSet(f'{content.number}: too many characters that no font has')


def _compiled(inputs: dict[str, str], at: datetime) -> bytes:
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
    # Only the packaged fonts: a server's own must not change what a paper looks like.
    folder = str(files(FONTS).joinpath(''))
    return typst.Compiler(str(TEMPLATE), font_paths=[folder], ignore_system_fonts=True)

"""Which letters a paper can print: read from its font files. What none of them has stands as its code. Pure."""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from fontTools.ttLib import TTFont

PACKAGES = ('pylopdf_fonts_zh_cn', 'manimgx_fonts_cjk')  # Noto Serif SC and Sans SC; Noto Sans CJK whole
MAIN = 'NotoSerifSC-Regular.otf'
SCRIPTS = Path(__file__).with_name('fonts')  # scripts of China that no package carries
SUFFIXES = {'.ttf', '.otf', '.ttc', '.otc'}
# Lines and spaces, and what is drawn by nothing but its neighbours: no font needs to have it.
SILENT = frozenset('\n\r\t \u00a0\u00ad\u200b\u200c\u200d\u2028\u2029\u2060\ufeff') | frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
# They make the eye read another order than the one that is stored and signed.
TURNING = frozenset('\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')
PRIVATE = 'Co'  # means what a font's owner says: only fonts that the cell's operator chose may draw it
NEVER = frozenset({'Cc', 'Cs', 'Cn'})  # controls, halves of letters, unassigned
TAGS = range(0xE0000, 0xE0080)
# A word longer than a line would leave the page: it may be broken after so many letters.
LONG_WORD = re.compile(r'[^\s\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]{31,}')
PIECE = 20


def font_folders() -> list[Path]:
    """Where the fonts of papers lie; the operator's own (GOVHALL_FONTS) last. A server's others are never used."""
    return [Path(str(files(name).joinpath(''))) for name in PACKAGES] + [SCRIPTS, *own_folders()]


def own_folders() -> list[Path]:
    """The folder with fonts of the cell's operator, if the settings name one."""
    return [Path(settings.FONTS)] if settings.FONTS else []


def printable(text: str, *, plain: bool = False) -> str:
    """The text with every letter that can't be drawn as its code: 〔U+2A6A5〕.

    `plain` keeps only what the main font draws letter by letter, whatever stands beside it.
    """
    shown = ''.join(letter if _drawn(letter, plain=plain) else f'〔U+{ord(letter):04X}〕' for letter in text)
    return LONG_WORD.sub(_breakable, shown)


def printed(value: Any, *, plain: bool = False) -> Any:
    """The same for every text in a structure of dicts, lists and tuples."""
    if isinstance(value, str):
        return printable(value, plain=plain)
    if isinstance(value, dict):
        return {key: printed(part, plain=plain) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printed(part, plain=plain) for part in value]
    return value


def _drawn(letter: str, *, plain: bool) -> bool:
    if letter in SILENT:
        return not plain or letter in '\n '
    kind = unicodedata.category(letter)
    if letter in TURNING or kind in NEVER or ord(letter) in TAGS:
        return False
    if plain:
        return kind[0] not in 'MC' and ord(letter) in _main()
    return ord(letter) in (_own() if kind == PRIVATE else _all())


def _breakable(word: re.Match[str]) -> str:
    return '\u200b'.join(word[0][at : at + PIECE] for at in range(0, len(word[0]), PIECE))


@cache
def _main() -> frozenset[int]:
    return _letters((Path(str(files(PACKAGES[0]).joinpath(MAIN))),))


@cache
def _all() -> frozenset[int]:
    return _letters(tuple(font_folders()))


@cache
def _own() -> frozenset[int]:
    return _letters(tuple(own_folders()))


def _letters(places: tuple[Path, ...]) -> frozenset[int]:
    """The code points for which a font in these files and folders has a glyph."""
    found = {one for place in places for one in ([place] if place.is_file() else sorted(place.rglob('*')))}
    known: set[int] = set()
    for file in found:
        if file.suffix.lower() in SUFFIXES:
            with TTFont(file, lazy=True, fontNumber=0) as font:
                known |= set(font.getBestCmap() or ())
    return frozenset(known)

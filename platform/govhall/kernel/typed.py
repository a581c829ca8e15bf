"""What people type, as it is meant: one place for line ends, invisible marks, wide letters, codes and numbers.

Text comes from keyboards, from other programs' clipboards and from telephones. What nobody sees must not decide whether
two texts are the same; what a script needs to be written rightly (joiners of Tibetan and of emoji, the selectors of
Mongolian and of rare Han characters) is no such mark and stays.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

# Line ends of every kind are one; a browser sends two characters for each.
_LINE_ENDS = re.compile('\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]')
_BLANKS = re.compile('[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+')
# Whatever may have to go; text without any of it is given back as it is.
_SUSPECT = re.compile(
    '[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f'
    '\u205f-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff'
    '\U000e0000-\U000e0fff]'
)
_FILLERS = frozenset('\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0')  # letters and marks that show nothing
_JOINERS = frozenset('\u200c\u200d')
_MONGOLIAN_MARKS = frozenset('\u180b\u180c\u180d\u180e\u180f\u202f')  # forms, and the narrow blank before a suffix
_DAMAGED = re.compile('[\x00\ud800-\udfff]')
_UNCERTAIN = '\ufffd'  # what a decoder puts in place of bytes that are no text
# Letters and figures as an input method in full-width mode types them. No wider folding: ² is no 2.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: ord(' ')}
_FIGURES = str.maketrans('OIL', '011')
# 1,250.00 and 1250.00 are sums; 12,5 is none, however it was meant.
_NUMBER = re.compile(r'(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?', re.ASCII)


def damaged(text: str) -> bool:
    """Whether it holds what no keyboard types and no database keeps: NUL, or half a character."""
    return _DAMAGED.search(text) is not None


def uncertain(text: str) -> bool:
    """Whether characters were lost before it came here: U+FFFD stands in their place."""
    return _UNCERTAIN in text


def prose(text: str) -> str:
    """Text of several lines: line ends as one character, no control characters, no marks without meaning."""
    lines = _LINE_ENDS.sub('\n', text)
    return _visible(lines) if _SUSPECT.search(lines) else lines


def line(text: str) -> str:
    """Text of one line: as `prose`, with every run of blanks and line ends as one blank, none at the ends."""
    return _blanks_as_one(prose(text).replace('\n', ' '))


def narrow(text: str) -> str:
    """Letters and figures of full width as those of half width; nothing else changes."""
    return text.translate(_NARROW)


def code(text: str) -> str:
    """What is read from paper character by character: narrow capitals without marks, blanks and dashes."""
    return ''.join(letter for letter in narrow(text) if not _is_between(letter)).upper()


def figures(text: str) -> str:
    """A `code` that has only figures: O, I and l are 0 and 1 there."""
    return code(text).translate(_FIGURES)


def login(text: str) -> str:
    """A name to sign in with: narrow letters without marks and blanks; dashes and small letters are part of it."""
    return ''.join(letter for letter in narrow(text) if letter == '-' or not _is_between(letter))


def amount(text: str) -> Decimal | None:
    """The number that is written with figures, a point and whole groups of thousands; None for anything else."""
    plain = line(narrow(text)).removeprefix('¥').removeprefix('￥').removesuffix('元').strip()
    return Decimal(plain.replace(',', '')) if _NUMBER.fullmatch(plain) else None


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters; one that was longer ends in a mark that shows it."""
    return text if len(text) <= most else text[: most - 1] + '…'


def whole(text: str, *, digits: int = 9) -> int | None:
    """The whole number of so many figures at most; None for anything else: ² is no 2, and ٣ is not typed here."""
    plain = line(narrow(text))
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= digits else None


def has_letter(text: str) -> bool:
    """Whether it can be a name: one letter of any script, or a character of private use (rare Han characters)."""
    return any(unicodedata.category(letter)[0] == 'L' or unicodedata.category(letter) == 'Co' for letter in text)


def in_all(value: object, clean: Callable[[str], str] = prose) -> object:
    """JSON with every text cleaned, names of fields left as they are."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [in_all(part, clean) for part in value]
    if isinstance(value, dict):
        return {key: in_all(part, clean) for key, part in value.items()}
    return value


def any_damaged(value: object) -> bool:
    """Whether any text in the JSON is `damaged`, names of fields included."""
    if isinstance(value, str):
        return damaged(value)
    if isinstance(value, list):
        return any(any_damaged(part) for part in value)
    if isinstance(value, dict):
        return any(damaged(str(key)) or any_damaged(part) for key, part in value.items())
    return False


def _visible(text: str) -> str:
    kept: list[str] = []
    for place, letter in enumerate(text):
        before, after = kept[-1] if kept else '', text[place + 1 : place + 2]
        kept.append(_kept(letter, before, after))
        if not kept[-1]:
            kept.pop()
    return ''.join(kept)


def _kept(one: str, before: str, after: str) -> str:
    """The character, a blank for a blank of another width, or nothing."""
    if one in _MONGOLIAN_MARKS and _is_mongolian(before):
        return one
    if one == '\u3000' or one == '\n':
        return one
    if _BLANKS.fullmatch(one):
        return ' '
    if one in _JOINERS:
        return one if _joins(before) and _joins(after) else ''
    if _is_selector(one):
        return one if before and not before.isascii() and unicodedata.category(before)[0] in 'LS' else ''
    return '' if _is_nothing(one) else one


def _is_nothing(one: str) -> bool:
    category = unicodedata.category(one)
    # Of the format characters only the few that are drawn (the Arabic signs of number) stay.
    drawn = '\u0600' <= one <= '\u0605' or one in '\u06dd\u070f'
    return one in _FILLERS or category in ('Cc', 'Cs') or (category == 'Cf' and not drawn) or _is_no_character(one)


def _is_no_character(one: str) -> bool:
    return '\ufdd0' <= one <= '\ufdef' or ord(one) & 0xFFFE == 0xFFFE


def _is_selector(one: str) -> bool:
    return '\ufe00' <= one <= '\ufe0f' or '\U000e0100' <= one <= '\U000e01ef'


def _is_mongolian(one: str) -> bool:
    return '\u1800' <= one <= '\u18af' or '\U00011660' <= one <= '\U0001167f'


def _joins(one: str) -> bool:
    """Whether a joiner beside it can change how it is drawn: not beside Latin letters, Han characters and kana."""
    if len(one) != 1 or ord(one) < 0x0590:
        return False
    eastern = '\u2e80' <= one <= '\u9fff' or '\uac00' <= one <= '\ud7af' or '\uf900' <= one <= '\ufaff'
    return unicodedata.category(one)[0] in 'LMPS' and not eastern and not '\uff00' <= one <= '\uffef'


def _is_between(one: str) -> bool:
    """Blanks, dashes and whatever is not seen."""
    category = unicodedata.category(one)
    return category in ('Zs', 'Zl', 'Zp', 'Pd', 'Mn') or one == '\u2212' or _is_nothing(one)


def _blanks_as_one(text: str) -> str:
    """Runs of blanks as one; the narrow blank inside a Mongolian word is part of it."""
    narrow = '\u202f'
    return _BLANKS.sub(lambda run: narrow if run[0] == narrow else ' ', text).strip(' ' + narrow)

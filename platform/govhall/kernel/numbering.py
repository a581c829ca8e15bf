"""Case numbers: unique in the whole country, made without asking anyone, and safe to read out on the telephone.

Layout, 21 characters: hall code (8) + yyMMdd (6) + block (2) + serial (4) + check character (ISO 7064 MOD 37,36).
The hall code leads to the hall of origin; the block lets a village point number offline beside its township.
"""

import re
import secrets
from datetime import date, datetime

from stdnum.iso7064 import mod_37_36

from govhall.kernel import typed
from govhall.kernel.errors import Broken, Refused

LENGTH = 21
QUERY_WORD_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
_QUERY_WORD_LENGTH = 6
_HIGHEST_SERIAL = 9999
_HALL_CODE = re.compile(r'[0-9A-Z]{8}')
_BLOCK = re.compile(r'[0-9A-Z]{2}')
_READ = str.maketrans('OI', '01')
_TWINS = {'0': '字母 O', '1': '字母 I', 'O': '数字 0', 'I': '数字 1'}
_NUMBER = re.compile(r'[0-9A-Z]{8}\d{6}[0-9A-Z]{2}\d{4}[0-9A-Z]', re.ASCII)


class InvalidCaseNumber(Refused):
    """The number was mistyped: wrong length, impossible date or wrong check character."""

    code = 'INVALID_CASE_NUMBER'
    sentence = '办件编号有误，请对照回执重新输入 21 位编号。'


class UnclearCaseNumber(InvalidCaseNumber):
    """The check character is wrong and is one that is mistaken for another. For programs the code is the same."""

    code = 'UNCLEAR_CASE_NUMBER'
    sentence = '办件编号有误，请对照回执逐位核对；最后一位看着像 {shown} 的，也可能是 {other}，可以换一个再试。'


def compose_number(hall_code: str, day: date, block: str, serial: int) -> str:
    """The number of the case number `serial` (0 to 9999) of a block on a day.

    Raises `Broken` for parts that cannot be put into a number: whoever allots blocks and serials has a bug.
    """
    if not _HALL_CODE.fullmatch(hall_code) or not _BLOCK.fullmatch(block) or not 0 <= serial <= _HIGHEST_SERIAL:
        raise Broken(f'no case number can be made of hall {hall_code!r}, block {block!r}, serial {serial}')
    body = f'{hall_code}{day:%y%m%d}{block}{serial:04d}'
    return body + str(mod_37_36.calc_check_digit(body))


def check_number(number: str) -> str:
    """The number as printed, or `InvalidCaseNumber`: upper case, without blanks, hyphens and marks that nobody sees.

    O and I are read as 0 and 1 where the number as it was typed can't be one. The other way round nothing is tried:
    the check character would then let through what it is there to catch.
    """
    plain = typed.code(number)
    plain = plain[:8] + typed.figures(plain[8:14]) + plain[14:16] + typed.figures(plain[16:20]) + plain[20:]
    figures = plain.translate(_READ)
    for reading in (plain, figures[:-1] + plain[-1:], figures):
        if is_number(reading):
            return reading
    if len(plain) == LENGTH and plain[-1] in _TWINS:
        raise UnclearCaseNumber(field='number', shown=plain[-1], other=_TWINS[plain[-1]])
    raise InvalidCaseNumber(field='number')


def is_query_word(word: str) -> bool:
    """Whether it has the form of a query word (as typed: case and spaces around it do not matter)."""
    plain = word.strip().upper()
    return len(plain) == _QUERY_WORD_LENGTH and set(plain) <= set(QUERY_WORD_ALPHABET)


def hall_code_of(number: str) -> str:
    """The code of the hall where the case was handed in. Raises `InvalidCaseNumber`."""
    return check_number(number)[:8]


def new_query_word() -> str:
    """Six characters that, beside the number, let its applicant look up a case; without the look-alikes 0 O 1 I L."""
    return ''.join(secrets.choice(QUERY_WORD_ALPHABET) for _ in range(_QUERY_WORD_LENGTH))


def readings(code: str) -> tuple[str, ...]:
    """A hall code, or what begins with one, as it was typed and with O and I read as 0 and 1."""
    return tuple(dict.fromkeys((code, code.translate(_READ))))


def is_number(plain: str) -> bool:
    """Whether this is a case number as `check_number` gives it."""
    if not _NUMBER.fullmatch(plain) or not mod_37_36.is_valid(plain):
        return False
    try:
        datetime.strptime(plain[8:14], '%y%m%d')  # noqa: DTZ007 only asked whether it is a date
    except ValueError:
        return False
    return True

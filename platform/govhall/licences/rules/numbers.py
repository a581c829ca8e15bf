"""Numbers of licences as people type them: blanks, brackets and missing noughts are forgiven. Pure."""

import re

from govhall.kernel import typed
from govhall.kernel.numbering import is_number

LONGEST = 80
BRACKETS = str.maketrans({**dict.fromkeys('([{【', '〔'), **dict.fromkeys(')]}】', '〕')})
SERIAL = re.compile(r'第([0-9]{1,6})号?$')


def licence_number(text: str) -> str:
    """The number as the register keeps it: no blanks, one kind of brackets, capital letters."""
    return typed.line(typed.narrow(text)).replace(' ', '').translate(BRACKETS).upper()


def readings(text: str) -> list[str]:
    """The numbers that may be meant, the likeliest first; numbers that this system gives have six figures."""
    plain = licence_number(text)
    return list(dict.fromkeys([plain, SERIAL.sub(lambda told: f'第{int(told[1]):06d}号', plain)]))


def on_paper(number: str) -> str:
    """The same in papers; nothing for nothing."""
    return (f'原办件编号 {number}' if is_number(number) else f'原证照编号 {number}') if number else ''


def named(number: str) -> str:
    """What a case builds on, in words: 原办件 …, or 原证照 … where it is known by its licence."""
    return f'原办件 {number}' if is_number(number) else f'原证照 {number}'

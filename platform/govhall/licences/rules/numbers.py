"""Numbers of licences as people type them: blanks, brackets and missing noughts are forgiven. Pure."""

import re

from govhall.kernel import typed

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


def said(number: str, *, is_case: bool) -> str:
    """What a case builds on, in words: 原办件 …, or 原证照 … where it is known by its licence alone."""
    return f'原办件 {number}' if is_case else f'原证照 {number}'

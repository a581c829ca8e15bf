"""Sums of money in capital characters (大写), as papers about money carry them so that no digit can be added."""

from decimal import Decimal

DIGITS = '零壹贰叁肆伍陆柒捌玖'
UNITS = ('', '拾', '佰', '仟')
GROUPS = ('', '万', '亿', '万亿')


def in_capitals(amount: Decimal) -> str:
    """The sum in yuan, below ten to the sixteenth and in whole cents: 1020.50 is 壹仟零贰拾元伍角整."""
    yuan, cents = divmod(int(amount * 100), 100)
    jiao, fen = divmod(cents, 10)
    said = f'{_whole(yuan)}元' if yuan else ''
    if jiao:
        said += f'{DIGITS[jiao]}角'
    elif fen and yuan:
        said += '零'
    said += f'{DIGITS[fen]}分' if fen else '整'
    return said if amount else '零元整'


def _whole(number: int) -> str:
    said, gap = '', False
    for place in reversed(range(len(GROUPS))):
        four = number // 10_000**place % 10_000
        if not four:
            gap = bool(said)
            continue
        said += ('零' if said and (gap or four < 1000) else '') + _four(four) + GROUPS[place]
        gap = False
    return said


def _four(number: int) -> str:
    said, gap = '', False
    for place in reversed(range(len(UNITS))):
        digit = number // 10**place % 10
        if digit:
            said += ('零' if gap else '') + DIGITS[digit] + UNITS[place]
        gap = bool(said) and not digit
    return said

"""The number of a treasury receipt (财政电子票据): its code, its serial number and its check code. Pure.

财政票据管理办法 (财政部令第70号). A code has eight figures (region, class, kind, year), a number ten. The check code of
six characters is drawn by the treasury and can't be computed here.
"""

import re
from datetime import date
from typing import NamedTuple

from govhall.kernel import typed
from govhall.kernel.errors import Refused

CODE, NUMBER, CHECK = re.compile('[0-9]{8}'), re.compile('[0-9]{10}'), re.compile('[0-9A-Za-z]{6}')


class ReceiptMissing(Refused):
    """Money is taken and given back against a receipt of the treasury only (财政部令第70号)."""

    code = 'RECEIPT_MISSING'
    sentence = '请填写{what}的票据代码、票据号码和校验码，三样都印在票的右上角。'


class BadReceipt(Refused):
    """A part of the number has another shape."""

    code = 'BAD_RECEIPT'
    sentence = '{what}的{part}不对：{should}，请照票面重新输入。'


class ReceiptUsed(Refused):
    """One receipt is noted once."""

    code = 'RECEIPT_USED'
    status = 409
    sentence = '财政电子票据 {receipt} 已经登记过，一张票只能登记一次，请核对票据代码和号码。'


class TreasuryReceipt(NamedTuple):
    """The number of a receipt; the check code opens it on the treasury's page."""

    code: str
    number: str
    check: str

    def __str__(self) -> str:
        return f'{self.code} {self.number}'


def receipt_of(given: tuple[str, str, str], *, on: date, what: str = '财政电子票据') -> TreasuryReceipt:
    """The receipt as it was typed, wide figures and spaces forgiven. Raises ReceiptMissing, BadReceipt."""
    code, number, check = (''.join(typed.line(typed.narrow(part)).split()) for part in given)
    prefix = 'red' if what == RED else 'receipt'
    if not (code and number and check):
        lacking = next(
            part for part, text in zip(TreasuryReceipt._fields, (code, number, check), strict=True) if not text
        )
        raise ReceiptMissing(field=f'{prefix}_{lacking}', what=what)
    if not CODE.fullmatch(code):
        raise BadReceipt(field=f'{prefix}_code', what=what, part='票据代码', should='应是 8 位数字')
    if int(code[6:]) > on.year % 100:
        raise BadReceipt(field=f'{prefix}_code', what=what, part='票据代码', should='第 7、8 位是年度，不能晚于今年')
    if not NUMBER.fullmatch(number):
        raise BadReceipt(field=f'{prefix}_number', what=what, part='票据号码', should='应是 10 位数字')
    if not CHECK.fullmatch(check):
        raise BadReceipt(field=f'{prefix}_check', what=what, part='校验码', should='应是 6 位数字或字母')
    return TreasuryReceipt(code, number, check)


RED = '冲红的财政电子票据'

"""Identity numbers of people and organisations, checked the way a clerk would: what is wrong and what to do."""

import re
import unicodedata
from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from govhall.kernel.errors import Refused

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = '10X98765432'
_EARLIEST_BIRTH_YEAR = 1900
# First two digits of GB/T 2260; 71 Taiwan; 81, 82 and 83 stand on residence permits of Hong Kong, Macao and Taiwan
# residents (GB 11643 numbers since 2018).
_PROVINCES = frozenset(
    {
        *('11', '12', '13', '14', '15', '21', '22', '23', '31', '32', '33', '34', '35', '36', '37'),
        *('41', '42', '43', '44', '45', '46', '50', '51', '52', '53', '54', '61', '62', '63', '64', '65'),
        *('71', '81', '82', '83'),
    }
)


class InvalidResidentId(Refused):
    """The number is not one that GB 11643 allows."""

    code = 'invalid_resident_id'
    sentence = '身份证号应为 18 位，前 17 位是数字，最后一位是数字或 X，请核对证件。'


class OldResidentId(InvalidResidentId):
    """A number of fifteen digits; cards with it ended on 2013-01-01 (Resident Identity Card Law)."""

    code = 'old_resident_id'
    sentence = '15 位身份证号已停用，请按二代身份证填写 18 位号码。'


class UnknownResidentProvince(InvalidResidentId):
    """The first two digits name no province."""

    code = 'unknown_resident_province'
    sentence = '身份证号前两位“{prefix}”不是有效的省份代码，请核对证件。'


class ImpossibleBirthDate(InvalidResidentId):
    """Digits 7 to 14 are no day between 1900 and today."""

    code = 'impossible_birth_date'
    sentence = '身份证号第 7 至 14 位的出生日期不存在或晚于今天，请核对证件。'


class WrongResidentCheckDigit(InvalidResidentId):
    """The last character does not fit the seventeen before it: one of the eighteen was mistyped."""

    code = 'wrong_resident_check_digit'
    sentence = '身份证号最后一位应为 {expected}，请核对证件。'


class InvalidCreditCode(Refused):
    """The code is not a unified social credit code (GB 32100)."""

    code = 'invalid_credit_code'
    sentence = '统一社会信用代码有误，请对照营业执照或登记证书核对 18 位代码。'


class InvalidMobile(Refused):
    """The number is not a mobile number of the mainland."""

    code = 'invalid_mobile'
    sentence = '手机号应为 1 开头的 11 位数字，请核对。'


def check_resident_id(number: str, *, today: date) -> str:
    """The eighteen characters in upper case (GB 11643). Raises a subclass of `InvalidResidentId`.

    The county is not looked up: counties are merged and renamed, while the numbers of the people born there stay.
    """
    plain = _plain(number)
    if re.fullmatch(r'[0-9]{15}', plain):
        raise OldResidentId(field='id_number')
    if not re.fullmatch(r'[0-9]{17}[0-9X]', plain):
        raise InvalidResidentId(field='id_number')
    if plain[:2] not in _PROVINCES:
        raise UnknownResidentProvince(field='id_number', prefix=plain[:2])
    _check_birth(plain[6:14], today)
    total = sum(int(digit) * weight for digit, weight in zip(plain[:17], _WEIGHTS, strict=True))
    expected = _CHECK_CHARACTERS[total % 11]
    if plain[17] != expected:
        raise WrongResidentCheckDigit(field='id_number', expected=expected)
    return plain


def check_credit_code(code: str) -> str:
    """The eighteen characters of a unified social credit code in upper case (GB 32100), or `InvalidCreditCode`."""
    try:
        return str(uscc.validate(_plain(code)))
    except ValidationError as error:
        raise InvalidCreditCode(field='credit_code') from error


def check_mobile(phone: str) -> str:
    """The eleven digits of a mainland mobile number, without +86, spaces and hyphens, or `InvalidMobile`."""
    plain = re.sub(r'^(\+86|0086)', '', _plain(phone))
    if not re.fullmatch(r'1[3-9][0-9]{9}', plain):
        raise InvalidMobile(field='phone')
    return plain


def _plain(text: str) -> str:
    # NFKC: an input method in full-width mode types other characters that look the same.
    return re.sub(r'[\s-]', '', unicodedata.normalize('NFKC', text)).upper()


def _check_birth(digits: str, today: date) -> None:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise ImpossibleBirthDate(field='id_number') from error
    if birth.year < _EARLIEST_BIRTH_YEAR or birth > today:
        raise ImpossibleBirthDate(field='id_number')

"""Identity numbers of people and organisations, checked the way a clerk would: what is wrong and what to do."""

import re
from datetime import date

from stdnum.cn import uscc

from govhall.kernel import typed
from govhall.kernel.errors import Refused

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = '10X98765432'
_EARLIEST_BIRTH_YEAR = 1900
_PERMANENT_RESIDENT = '9'  # the first figure of a permanent residence card of 2023
# An X that an input method or a scanner makes: the sign of multiplication, and letters of other scripts.
_EX = str.maketrans('×✕ХΧ', 'XXXX')
# Registration department (GB 32100 and its amendments: A army, N farmers' collectives, Y others), kind, place, body.
_CREDIT_CODE = re.compile(r'[1-9ANY][1-9][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}')
_CREDIT_LETTERS = str.maketrans('OI', '01')  # neither is in the alphabet of GB 32100
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

    code = 'INVALID_RESIDENT_ID'
    sentence = '身份证号应为 18 位，前 17 位是数字，最后一位是数字或 X，请核对证件。'


class OldResidentId(InvalidResidentId):
    """A number of fifteen digits; cards with it ended on 2013-01-01 (Resident Identity Card Law)."""

    code = 'OLD_RESIDENT_ID'
    sentence = '15 位身份证号已停用，请按二代身份证填写 18 位号码。'


class UnknownResidentProvince(InvalidResidentId):
    """The first two digits name no province."""

    code = 'UNKNOWN_RESIDENT_PROVINCE'
    sentence = '身份证号前两位“{prefix}”不是有效的省份代码，请核对证件。'


class ImpossibleBirthDate(InvalidResidentId):
    """Digits 7 to 14 are no day between 1900 and today."""

    code = 'IMPOSSIBLE_BIRTH_DATE'
    sentence = '身份证号第 7 至 14 位的出生日期不存在或晚于今天，请核对证件。'


class WrongResidentCheckDigit(InvalidResidentId):
    """The last character does not fit the seventeen before it: one of the eighteen was mistyped."""

    code = 'WRONG_RESIDENT_CHECK_DIGIT'
    sentence = '身份证号最后一位应为 {expected}，请核对证件。'


class InvalidResidenceCard(InvalidResidentId):
    """Behind its 9 the number of a permanent residence card names no province or no nationality."""

    code = 'INVALID_RESIDENCE_CARD'
    sentence = '永久居留身份证号应为 9、两位省份代码、三位国籍代码、出生日期、三位顺序号和一位校验码，请核对证件。'


class InvalidCreditCode(Refused):
    """The code is not a unified social credit code (GB 32100)."""

    code = 'INVALID_CREDIT_CODE'
    sentence = '统一社会信用代码有误，请对照营业执照或登记证书核对 18 位代码。'


class WrongCreditCheckCharacter(InvalidCreditCode):
    """The last character does not fit the seventeen before it: one was mistyped. For programs the code is the same."""

    code = 'WRONG_CREDIT_CHECK_CHARACTER'
    sentence = '统一社会信用代码有误：按前 17 位，最后一位应为 {expected}，请对照营业执照或登记证书逐位核对。'


class InvalidMobile(Refused):
    """The number is not a mobile number of the mainland."""

    code = 'INVALID_MOBILE'
    sentence = '手机号应为 1 开头的 11 位数字，请核对。'


def check_id_number(number: str, *, today: date) -> str:
    """The number of a person or of an organisation, whichever it is. Raises what its shape comes closest to."""
    plain = typed.code(number)
    if _looks_like_organisation(plain):
        return check_credit_code(plain)
    try:
        return check_resident_id(plain, today=today)
    except InvalidResidentId:
        # Some credit codes have figures only: their own check tells them from a mistyped card.
        if _is_credit_code(plain):
            return plain
        raise


def same_id_number(number: str, *, today: date) -> str:
    """The number in the one spelling by which it is known, whatever was typed; a wrong one without blanks and marks."""
    try:
        return check_id_number(number, today=today)
    except Refused:
        return typed.code(number)


def check_resident_id(number: str, *, today: date) -> str:
    """The eighteen characters in upper case (GB 11643, or a permanent residence card of 2023).

    Raises a subclass of `InvalidResidentId`. The county is not looked up: counties are merged and renamed, while the
    numbers of the people born there stay. So it is with the nationality.
    """
    plain = typed.code(number).translate(_EX)
    plain = typed.figures(plain[:17]) + plain[17:].replace('O', '0').replace('I', '1')
    if re.fullmatch(r'[0-9]{15}', plain):
        raise OldResidentId(field='id_number')
    if not re.fullmatch(r'[0-9]{17}[0-9X]', plain):
        raise InvalidResidentId(field='id_number')
    _check_place(plain)
    _check_birth(plain[6:14], today)
    total = sum(int(digit) * weight for digit, weight in zip(plain[:17], _WEIGHTS, strict=True))
    expected = _CHECK_CHARACTERS[total % 11]
    if plain[17] != expected:
        raise WrongResidentCheckDigit(field='id_number', expected=expected)
    return plain


def born_on(number: str) -> date | None:
    """The day of birth in a number of eighteen characters; None where the number tells none, as a passport's."""
    if not re.fullmatch(r'[0-9]{17}[0-9X]', number):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def is_male(number: str) -> bool | None:
    """The sex in a number of eighteen characters (odd: male); None where the number tells none."""
    return None if born_on(number) is None else int(number[16]) % 2 == 1


def check_credit_code(code: str) -> str:
    """The eighteen characters of a unified social credit code in upper case (GB 32100), or `InvalidCreditCode`."""
    plain = typed.code(code).translate(_CREDIT_LETTERS)
    if not _CREDIT_CODE.fullmatch(plain):
        raise InvalidCreditCode(field='credit_code')
    expected = uscc.calc_check_digit(plain[:17])
    if plain[17] != expected and not _looks_like_organisation(plain):
        raise InvalidCreditCode(field='credit_code')  # rather the number of somebody's card
    if plain[17] != expected:
        raise WrongCreditCheckCharacter(field='credit_code', expected=expected)
    return plain


def check_mobile(phone: str) -> str:
    """The eleven digits of a mainland mobile number, without +86, spaces and hyphens, or `InvalidMobile`."""
    plain = re.sub(r'^(\+86|0086)', '', typed.figures(phone))
    if not re.fullmatch(r'1[3-9][0-9]{9}', plain):
        raise InvalidMobile(field='phone')
    return plain


def _looks_like_organisation(plain: str) -> bool:
    """Whether what was typed is meant as a credit code: letters where a card has figures, other than O, I and l."""
    return len(plain) in (17, 18, 19) and re.search(r'[A-HJ-KM-NP-Z]', plain[:17]) is not None


def _is_credit_code(plain: str) -> bool:
    try:
        return check_credit_code(plain) == plain
    except InvalidCreditCode:
        return False


def _check_place(plain: str) -> None:
    if plain[0] == _PERMANENT_RESIDENT:
        if plain[1:3] not in _PROVINCES or plain[3:6] == '000':
            raise InvalidResidenceCard(field='id_number')
    elif plain[:2] not in _PROVINCES:
        raise UnknownResidentProvince(field='id_number', prefix=plain[:2])


def _check_birth(digits: str, today: date) -> None:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise ImpossibleBirthDate(field='id_number') from error
    if birth.year < _EARLIEST_BIRTH_YEAR or birth > today:
        raise ImpossibleBirthDate(field='id_number')

"""What people identify themselves by: the types of GA/T 2000.156 that counters see, each with its own check."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from govhall.kernel import typed
from govhall.kernel.errors import Refused
from govhall.kernel.identity import check_resident_id

RESIDENT = '111'
_OLD_RESIDENCE_CARD = re.compile(r'[A-Z]{3}[0-9]{12}')
_RESIDENTS_OF_THE_REGIONS = {'810': ('81', '82'), '830': ('83',)}


class UnknownDocument(Refused):
    """A type that is not in the list."""

    code = 'UNKNOWN_DOCUMENT'
    sentence = '请从列出的证件类型中选。'


class InvalidDocumentNumber(Refused):
    """The number does not have the shape of its type."""

    code = 'INVALID_DOCUMENT_NUMBER'
    sentence = '{document}号码有误：{shape}，请对照证件逐位核对。'


@dataclass(frozen=True, slots=True)
class IdDocument:
    """A type of document: its code in GA/T 2000.156, its name, and what its number looks like (for the refusal)."""

    code: str
    name: str
    shape: str
    check: Callable[['IdDocument', str, date], str]

    def refused(self) -> InvalidDocumentNumber:
        """What is wrong with a number that does not fit."""
        return InvalidDocumentNumber(field='id_number', document=self.name, shape=self.shape)


def _resident(document: IdDocument, number: str, today: date) -> str:
    return check_resident_id(number, today=today)


def _regional(document: IdDocument, number: str, today: date) -> str:
    plain = check_resident_id(number, today=today)
    if not plain.startswith(_RESIDENTS_OF_THE_REGIONS[document.code]):
        raise document.refused()
    return plain


def _residence_card(document: IdDocument, number: str, today: date) -> str:
    """The card of 2023 has a number of eighteen characters that begins with 9; older cards three letters first."""
    plain = typed.code(number)
    if _OLD_RESIDENCE_CARD.fullmatch(plain):
        if not _is_day(plain[7:13]):
            raise document.refused()
        return plain
    plain = check_resident_id(plain, today=today)
    if not plain.startswith('9'):
        raise document.refused()
    return plain


def _is_day(six: str) -> bool:
    for century in ('19', '20'):
        try:
            date(int(century + six[:2]), int(six[2:4]), int(six[4:]))
        except ValueError:
            continue
        return True
    return False


def _shaped(pattern: str) -> Callable[[IdDocument, str, date], str]:
    compiled = re.compile(pattern)

    def check(document: IdDocument, number: str, today: date) -> str:
        plain = typed.code(number)
        if not compiled.fullmatch(plain):
            raise document.refused()
        return plain

    return check


_HK_PASS, _TAIWAN_PASS = r'[HM][0-9]{8}(?:[0-9]{2})?', r'[0-9]{8}|[0-9]{10}[A-Z]?'
_PASSPORT = r'(?=(?:[A-Z]*[0-9]){5})[A-Z0-9]{6,15}'
_OFFICER = r'[一-龥]{1,4}字第[0-9]{4,8}号'
_EIGHTEEN = '18 位，前 17 位是数字，最后一位是数字或 X'
# The residence permits of 2018 are younger than the standard of 2016: 810 and 830 are how exchanges call them.
_ALL = (
    IdDocument(RESIDENT, '居民身份证', _EIGHTEEN, _resident),
    IdDocument('112', '临时居民身份证', _EIGHTEEN, _resident),
    IdDocument('113', '户口簿', _EIGHTEEN, _resident),
    IdDocument('810', '港澳居民居住证', '18 位，以 81 或 82 开头', _regional),
    IdDocument('830', '台湾居民居住证', '18 位，以 83 开头', _regional),
    IdDocument('516', '港澳居民来往内地通行证', '字母 H 或 M 加 8 位或 10 位数字', _shaped(_HK_PASS)),
    IdDocument('511', '台湾居民来往大陆通行证', '8 位数字，旧证 10 位数字加一个字母', _shaped(_TAIWAN_PASS)),
    IdDocument('553', '外国人永久居留身份证', '新证 18 位、以 9 开头，旧证三个字母加 12 位数字', _residence_card),
    IdDocument('414', '护照', '6 到 15 位字母和数字，至少有 5 位数字', _shaped(_PASSPORT)),
    IdDocument('114', '军官证', '部别的字、“字第”、4 到 8 位数字和“号”', _shaped(_OFFICER)),
    IdDocument('115', '武警警官证', '部别的字、“字第”、4 到 8 位数字和“号”', _shaped(_OFFICER)),
)
ID_DOCUMENTS: Mapping[str, IdDocument] = {one.code: one for one in _ALL}


def check_document(document: str, number: str, *, today: date) -> str:
    """The number as it is kept. Raises UnknownDocument, InvalidResidentId and its kin, InvalidDocumentNumber."""
    found = ID_DOCUMENTS.get(document or RESIDENT)
    if found is None:
        raise UnknownDocument(field='document')
    return found.check(found, number, today)


def document_name(document: str) -> str:
    """How people call the type."""
    return ID_DOCUMENTS[document or RESIDENT].name if (document or RESIDENT) in ID_DOCUMENTS else '证件'

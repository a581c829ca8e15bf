"""Who may apply for a matter, asked before a paper is taken: the same rule at counter, village, online and GraphQL."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from federation.contracts.catalogue import WhoMayApply
from govhall.kernel.errors import Refused
from govhall.kernel.identity import born_on, is_male

# 服务对象 (GB/T 39046 annex A): 1 is a natural person, 2 to 5 are organisations, 6 is anybody else.
PERSONS, ORGANISATIONS = frozenset({'1', '6'}), frozenset({'2', '3', '4', '5', '6'})
ONLY_ORGANISATIONS = '这个事项只面向单位，个人不能申请。'
ONLY_PERSONS = '这个事项只面向个人，单位不能申请。'
SEXES = {'male': '男性', 'female': '女性'}


class ApplicantKind(StrEnum):
    """A person or an organisation."""

    PERSON = 'person'
    ORGANISATION = 'organisation'


class NotForApplicant(Refused):
    """The matter is not for who applies: by age, sex or kind."""

    code = 'NOT_FOR_APPLICANT'
    sentence = '{why}'


def check_who(who: WhoMayApply | None, applicants: Iterable[str], *, kind: str, id_number: str, today: date) -> None:
    """Refuse (NotForApplicant) who may not apply. What a number does not tell, as a passport's, is let pass."""
    if why := kind_refused(who, applicants, kind=kind):
        raise NotForApplicant(field='kind', why=why)
    if kind != ApplicantKind.PERSON or who is None:
        return
    born, male = born_on(id_number), is_male(id_number)
    if born is not None and (why := _age_refused(who, full_years(born, today))):
        raise NotForApplicant(field='id_number', why=why)
    if male is not None and who.sex and male != (who.sex == 'male'):
        raise NotForApplicant(field='id_number', why=f'本事项只面向{SEXES[who.sex]}，请核对证件。')


def kind_refused(who: WhoMayApply | None, applicants: Iterable[str], *, kind: str) -> str:
    """Why a person, or an organisation, can't apply; empty where it can or the kind is not said."""
    allowed = set(applicants)
    only = who.kind if who else ''
    if kind == ApplicantKind.PERSON and (only == ApplicantKind.ORGANISATION or (allowed and not allowed & PERSONS)):
        return ONLY_ORGANISATIONS
    if kind == ApplicantKind.ORGANISATION and (
        only == ApplicantKind.PERSON or (allowed and not allowed & ORGANISATIONS)
    ):
        return ONLY_PERSONS
    return ''


def household_doubt(who: WhoMayApply | None, *, kind: str, id_number: str, places: str) -> str:
    """What to look at in the household register where a number was given elsewhere; people move: it refuses nobody."""
    if who is None or not who.household or kind != ApplicantKind.PERSON or born_on(id_number) is None:
        return ''
    if any(id_number.startswith(area[:6].rstrip('0')) for area in who.household):
        return ''
    return f'本事项要户籍在{places}。证件号码是别处编的，请看户口簿。'


def say_who(who: WhoMayApply | None, applicants: Iterable[str], *, places: str = '') -> str:
    """Who may apply, in words; empty where anybody may."""
    allowed = set(applicants)
    only_persons = (who and who.kind == ApplicantKind.PERSON) or (allowed and not allowed & ORGANISATIONS)
    only_organisations = (who and who.kind == ApplicantKind.ORGANISATION) or (allowed and not allowed & PERSONS)
    parts = []
    if who and who.age_from:
        parts.append(f'年满 {who.age_from} 周岁')
    if who and who.age_below:
        parts.append(f'不满 {who.age_below} 周岁')
    if who and who.household and places:
        parts.append(f'户籍在{places}')
    if who and who.sex:
        parts.append(SEXES[who.sex])
    of = '单位' if only_organisations else '个人' if only_persons or parts else ''
    return f'{"、".join(parts)}的{of}' if parts else of


def full_years(born: date, today: date) -> int:
    """Age in full years (周岁): from the day of birth in each year on."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _age_refused(who: WhoMayApply, age: int) -> str:
    if age < who.age_from:
        return f'{age} 岁，本事项要满 {who.age_from} 周岁。'
    if who.age_below and age >= who.age_below:
        return f'{age} 岁，本事项只面向不满 {who.age_below} 周岁的人。'
    return ''

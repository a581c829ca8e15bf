"""Who may apply: age, sex and kind, from the catalogue's data alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.contracts.catalogue import WhoMayApply
from govhall.forms.eligibility import NotForApplicant, check_who, full_years, household_doubt, say_who

TODAY = date(2026, 12, 1)
WOMAN = '11010519491231002X'  # born on 1949-12-31
OLD = WhoMayApply(kind='person', age_from=80)


def ask(who: WhoMayApply | None, *, applicants: tuple[str, ...] = (), kind: str = 'person', number: str = WOMAN) -> str:
    try:
        check_who(who, applicants, kind=kind, id_number=number, today=TODAY)
    except NotForApplicant as refusal:
        return str(refusal)
    return ''


@pytest.mark.parametrize(
    ('who', 'said'),
    [
        (None, ''),
        (WhoMayApply(), ''),
        (OLD, '76 岁，本事项要满 80 周岁。'),
        (WhoMayApply(age_from=76), ''),
        (WhoMayApply(age_below=76), '76 岁，本事项只面向不满 76 周岁的人。'),
        (WhoMayApply(age_below=77), ''),
        (WhoMayApply(sex='male'), '本事项只面向男性，请核对证件。'),
        (WhoMayApply(sex='female'), ''),
        (WhoMayApply(kind='organisation'), '这个事项只面向单位，个人不能申请。'),
    ],
)
def test_a_person_is_told_at_once(who: WhoMayApply | None, said: str) -> None:
    assert ask(who) == said


def test_codes_of_the_catalogue_count_as_well_and_a_passport_tells_no_age() -> None:
    assert ask(None, applicants=('2',)) == '这个事项只面向单位，个人不能申请。'
    assert ask(None, applicants=('1',), kind='organisation') == '这个事项只面向个人，单位不能申请。'
    assert ask(None, applicants=('1', '2')) == ''
    assert ask(OLD, number='EA1234567') == ''
    assert ask(OLD, kind='organisation') == '这个事项只面向个人，单位不能申请。'


def test_household_elsewhere_is_a_doubt_and_no_refusal() -> None:
    here = WhoMayApply(household=['511921000000'])
    asked = {'kind': 'person', 'places': '通江县'}
    assert '通江县' in household_doubt(here, id_number=WOMAN, **asked)
    assert household_doubt(here, id_number='511921199005040010', **asked) == ''
    assert ask(here) == ''


def test_it_is_said_in_words() -> None:
    assert say_who(OLD, ('1',)) == '年满 80 周岁的个人'
    assert say_who(None, ()) == ''
    assert say_who(None, ('2', '3')) == '单位'


@given(born=st.dates(date(1900, 1, 1), date(2026, 12, 1)), today=st.dates(date(2026, 12, 1), date(2050, 1, 1)))
def test_an_age_is_reached_on_the_birthday_and_never_falls(born: date, today: date) -> None:
    age = full_years(born, today)
    assert 0 <= age <= 150
    assert full_years(born, today.replace(year=today.year + 1, day=min(today.day, 28))) in (age, age + 1)
    assert full_years(born, born) == 0

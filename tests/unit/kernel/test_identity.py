from datetime import date

import pytest
from stdnum.cn import uscc

from govhall.kernel import identity

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize('number', ['11010519491231002X', '440524188001010014'])
def test_standard_vector_has_the_right_check_digit(number: str) -> None:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    assert '10X98765432'[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11] == number[-1]


def with_check(body: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + '10X98765432'[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def test_resident_id_is_given_back_in_upper_case_and_without_spaces() -> None:
    assert identity.check_resident_id(' 110105 19491231 002x', today=TODAY) == '11010519491231002X'


def test_resident_id_typed_in_full_width_is_understood() -> None:
    typed = ''.join(chr(ord(character) + 0xFEE0) for character in '11010519491231002x')
    assert identity.check_resident_id(typed, today=TODAY) == '11010519491231002X'


@pytest.mark.parametrize('prefix', ['540481', '653228', '810000', '820000', '830000', '710000'])
def test_new_counties_and_residence_permits_are_accepted(prefix: str) -> None:
    number = with_check(f'{prefix}19900101001')
    assert identity.check_resident_id(number, today=TODAY) == number


@pytest.mark.parametrize('position', range(18))
def test_every_single_digit_error_of_a_resident_id_is_caught(position: int) -> None:
    number = '511921199003070018'
    right = with_check(number[:17])
    for digit in '0123456789X':
        wrong = right[:position] + digit + right[position + 1 :]
        if wrong != right:
            with pytest.raises(identity.InvalidResidentId):
                identity.check_resident_id(wrong, today=TODAY)


def test_wrong_last_digit_is_told_with_the_right_one() -> None:
    with pytest.raises(identity.WrongResidentCheckDigit) as refusal:
        identity.check_resident_id('110105194912310021', today=TODAY)
    assert str(refusal.value) == '身份证号最后一位应为 X，请核对证件。'
    assert refusal.value.field == 'id_number'


@pytest.mark.parametrize(
    ('number', 'kind'),
    [
        ('110105491231002', identity.OldResidentId),
        (with_check('89010519491231002'), identity.UnknownResidentProvince),
        (with_check('99010519491231002'), identity.InvalidResidenceCard),
        (with_check('95100019900101123'), identity.InvalidResidenceCard),
        (with_check('95115619900230123'), identity.ImpossibleBirthDate),
        (with_check('11010519490230002'), identity.ImpossibleBirthDate),
        (with_check('11010520991231002'), identity.ImpossibleBirthDate),
        ('440524188001010014', identity.ImpossibleBirthDate),
        ('', identity.InvalidResidentId),
        ('张小明', identity.InvalidResidentId),
    ],
)
def test_each_mistake_in_a_resident_id_has_its_own_answer(number: str, kind: type[identity.InvalidResidentId]) -> None:
    with pytest.raises(kind) as refusal:
        identity.check_resident_id(number, today=TODAY)
    assert type(refusal.value) is kind


@pytest.mark.parametrize(
    'code',
    [
        *('12441500196720244T', '11511301008778183N', '115113010833722043', '11511300008778693M', '91350100M000100Y43'),
        'N2511921MF01234515',  # a village collective
    ],
)
def test_real_credit_code_is_accepted(code: str) -> None:
    assert identity.check_credit_code(code.lower()) == code


@pytest.mark.parametrize('department', 'ANY')
def test_credit_code_of_a_department_with_a_letter_is_accepted(department: str) -> None:
    body = f'{department}2511921MF0123451'
    code = body + uscc.calc_check_digit(body)
    assert identity.check_credit_code(code) == code


def test_wrong_last_character_of_a_credit_code_is_told_with_the_right_one() -> None:
    with pytest.raises(identity.WrongCreditCheckCharacter, match='最后一位应为 9'):
        identity.check_credit_code('91511921MA62A1B2C0')


def test_a_card_in_place_of_a_credit_code_is_not_told_another_last_figure() -> None:
    with pytest.raises(identity.InvalidCreditCode) as refusal:
        identity.check_credit_code('11010519491231002X')
    assert type(refusal.value) is identity.InvalidCreditCode


def test_permanent_residence_card_is_accepted() -> None:
    assert identity.check_resident_id('9511 5619900101123x', today=TODAY) == '95115619900101123X'


def test_letters_that_look_like_figures_are_read_as_figures() -> None:
    assert identity.check_resident_id('ll0IO5l9491231OO2X', today=TODAY) == '11010519491231002X'
    assert identity.check_resident_id('11010519491231002×', today=TODAY) == '11010519491231002X'
    assert identity.check_credit_code('9I35O1OOM000100Y43') == '91350100M000100Y43'
    assert identity.check_mobile('l38I234l234') == '13812341234'


def test_marks_that_nobody_sees_are_no_part_of_a_number() -> None:
    assert identity.check_resident_id('511921198001011237\u200b', today=TODAY) == '511921198001011237'
    assert identity.check_mobile('\u202d13812345678\u202c') == '13812345678'


@pytest.mark.parametrize('number', ['5119211980010112²7', '51192119800101123⑦'])
def test_a_raised_or_circled_figure_is_no_figure(number: str) -> None:
    with pytest.raises(identity.InvalidResidentId):
        identity.check_resident_id(number, today=TODAY)


@pytest.mark.parametrize(
    ('number', 'kind'),
    [
        ('91511921MA62A1B2C0', identity.WrongCreditCheckCharacter),
        ('511921800101123', identity.OldResidentId),
        ('511921198001011236', identity.WrongResidentCheckDigit),
    ],
)
def test_a_number_of_whoever_is_refused_as_what_it_comes_closest_to(number: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        identity.check_id_number(number, today=TODAY)


@pytest.mark.parametrize('number', ['115113010833722043', '95115619900101123X', '91350100M000100Y43'])
def test_a_number_of_whoever_is_understood(number: str) -> None:
    assert identity.check_id_number(number, today=TODAY) == number


@pytest.mark.parametrize('code', ['91350100M000100Y44', '91350100M000100Y4', 'B1350100M000100Y43', ''])
def test_wrong_credit_code_is_refused(code: str) -> None:
    with pytest.raises(identity.InvalidCreditCode):
        identity.check_credit_code(code)


@pytest.mark.parametrize('phone', ['13812341234', '+86 138-1234-1234', '008613812341234'])
def test_mobile_number_is_given_back_as_eleven_digits(phone: str) -> None:
    assert identity.check_mobile(phone) == '13812341234'


@pytest.mark.parametrize('phone', ['12812341234', '1381234123', '0827-7221234', ''])
def test_other_numbers_are_no_mobile_numbers(phone: str) -> None:
    with pytest.raises(identity.InvalidMobile):
        identity.check_mobile(phone)

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from govhall.kernel.errors import Broken
from govhall.kernel.numbering import (
    LENGTH,
    QUERY_WORD_ALPHABET,
    InvalidCaseNumber,
    check_number,
    compose_number,
    hall_code_of,
    new_query_word,
)

CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
CLEAR = CHARACTERS.replace('O', '').replace('I', '')


def numbers(characters: str) -> st.SearchStrategy[str]:
    return st.builds(
        compose_number,
        st.text(characters, min_size=8, max_size=8),
        st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31)),
        st.text(characters, min_size=2, max_size=2),
        st.integers(min_value=0, max_value=9999),
    )


NUMBERS = numbers(CHARACTERS)
CLEAR_NUMBERS = numbers(CLEAR).filter(lambda number: number[-1] in CLEAR)


def test_number_is_made_of_hall_day_block_serial_and_check_character() -> None:
    number = compose_number('TJQY0001', date(2026, 11, 23), 'A0', 17)
    assert number[:-1] == 'TJQY0001261123A00017'
    assert len(number) == LENGTH


@given(number=NUMBERS)
def test_composed_number_passes_its_own_check(number: str) -> None:
    assert check_number(number) == number
    assert hall_code_of(number) == number[:8]


@given(
    number=CLEAR_NUMBERS,
    position=st.integers(min_value=0, max_value=LENGTH - 1),
    character=st.sampled_from(CHARACTERS),
)
def test_every_single_character_error_of_a_number_is_caught_or_read_back(
    number: str, position: int, character: str
) -> None:
    wrong = number[:position] + character + number[position + 1 :]
    if (character, number[position]) in {('O', '0'), ('I', '1')} or wrong == number:
        assert check_number(wrong) == number
    elif character != 'L' or number[position] != '1':
        with pytest.raises(InvalidCaseNumber):
            check_number(wrong)


@given(number=CLEAR_NUMBERS)
def test_letters_that_look_like_figures_are_read_as_figures(number: str) -> None:
    typed = number.replace('0', 'O').replace('1', 'I')
    assume(not mod_37_36.is_valid(typed[:8] + number[8:14] + typed[14:16] + number[16:20] + typed[20]))
    assert check_number(typed) == number


@given(number=numbers(CLEAR))
def test_a_check_character_that_is_a_letter_stays_one(number: str) -> None:
    typed = number[:8] + number[8:14].replace('0', 'O').replace('1', 'I') + number[14:]
    assert check_number(typed) == number


def test_a_last_character_that_is_mistaken_for_another_is_named() -> None:
    number = next(
        one
        for one in (compose_number('TJQY0001', date(2026, 11, 23), 'A0', serial) for serial in range(200))
        if one.endswith('O')
    )
    with pytest.raises(InvalidCaseNumber, match='看着像 0 的，也可能是 字母 O'):
        check_number(number[:-1] + '0')


def test_number_read_from_paper_with_spaces_and_small_letters_is_understood() -> None:
    number = compose_number('TJQY0001', date(2026, 11, 23), 'A0', 17)
    assert check_number(f' {number[:8].lower()} {number[8:14]}-{number[14:]} ') == number


@pytest.mark.parametrize('number', ['', 'TJQY0001', '办件编号', '0' * 21])
def test_other_text_is_no_case_number(number: str) -> None:
    with pytest.raises(InvalidCaseNumber):
        check_number(number)


@pytest.mark.parametrize(
    ('hall', 'block', 'serial'),
    [('TJQY001', 'A0', 1), ('tjqy0001', 'A0', 1), ('TJQY0001', 'A', 1), ('TJQY0001', 'A0', 10000)],
)
def test_parts_that_do_not_fit_are_a_bug(hall: str, block: str, serial: int) -> None:
    with pytest.raises(Broken):
        compose_number(hall, date(2026, 11, 23), block, serial)


def test_query_word_has_six_characters_and_no_look_alikes() -> None:
    words = {new_query_word() for _ in range(200)}
    assert len(words) == 200
    assert all(len(word) == 6 and set(word) <= set(QUERY_WORD_ALPHABET) for word in words)
    assert not set('0O1IL') & set(QUERY_WORD_ALPHABET)

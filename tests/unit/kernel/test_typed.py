"""What people type is read as it is meant, and nothing that is meant is lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhall.kernel import typed


def test_a_line_end_is_one_character_whoever_sent_it() -> None:
    assert typed.prose('一\r\n二\r三\u2028四\x0b五') == '一\n二\n三\n四\n五'


@pytest.mark.parametrize(
    'mark', ['\u200b', '\ufeff', '\u202d', '\u202c', '\u2067', '\u00ad', '\u3164', '\x07', '\ufffe']
)
def test_what_nobody_sees_is_left_out(mark: str) -> None:
    assert typed.prose(f'张{mark}三') == '张三'
    assert typed.code(f'51{mark}19') == '5119'
    assert typed.login(f'wang{mark}li') == 'wangli'


@pytest.mark.parametrize(
    'name',
    [
        'ཀི་ལི',
        'བསོད་\u200dནམས',  # a joiner between two Tibetan letters
        '\u1832\u180b\u1820\u202f\u1836\u1822\u180e\u1820',  # Mongolian with its selectors and the narrow blank
        'ئابدۇللا',
        'ꆈꌠ',
        '葛\U000e0100',  # a form of a Han character
        '李\ue863',  # a rare one that stands in the private area
        '阿卜杜拉·买买提',
        '👩\u200d🌾 ❤\ufe0f',
    ],
)
def test_what_a_script_needs_stays(name: str) -> None:
    assert typed.line(name) == name


def test_a_joiner_that_joins_nothing_is_left_out() -> None:
    assert typed.line('张\u200d三') == '张三'
    assert typed.line('\u200dཀ\u200c') == 'ཀ'


def test_one_line_has_one_blank_where_there_were_more() -> None:
    assert typed.line(' 四川\u3000\t巴山\r\n茶业\u00a0公司 ') == '四川 巴山 茶业 公司'


def test_a_code_is_narrow_capitals_without_blanks_and_dashes() -> None:
    assert typed.code('ｔｊｑｙ 0001—26\u200b11-23') == 'TJQY0001261123'
    assert typed.figures('l3O') == '130'
    assert typed.code('20²') == '20²'


def test_a_login_keeps_small_letters_and_dashes() -> None:
    assert typed.login(' ｗａｎｇ-li\u200b ') == 'wang-li'


@pytest.mark.parametrize(
    ('text', 'amount'),
    [
        ('80', '80'),
        ('１２．５０', '12.50'),
        ('1,250.00', '1250.00'),
        ('1，250 元', '1250'),
        ('￥12,345,678.9', '12345678.9'),
    ],
)
def test_an_amount_is_figures_a_point_and_whole_groups(text: str, amount: str) -> None:
    assert typed.amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    'text',
    ['12,5', '1,25', '12,50.00', '1250,000', '12.', '.5', '1_000', '1e5', '-1', 'NaN', '²', '٣', '1 2', '', '元'],
)
def test_what_could_be_read_in_two_ways_is_no_amount(text: str) -> None:
    assert typed.amount(text) is None


@pytest.mark.parametrize(
    ('text', 'can_be'), [('张', True), ('\ue863', True), ('ཀ', True), ('123', False), ('·', False)]
)
def test_a_name_has_a_letter(text: str, can_be: bool) -> None:
    assert typed.has_letter(text) is can_be


def test_half_a_character_and_nul_are_seen_everywhere_in_json() -> None:
    assert typed.any_damaged({'a': ['x', {'b': 'y\x00'}]})
    assert typed.any_damaged({'\ud800': 1})
    assert not typed.any_damaged({'a': ['x', {'b': 'y\x07'}], 'c': 7})


@given(st.text(st.characters(exclude_categories=())))
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_damaged(text: str) -> None:
    for clean in (typed.prose, typed.line, typed.code, typed.login):
        once = clean(text)
        assert clean(once) == once
        assert not typed.damaged(once)


@pytest.mark.parametrize(
    ('text', 'number'),
    [('20', 20), (' ２０ ', 20), ('20\u200b', 20), ('0', 0), ('007', 7)]
    + [(text, None) for text in ('', '²', '20²', '٣', '一', '½', '1_0', '+1', '-1', '1.0', '1e3', '0x1', '1' * 10)],
)
def test_a_whole_number_is_what_is_written_with_ten_figures(text: str, number: int | None) -> None:
    assert typed.whole(text) == number

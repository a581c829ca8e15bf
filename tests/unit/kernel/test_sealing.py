"""What is sealed opens in its place and nowhere else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhall.kernel.sealing import Keyring, Unreadable, read_keyring

MASTER, OTHER = bytes(range(32)), bytes(range(1, 33))
RING = Keyring({1: MASTER}, current=1)
ROTATED = Keyring({1: MASTER, 2: OTHER}, current=2)
HALL, COLUMN = 'h_tjns0001', 'casework_case.applicant_data'


def b64(key: bytes) -> str:
    return base64.b64encode(key).decode()


@given(st.binary(max_size=200), st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_any_text_opens_in_its_place(text: bytes, hall: str, column: str) -> None:
    sealed = RING.seal(text, hall=hall, column=column)
    assert RING.open(sealed, hall=hall, column=column) == text
    assert len(sealed) == len(text) + 29


def test_the_same_text_is_never_sealed_alike_and_does_not_shine_through() -> None:
    one, other = (RING.seal('张小明'.encode(), hall=HALL, column=COLUMN) for _ in range(2))
    assert one != other
    assert '张小明'.encode() not in one


@pytest.mark.parametrize(
    ('hall', 'column'), [('h_pcsm0001', COLUMN), (HALL, 'casework_case.opinions_data'), ('', HALL + COLUMN)]
)
def test_moved_to_another_hall_or_column_it_stays_shut(hall: str, column: str) -> None:
    with pytest.raises(Unreadable):
        RING.open(RING.seal(b'text', hall=HALL, column=COLUMN), hall=hall, column=column)


def test_hall_and_column_can_not_be_cut_elsewhere() -> None:
    sealed = RING.seal(b'text', hall='h_a', column='b.c')
    with pytest.raises(Unreadable):
        RING.open(sealed, hall='h_ab', column='.c')


@given(st.integers(min_value=0, max_value=32))
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(RING.seal(b'text', hall=HALL, column=COLUMN))
    sealed[place] ^= 1
    with pytest.raises(Unreadable):
        RING.open(bytes(sealed), hall=HALL, column=COLUMN)


@pytest.mark.parametrize('sealed', [b'', b'\x01', b'\x01' + bytes(12), bytes(60), b'\x09' + bytes(60)])
def test_what_was_never_sealed_is_refused_without_repeating_it(sealed: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        RING.open(sealed, hall=HALL, column=COLUMN)
    assert HALL in str(refusal.value)


def test_after_a_change_of_keys_the_old_one_still_opens_and_the_new_one_seals() -> None:
    before = RING.seal(b'text', hall=HALL, column=COLUMN)
    after = ROTATED.seal(b'text', hall=HALL, column=COLUMN)
    assert (before[0], after[0]) == (1, 2)
    assert ROTATED.open(before, hall=HALL, column=COLUMN) == ROTATED.open(after, hall=HALL, column=COLUMN) == b'text'
    with pytest.raises(Unreadable):
        RING.open(after, hall=HALL, column=COLUMN)


def test_the_version_itself_is_bound() -> None:
    twins = Keyring({1: MASTER, 2: MASTER}, current=1)
    sealed = twins.seal(b'text', hall=HALL, column=COLUMN)
    with pytest.raises(Unreadable):
        twins.open(b'\x02' + sealed[1:], hall=HALL, column=COLUMN)


def test_an_index_is_the_same_in_one_place_and_different_in_any_other() -> None:
    places = [(HALL, COLUMN), ('h_pcsm0001', COLUMN), (HALL, 'other.column')]
    found = [RING.index('11010519491231002X', hall=hall, column=column) for hall, column in places]
    assert len(set(found)) == 3
    assert found[0] == RING.index('11010519491231002X', hall=HALL, column=COLUMN)
    assert found[0] != RING.index('110105194912310011', hall=HALL, column=COLUMN)
    assert len(found[0]) == 16


def test_what_was_indexed_before_a_change_of_keys_is_still_found() -> None:
    before = RING.index('x', hall=HALL, column=COLUMN)
    after = ROTATED.index('x', hall=HALL, column=COLUMN)
    assert before != after
    assert set(ROTATED.indexes('x', hall=HALL, column=COLUMN)) == {before, after}


def test_settings_name_a_version_or_mean_the_first() -> None:
    ring = read_keyring(f'2:{b64(OTHER)}', [b64(MASTER)])
    assert ring.open(RING.seal(b'text', hall=HALL, column=COLUMN), hall=HALL, column=COLUMN) == b'text'
    assert ring.seal(b'text', hall=HALL, column=COLUMN)[0] == 2


@pytest.mark.parametrize(
    ('current', 'older'),
    [
        ('', []),
        (b64(MASTER)[:-4], []),
        ('no base64!', []),
        (f'0:{b64(MASTER)}', []),
        (f'256:{b64(MASTER)}', []),
        (f'two:{b64(MASTER)}', []),
        (b64(MASTER), [b64(OTHER)]),
    ],
)
def test_a_weak_or_doubtful_key_is_refused(current: str, older: list[str]) -> None:
    with pytest.raises(ValueError):
        read_keyring(current, older)

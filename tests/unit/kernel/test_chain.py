import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhall.kernel.chain import GENESIS, canonical, link
from govhall.kernel.errors import Broken

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=['Cs'])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text('abc事项', max_size=3), inner, max_size=4),
    max_leaves=12,
)


def test_canonical_form_is_sorted_compact_and_readable() -> None:
    assert canonical({'b': [1, None], 'a': '受理'}) == '{"a":"受理","b":[1,null]}'.encode()


@given(body=st.dictionaries(st.text(max_size=3, alphabet='abc'), JSON))
def test_order_of_keys_makes_no_difference(body: dict[str, object]) -> None:
    assert canonical(dict(reversed(body.items()))) == canonical(body)


@given(bodies=st.lists(JSON, min_size=1, max_size=6), position=st.integers(min_value=0), changed=JSON)
def test_change_of_any_record_changes_the_last_link(bodies: list[object], position: int, changed: object) -> None:
    position %= len(bodies)
    other = [*bodies[:position], changed, *bodies[position + 1 :]]
    same = canonical(changed) == canonical(bodies[position])
    assert (_last(other) == _last(bodies)) is same


def test_removal_of_a_record_changes_the_last_link() -> None:
    assert _last(['收件', '受理', '办结']) != _last(['收件', '办结'])


@pytest.mark.parametrize('value', [1.5, {1: 'a'}, {'a': {2, 3}}, b'x', '\ud800'])
def test_value_without_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(Broken):
        canonical(value)


def _last(bodies: list[object]) -> str:
    previous = GENESIS
    for body in bodies:
        previous = link(previous, body)
    return previous

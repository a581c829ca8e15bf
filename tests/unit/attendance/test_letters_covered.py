"""Who stands in has the same letters: power by power, matter by matter."""

from hypothesis import given
from hypothesis import strategies as st

from govhall.attendance.letters_covered import HeldLetter, not_covered

MATTERS = ('a', 'b', 'c')
POWERS = ('decide', 'approve', 'submit', 'review', 'seal', 'print', 'collect', 'head', 'receive')


def letter(*powers: str, matters: str | None = None) -> HeldLetter:
    return HeldLetter(frozenset(powers), None if matters is None else frozenset(matters))


letters = st.lists(
    st.builds(
        HeldLetter,
        powers=st.frozensets(st.sampled_from(POWERS), min_size=1),
        matters=st.none() | st.frozensets(st.sampled_from(MATTERS)),
    ),
    max_size=4,
)


def test_the_same_power_over_the_same_matter_covers_and_another_matter_does_not() -> None:
    away = [letter('decide', matters='ab')]
    assert not_covered(away, [letter('decide', matters='abc')], MATTERS) == {}
    assert not_covered(away, [letter('decide', matters='a')], MATTERS) == {'b': {'decide'}}
    assert not_covered(away, [letter('submit', matters='ab')], MATTERS) == {'a': {'decide'}, 'b': {'decide'}}


def test_two_letters_cover_together_and_both_wordings_count() -> None:
    away = [letter('decide', 'submit')]
    assert (
        not_covered(away, [letter('approve', matters='ab'), letter('decide', matters='c'), letter('review')], MATTERS)
        == {}
    )


def test_a_letter_for_all_matters_is_covered_only_by_all_of_them() -> None:
    assert not_covered([letter('decide')], [letter('decide', matters='ab')], MATTERS) == {'c': {'decide'}}


def test_an_office_and_what_opens_nothing_are_nobody_s_to_stand_in_for() -> None:
    assert not_covered([letter('head', 'receive', 'deliver', 'defend')], [], MATTERS) == {}


@given(away=letters, stands_in=letters)
def test_who_has_the_letters_of_both_lacks_nothing_and_more_letters_never_take_any(
    away: list[HeldLetter], stands_in: list[HeldLetter]
) -> None:
    assert not_covered(away, away + stands_in, MATTERS) == {}
    alone, together = not_covered(away, [], MATTERS), not_covered(away, stands_in, MATTERS)
    assert all(powers <= alone[matter] for matter, powers in together.items())

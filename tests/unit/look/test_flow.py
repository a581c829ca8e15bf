from hypothesis import given
from hypothesis import strategies as st

from govhall.look.flow import FlowLevel, lay_out

LEVELS = [
    FlowLevel('村', received=100, decided=60, forwarded=40),
    FlowLevel('乡镇', received=160, decided=150, forwarded=50),
    FlowLevel('县', received=0, decided=30, forwarded=0),
]


def test_flow_is_drawn_from_the_highest_level_down() -> None:
    assert [row.level.name for row in lay_out(LEVELS)] == ['县', '乡镇', '村']
    assert [row.last for row in lay_out(LEVELS)] == [True, False, False]


def test_widths_are_shares_of_the_widest_level() -> None:
    county, township, village = lay_out(LEVELS)
    assert (village.rising, village.staying, village.done) == (20.0, 0.0, 30.0)
    assert (township.from_below, township.rising, township.done) == (20.0, 25.0, 75.0)
    assert (county.from_below, county.in_hand, county.staying) == (25.0, 20, 10.0)


def test_single_case_beside_ten_thousand_can_still_be_seen() -> None:
    small = lay_out([FlowLevel('村', 10000, 9999, 1)])[0]
    assert small.rising >= 0.5


def test_day_without_cases_draws_nothing() -> None:
    assert lay_out([FlowLevel('村', 0, 0, 0)])[0].done == 0.0
    assert lay_out([]) == []


@given(
    st.lists(
        st.builds(FlowLevel, st.just('级'), *[st.integers(min_value=0, max_value=10**6)] * 3), min_size=1, max_size=5
    )
)
def test_no_row_grows_beyond_the_drawing_even_when_figures_disagree(levels: list[FlowLevel]) -> None:
    for row in lay_out(levels):
        # Each part that is not empty is drawn at least 0.6 wide.
        assert 0 <= row.rising + row.staying + row.done <= 100 + 3 * 0.6
        assert row.in_hand >= 0

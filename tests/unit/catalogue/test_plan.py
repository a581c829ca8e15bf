"""The way of a case over the ladder of halls, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from govhall.catalogue.routing import RouteKind, RouteLevel, plan
from govhall.catalogue.rules import Mode, Power

NONE: frozenset[Power] = frozenset()


def rung(code: str, mode: Mode | None = None, *branches: RouteLevel) -> RouteLevel:
    return RouteLevel(code, f'{code}大厅', mode.powers if mode else NONE, branches)


def test_hall_that_may_decide_keeps_the_case() -> None:
    way = plan([rung('township', Mode.ENTRUSTED), rung('county', Mode.OWN)])
    assert (way.decider, way.next_hall, way.kind) == ('township', None, RouteKind.HERE)


def test_reviewed_case_is_reported_to_the_deciding_parent() -> None:
    way = plan([rung('township', Mode.REVIEW), rung('county', Mode.OWN)])
    assert (way.decider, way.next_hall, way.kind) == ('county', 'county', RouteKind.REPORT)
    assert '转报county大厅' in way.reason


def test_received_case_goes_to_the_deciding_parent() -> None:
    way = plan([rung('township', Mode.RECEIPT), rung('county', Mode.OWN)])
    assert (way.decider, way.next_hall, way.kind) == ('county', 'county', RouteKind.RECEIPT)
    assert way.powers == {Power.RECEIVE}


def test_case_of_a_branch_goes_to_the_branch_directly() -> None:
    branch = rung('tax', Mode.OWN)
    ladder = [rung('township', Mode.RECEIPT), rung('county', Mode.RECEIPT, branch), rung('city')]
    assert plan(ladder).next_hall == 'tax'
    assert plan(ladder[1:]).next_hall == 'tax'


def test_case_for_the_branch_of_a_hall_far_above_passes_the_reviewer_on_the_way() -> None:
    ladder = [rung('township', Mode.RECEIPT), rung('county', Mode.REVIEW), rung('city', None, rung('tax', Mode.OWN))]
    way = plan(ladder)
    assert (way.decider, way.next_hall) == ('tax', 'county')
    assert plan(ladder[1:]).next_hall == 'tax'


def test_case_for_the_province_is_reviewed_by_the_county_and_passes_over_a_city_without_grant() -> None:
    ladder = [rung('township', Mode.RECEIPT), rung('county', Mode.REVIEW), rung('city'), rung('province', Mode.OWN)]
    first, second = plan(ladder), plan(ladder[1:])
    assert (first.decider, first.next_hall, first.kind) == ('province', 'county', RouteKind.RECEIPT)
    assert (second.decider, second.next_hall, second.kind) == ('province', 'province', RouteKind.REPORT)


def test_lowest_of_two_deciding_halls_is_chosen() -> None:
    ladder = [rung('township', Mode.RECEIPT), rung('county', Mode.OWN), rung('province', Mode.OWN)]
    assert plan(ladder).decider == 'county'


def test_case_that_nobody_is_known_to_decide_goes_to_the_parent_and_says_so() -> None:
    way = plan([rung('township', Mode.RECEIPT), rung('county'), rung('city')])
    assert (way.decider, way.next_hall) == (None, 'county')
    assert '没有查到有权决定' in way.reason


def test_highest_hall_without_power_has_nowhere_to_send_a_case() -> None:
    way = plan([rung('province', Mode.RECEIPT)])
    assert (way.decider, way.next_hall) == (None, None)


def test_hall_without_receipt_power_is_told_that_the_clock_has_not_started() -> None:
    way = plan([rung('township'), rung('county', Mode.OWN)])
    assert way.powers == NONE
    assert '代办' in way.reason
    assert '才起算时限' in way.reason


MODES = st.sampled_from([None, *Mode])


@st.composite
def ladders(draw: st.DrawFn) -> list[RouteLevel]:
    made = []
    for height in range(draw(st.integers(1, 4))):
        branches = [rung(f'{height}.{turn}', draw(MODES)) for turn in range(draw(st.integers(0, 2)))]
        made.append(rung(str(height), draw(MODES), *branches))
    return made


@given(ladders())
def test_no_route_leads_to_a_hall_without_power_unless_the_reason_says_unknown(ladder: list[RouteLevel]) -> None:
    powers = {hall.code: hall.powers for above in ladder for hall in (above, *above.branches)}
    way = plan(ladder)
    if way.decider is None:
        assert '没有查到有权决定' in way.reason
        assert not any(Power.DECIDE in held for held in powers.values())
    else:
        assert Power.DECIDE in powers[way.decider]
        assert way.next_hall is None or Power.RECEIVE in powers[way.next_hall]


@given(ladders())
def test_following_the_routes_always_ends_at_the_decider(ladder: list[RouteLevel]) -> None:
    decider = plan(ladder).decider
    standing = ladder
    for _ in range(len(ladder) + 1):
        way = plan(standing)
        if decider is None or way.next_hall is None or way.next_hall == decider:
            break
        height = [above.code for above in standing].index(way.next_hall)
        standing = standing[height:]
    assert decider in (None, way.decider)

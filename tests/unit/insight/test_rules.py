"""What facts add to the figures."""

from collections import Counter
from datetime import date
from typing import NamedTuple
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from federation.contracts.facts import CaseFact
from govhall.insight.rules import Metric, PlacedFact, ReportedFact, Spot, contributions, movement, newest, told_cells

DAY, NEXT = date(2026, 11, 20), date(2026, 11, 23)
AREAS = ('511921100000', '511921000000', '511900000000', '510000000000')

days = st.none() | st.dates(date(2026, 11, 1), date(2026, 11, 5))
facts = st.builds(
    CaseFact,
    fact=st.sampled_from([UUID(int=1), UUID(int=2)]),
    version=st.integers(1, 4),
    hall=st.just('TJNS0001'),
    hall_kind=st.sampled_from(['township', 'county']),
    area=st.just(AREAS[0]),
    matter=st.sampled_from(['A', 'B']),
    at_point=st.booleans(),
    received_on=days,
    accepted_on=days,
    forwarded_on=days,
    decided_on=days,
    closed_on=days,
    outcome=st.sampled_from(['', 'approved', 'refused', 'withdrawn', 'not_accepted']),
    on_the_spot=st.booleans(),
    on_time=st.none() | st.booleans(),
    delivered_on=days,
    rating=st.none() | st.integers(1, 5),
)


class Entry(NamedTuple):
    """A hall of the directory."""

    code: str
    parent_code: str
    cell: str


def fact(**changes: object) -> CaseFact:
    values: dict[str, object] = {
        'fact': UUID(int=1),
        'version': 1,
        'hall': 'TJNS0001',
        'hall_kind': 'township',
        'area': AREAS[0],
        'matter': 'A',
    }
    return CaseFact(**(values | changes))  # type: ignore[arg-type]


def part(one: CaseFact) -> PlacedFact:
    return PlacedFact(one, AREAS)


def summed(*moves: Counter[tuple[Spot, Metric]]) -> dict[tuple[Spot, Metric], int]:
    total: Counter[tuple[Spot, Metric]] = Counter()
    for move in moves:
        total.update(move)
    return {key: number for key, number in total.items() if number}


def flat(old: CaseFact | None, new: CaseFact) -> Counter[tuple[Spot, Metric]]:
    moved = movement([(part(old) if old else None, part(new))])
    return Counter({(spot, metric): number for spot, counts in moved.items() for metric, number in counts.items()})


def test_each_thing_counts_on_the_day_on_which_it_happened() -> None:
    told = fact(received_on=DAY, at_point=True, accepted_on=DAY, decided_on=NEXT, on_the_spot=True, on_time=True)
    assert contributions(told) == {
        (DAY, Metric.RECEIVED): 1,
        (DAY, Metric.RECEIVED_AT_POINT): 1,
        (DAY, Metric.ACCEPTED): 1,
        (NEXT, Metric.DECIDED): 1,
        (NEXT, Metric.ON_THE_SPOT): 1,
        (NEXT, Metric.ON_TIME): 1,
    }


def test_a_hall_that_only_passes_a_case_on_counts_nothing_but_that() -> None:
    assert contributions(fact(forwarded_on=DAY)) == {(DAY, Metric.FORWARDED): 1}


def test_a_withdrawal_counts_on_the_day_of_closing_and_is_no_decision() -> None:
    assert contributions(fact(closed_on=NEXT, outcome='withdrawn')) == {(NEXT, Metric.WITHDRAWN): 1}


def test_a_late_refusal_is_both_late_and_refused() -> None:
    told = fact(decided_on=DAY, closed_on=DAY, outcome='refused', on_time=False)
    assert set(contributions(told)) == {(DAY, Metric.DECIDED), (DAY, Metric.LATE), (DAY, Metric.REFUSED)}


def test_grade_three_is_good_and_grade_four_is_not() -> None:
    good, bad = (contributions(fact(delivered_on=DAY, rating=grade)) for grade in (3, 4))
    assert (good[DAY, Metric.RATED_GOOD], bad[DAY, Metric.RATED_GOOD], bad[DAY, Metric.RATED]) == (1, 0, 1)


def test_a_fact_counts_for_its_area_and_all_above() -> None:
    moved = movement([(None, part(fact(received_on=DAY)))])
    assert sorted(spot.area for spot in moved) == sorted(AREAS)


def test_an_old_version_is_taken_out_of_the_areas_it_was_added_to() -> None:
    old = PlacedFact(fact(received_on=DAY), ('511921100000', '511900000000'))
    new = PlacedFact(fact(version=2, received_on=DAY), ('511921100000', '511921000000'))
    moved = {spot.area: counts[Metric.RECEIVED] for spot, counts in movement([(old, new)]).items()}
    assert moved == {'511900000000': -1, '511921000000': 1}


def test_an_unchanged_fact_moves_nothing() -> None:
    assert not movement([(part(fact(received_on=DAY)), part(fact(version=2, received_on=DAY)))])


@given(told=st.lists(st.builds(ReportedFact, facts, st.integers(1, 3)), min_size=1, max_size=8), data=st.data())
def test_any_order_with_any_repetition_gives_what_the_newest_versions_give(
    told: list[ReportedFact], data: st.DataObject
) -> None:
    versions = list({(one.fact.fact, one.order): one for one in told}.values())  # a version never says two things
    road = data.draw(st.permutations(versions + data.draw(st.lists(st.sampled_from(versions), max_size=5))))
    held: dict[UUID, ReportedFact] = {}
    moves = []
    for one in road:
        old = held.get(one.fact.fact)
        if old is None or one.order > old.order:
            moves.append(flat(old.fact if old else None, one.fact))
            held[one.fact.fact] = one
    assert summed(*moves) == summed(*(flat(None, one.fact) for one in newest(versions)))


def test_what_is_told_after_a_restore_counts_though_its_version_is_lower() -> None:
    lost, told = ReportedFact(fact(version=7, decided_on=DAY), 1), ReportedFact(fact(version=3), 2)
    assert newest([told, lost]) == newest([lost, told]) == [told]


def test_a_watermark_goes_to_the_halls_own_cell_and_each_cell_above_once() -> None:
    entries = [Entry('T', 'C', 'bazhong'), Entry('C', 'S', 'bazhong'), Entry('S', '', 'sichuan')]
    assert told_cells(['C', 'T', 'unknown'], entries) == {'bazhong': ['C', 'T'], 'sichuan': ['C', 'T']}


def test_a_directory_that_names_a_hall_its_own_parent_ends() -> None:
    assert told_cells(['T'], [Entry('T', 'T', 'bazhong')]) == {'bazhong': ['T']}

"""After any order of mergers every hall has exactly one hall that stands for it, and it is open."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.contracts.directory import VillageGoes
from federation.directory.rules import (
    SuccessorsInCircle,
    a_year_after,
    heir_by_name,
    heir_by_place,
    last_successor,
    passes_on,
)

Merger = tuple[int, int]


@st.composite
def mergers(draw: st.DrawFn) -> tuple[int, list[Merger]]:
    """So many halls, and mergers one after the other: an open hall into another open one."""
    count = draw(st.integers(2, 12))
    remaining, found = list(range(count)), []
    for _ in range(draw(st.integers(0, count - 1))):
        closed = draw(st.sampled_from(remaining))
        remaining.remove(closed)
        found.append((closed, draw(st.sampled_from(remaining))))
    return count, found


@given(mergers())
def test_every_hall_has_one_open_hall_that_stands_for_it(case: tuple[int, list[Merger]]) -> None:
    count, done = case
    into = {str(closed): str(successor) for closed, successor in done}
    for code in map(str, range(count)):
        last = last_successor(code, lambda one: into.get(one, ''))
        assert last not in into
        assert (last == code) == (code not in into)


@given(mergers())
def test_a_merger_moves_all_that_stood_behind_the_closed_hall_and_nobody_else(case: tuple[int, list[Merger]]) -> None:
    count, done = case
    into: dict[str, str] = {}
    standing = {str(code): str(code) for code in range(count)}
    for closed, successor in done:
        into[str(closed)] = str(successor)
        standing = {code: str(successor) if one == str(closed) else one for code, one in standing.items()}
        assert {code: last_successor(code, lambda one: into.get(one, '')) for code in standing} == standing


@given(st.permutations(list('ABCD')))
def test_a_circle_is_found_instead_of_followed_for_ever(ring: list[str]) -> None:
    into = dict(zip(ring, [*ring[1:], ring[0]], strict=True))
    with pytest.raises(SuccessorsInCircle):
        last_successor('A', lambda one: into[one])


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_passing_on_ends_after_exactly_twelve_months(day: date) -> None:
    end = a_year_after(day)
    assert passes_on(day, end - timedelta(days=1))
    assert not passes_on(day, end)
    assert (end.year, end.month) == (day.year + 1, 3 if (day.month, day.day) == (2, 29) else day.month)


VILLAGES = [
    VillageGoes(code='511921111201', name='李家村', successor='TJNS0001'),
    VillageGoes(code='511921111203', name='新李家村', successor='TJFY0001'),
    VillageGoes(code='511921111205', name='园坝村', successor='TJFY0001'),
]


@pytest.mark.parametrize(
    ('addresses', 'heir'),
    [
        (['李家村三组'], 'TJNS0001'),
        (['新李家村三组'], 'TJFY0001'),
        (['新李家村与园坝村交界'], 'TJFY0001'),
        (['李家村', '园坝村'], ''),
        (['新街 3 号'], ''),
        ([], ''),
    ],
)
def test_an_address_tells_the_hall_if_all_villages_that_it_names_go_there(addresses: list[str], heir: str) -> None:
    assert heir_by_name(VILLAGES, addresses) == heir


def test_the_first_place_that_is_a_village_tells_the_hall() -> None:
    assert heir_by_place(VILLAGES, ['511921111000', '511921111203', '511921111201']) == 'TJFY0001'
    assert heir_by_place(VILLAGES, ['511921113000', '']) == ''

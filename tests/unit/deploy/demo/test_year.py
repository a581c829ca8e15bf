"""The year behind the demo, as it is drawn: who works there, on which days, and what stands open at its end."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from deploy.demo.chiefs import chiefs, departments, window_people
from deploy.demo.people import OF_BRANCH, logins
from deploy.demo.player.tries import TRIES
from deploy.demo.topology import CENTRE_HALL, halls
from deploy.demo.workdays import is_workday
from deploy.demo.year.days import Calendar, open_days
from deploy.demo.year.online import photo
from deploy.demo.year.open import OpenCases
from deploy.demo.year.plan import Planned, Planner, Seed

FIRST, LAST = date(2025, 12, 1), date(2026, 11, 27)
DAYS = open_days(FIRST, LAST)


@pytest.fixture(scope='module')
def drawn() -> tuple[Seed, Planner, Calendar]:
    chance = Random(1)  # noqa: S311 - nothing secret is drawn
    calendar, seed = Calendar(DAYS, chance), Seed(halls('direct'))
    return seed, Planner(seed, calendar, chance), calendar


@pytest.fixture(scope='module')
def year(drawn: tuple[Seed, Planner, Calendar]) -> list[Planned]:
    return list(drawn[1].year(DAYS[:-35], 1500))


def test_centre_has_the_twenty_nine_departments_and_seventy_three_people_of_the_seed() -> None:
    seed = halls('kafka')
    people = [*logins(seed), *chiefs(seed), *window_people(seed)]
    assert len({person.username for person in people}) == len(people)
    assert sum(person.hall == CENTRE_HALL for person in people) == 73
    assert (len(chiefs(seed)), len(window_people(seed))) == (29, 31)
    assert all(one.matters for one in departments())


def test_every_matter_occurs_and_fifteen_hundred_cases_are_drawn(
    drawn: tuple[Seed, Planner, Calendar], year: list[Planned]
) -> None:
    assert len(year) >= 1450
    assert {one.matter['code'] for one in year} == set(drawn[0].matters)
    assert all(one.answers for one in year if one.matter['code'] in drawn[0].forms)
    assert {one.ends for one in year} == {'approved', 'refused', 'declined', 'withdrawn'}


def test_work_is_done_on_working_days_in_working_hours(
    drawn: tuple[Seed, Planner, Calendar], year: list[Planned]
) -> None:
    moments = [one.at for one in year]
    moments += [later for moment in moments if (later := drawn[2].later(moment, 0))]
    for moment in moments:
        minute = moment.hour * 60 + moment.minute
        assert is_workday(moment.date())
        assert 540 <= minute < 720 or 810 <= minute < 1020, moment


def test_each_department_and_each_stage_stands_open(drawn: tuple[Seed, Planner, Calendar]) -> None:
    seed, planner, calendar = drawn
    found = list(OpenCases(seed, planner, calendar, DAYS).all())
    assert 50 <= len(found) <= 80
    of_departments = found[:29]
    halls_of = Counter(one.hall for one in of_departments)
    assert halls_of == {CENTRE_HALL: 27, **dict.fromkeys(OF_BRANCH, 1)}
    assert {one.stops_at for one in found} >= {'accept', 'decide', 'review', 'forward', 'supply', 'licence', 'deliver'}
    assert {one.hall for one in found} == {hall.code for hall in seed.halls if hall.kind not in ('city', 'province')}


def test_the_same_lot_draws_the_same_days() -> None:
    first, again = (Calendar(DAYS, Random(3)).moment(DAYS[0]) for _ in range(2))  # noqa: S311 - nothing secret is drawn
    assert first == again


def test_photo_is_a_picture() -> None:
    assert photo(Random(1)).startswith(b'\x89PNG')  # noqa: S311 - nothing secret is drawn


def test_things_to_try_name_people_of_the_demo() -> None:
    seed = halls('kafka')
    known = {(one.hall, one.duty) for one in [*logins(seed), *chiefs(seed), *window_people(seed)]}
    assert len(TRIES) >= 10
    assert {(one.hall, one.duty) for one in TRIES} <= known
    assert all(one.shows and one.says for one in TRIES)

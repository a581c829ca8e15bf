"""Several intakes at once: committed for real, each on a connection of its own."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from federation.contracts.facts import CaseFact
from govhall.insight.counts import total
from govhall.insight.models import DayFigures, KeptFact
from tests.builders.world import COUNTY, OTHER_TOWNSHIP, TOWNSHIP, World
from tests.flow.insight.facts import DAY, fact, tell

INTAKES, CASES = 4, 40


@pytest.fixture
def committed(world: World) -> Iterator[World]:
    """The world; what threads of the test commit, outside of its transaction, is deleted."""
    yield world
    with ThreadPoolExecutor(1) as cleaner:
        cleaner.submit(delete_all).result()


def delete_all() -> None:
    """Delete the figures for good."""
    KeptFact.objects.all().delete()
    DayFigures.objects.all().delete()
    connection.close()


def apply_all(told: list[CaseFact], seed: int) -> None:
    """One intake: all facts in an order of its own, in small batches."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    road = chance.sample(told, len(told))
    for start in range(0, len(road), 7):
        tell(road[start : start + 7])
    connection.close()


def test_intakes_that_apply_the_same_facts_at_once_count_them_once(committed: World) -> None:
    told = []
    for number in range(CASES):
        key, hall = uuid4(), (TOWNSHIP, OTHER_TOWNSHIP, COUNTY)[number % 3]
        told.append(fact(committed, hall, fact=key))
        told.append(fact(committed, hall, fact=key, version=2, accepted_on=DAY + timedelta(1)))
    with ThreadPoolExecutor(INTAKES) as intakes:
        for done in [intakes.submit(apply_all, told, seed) for seed in range(INTAKES)]:
            done.result()
    counts = total(DayFigures.objects.filter(area='510000000000'))
    assert (counts.received, counts.accepted, KeptFact.objects.count()) == (CASES, CASES, CASES)

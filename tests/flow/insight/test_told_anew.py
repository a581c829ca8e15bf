"""A hall was restored from a backup: what it tells then counts, and what it has lost counts no more."""

from datetime import UTC, datetime
from itertools import permutations

import pytest
from django.db import transaction

from govhall.insight.counts import CaseCounts, total
from govhall.insight.handlers import Misattributed
from govhall.insight.models import DayFigures, Floor, KeptFact
from govhall.insight.services import raise_floors
from tests.builders.world import COUNTY, TOWNSHIP, World
from tests.flow.insight.facts import DAY, fact, report, tell

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def province() -> CaseCounts:
    return total(DayFigures.objects.filter(area='510000000000'))


def test_a_lower_version_of_a_newer_epoch_counts_and_a_higher_one_of_an_older_no_more(world: World) -> None:
    lost = fact(world, version=9, accepted_on=DAY, closed_on=DAY, outcome='withdrawn')
    told = fact(world, fact=lost.fact, version=3, accepted_on=DAY)
    for batch, epoch in (([lost], 1), ([told], 2), ([lost], 1)):
        tell(batch, epoch)
    assert (province().received, province().accepted, province().withdrawn) == (1, 1, 0)
    tell([fact(world, fact=lost.fact, version=4, accepted_on=DAY, decided_on=DAY)], 2)
    assert province().decided == 1


def test_what_a_restored_hall_has_not_told_anew_counts_no_more_in_whichever_order_it_comes(world: World) -> None:
    lost, kept, other = fact(world, version=4), fact(world, version=2), fact(world, COUNTY)
    steps = [
        lambda: tell([lost, kept], 1),
        lambda: tell([kept], 7),
        lambda: report([TOWNSHIP, COUNTY], NOW, epochs={TOWNSHIP: 7}),
    ]
    for order in permutations(steps):
        with transaction.atomic():
            tell([other], 1)
            for step in (*order, steps[0]):
                step()
            assert province().received == 2
            counted = KeptFact.objects.exclude(received_on=None)
            assert set(counted.values_list('fact', 'epoch')) == {(kept.fact, 7), (other.fact, 1)}
            transaction.set_rollback(True)


def test_a_floor_is_never_lowered_and_is_of_halls_of_that_cell_only(world: World) -> None:
    tell([fact(world)], 8)
    report([TOWNSHIP], NOW, epochs={TOWNSHIP: 8, COUNTY: 9})
    report([TOWNSHIP], NOW, epochs={TOWNSHIP: 7})
    report([TOWNSHIP], NOW, cell='elsewhere', epochs={TOWNSHIP: 9})
    with pytest.raises(Misattributed):
        report([TOWNSHIP], NOW, sender='elsewhere', epochs={TOWNSHIP: 9})
    assert list(Floor.objects.values_list('hall', 'epoch')) == [(TOWNSHIP, 8)]
    assert raise_floors({TOWNSHIP: 8}) == 0
    assert province().received == 1

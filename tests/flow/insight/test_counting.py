"""Facts become figures, whatever the road does to them."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest

from federation.contracts.facts import CaseFact
from govhall.insight.counts import CaseCounts, total
from govhall.insight.handlers import Misattributed, case_facts
from govhall.insight.models import DayFigures, KeptFact
from govhall.insight.services import UnknownArea
from govhall.kernel.kept import forget
from govhall.project.rights import PUBLIC
from tenants.models import Area
from tests.builders.world import COUNTY, OTHER_TOWNSHIP, PROVINCE, TOWNSHIP, World
from tests.flow.insight.facts import DAY, delivery, fact, tell


def at(world: World, hall: str) -> CaseCounts:
    """All figures of the hall's area."""
    return total(DayFigures.objects.filter(area=world.hall(hall).area_code))


def test_a_fact_counts_at_every_level_above_it(world: World) -> None:
    tell([fact(world), fact(world, OTHER_TOWNSHIP)])
    assert [at(world, hall).received for hall in (TOWNSHIP, COUNTY, PROVINCE)] == [1, 1, 2]


def test_a_newer_version_replaces_what_the_older_one_added(world: World) -> None:
    first = fact(world)
    tell([first])
    tell([fact(world, fact=first.fact, version=2, received_on=DAY + timedelta(1), accepted_on=DAY + timedelta(1))])
    assert not total(DayFigures.objects.filter(day=DAY)).received
    assert (at(world, PROVINCE).received, at(world, PROVINCE).accepted) == (1, 1)


def test_an_older_or_repeated_version_changes_nothing(world: World) -> None:
    first = fact(world, version=3, decided_on=DAY)
    tell([first])
    before = list(DayFigures.objects.order_by('area').values())
    tell([first, first])
    tell([fact(world, fact=first.fact, version=2, received_on=None)])
    assert list(DayFigures.objects.order_by('area').values()) == before


@pytest.mark.parametrize('seed', range(5))
def test_any_order_and_repetition_in_any_batches_gives_the_same_figures(world: World, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    told: list[CaseFact] = []
    for _ in range(20):
        hall, key = chance.choice([TOWNSHIP, OTHER_TOWNSHIP, COUNTY]), uuid4()
        days = [DAY + timedelta(chance.randrange(3)) for _ in range(3)]
        told += [
            fact(world, hall, fact=key, version=1, received_on=days[0]),
            fact(world, hall, fact=key, version=2, received_on=days[0], accepted_on=days[1]),
            fact(world, hall, fact=key, version=3, received_on=days[0], accepted_on=days[1], decided_on=days[2]),
        ]
    last = [one for one in told if one.version == 3]
    road = told + chance.choices(told, k=15)
    chance.shuffle(road)
    while road:
        size = chance.randint(1, 12)
        tell(road[:size])
        road = road[size:]
    assert at(world, PROVINCE) == CaseCounts(received=20, accepted=20, decided=20, **_by_level(last))
    assert KeptFact.objects.count() == 20


def _by_level(facts: list[CaseFact]) -> dict[str, int]:
    kinds = [one.hall_kind for one in facts]
    return {'decided_township': kinds.count('township'), 'decided_county': kinds.count('county')}


def test_what_a_branch_decides_the_county_decides(world: World) -> None:
    tell([fact(world, 'TJSB0001', decided_on=DAY)])
    assert at(world, COUNTY).decided_county == 1


def test_a_hall_cannot_tell_the_figures_of_another(world: World) -> None:
    with pytest.raises(Misattributed):
        case_facts([(fact(world), delivery(OTHER_TOWNSHIP))])
    assert not KeptFact.objects.exists()


def test_a_fact_of_an_unknown_area_is_refused_and_not_lost_among_the_others(world: World) -> None:
    with pytest.raises(UnknownArea):
        tell([fact(world, area='999999000000')])
    assert not DayFigures.objects.exists()


def test_a_township_that_was_closed_still_counts_above(world: World) -> None:
    Area.objects.filter(code=world.hall(TOWNSHIP).area_code).update(valid_to=DAY)
    forget()
    tell([fact(world)])
    forget()
    assert at(world, PROVINCE).received == 1


def test_an_empty_batch_is_nothing(world: World) -> None:
    case_facts([])
    assert not KeptFact.objects.exists()


def test_the_read_models_hold_nothing_of_a_person_or_a_case() -> None:
    columns = {column.name for model in (KeptFact, DayFigures) for column in model._meta.get_fields()}
    assert not columns & {'uid', 'number', 'case', 'name', 'id_number', 'phone', 'applicant', 'actor'}


def test_the_web_only_reads_the_figures_and_the_intake_never_deletes_them() -> None:
    for table in ('insight_fact', 'insight_day', 'insight_watermark'):
        rights = PUBLIC[table]
        assert rights['govhall_web'] == 'SELECT'
        assert 'DELETE' not in rights['govhall_intake']

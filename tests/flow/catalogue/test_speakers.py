"""Power comes from above: what a cell may say of grants and guides, however well it signs."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from msgspec.structs import replace

from federation.contracts.catalogue import GrantEntered, GuideEntered
from federation.directory.models import HallEntry
from federation.trust.port import UnknownKey, Untrusted
from govhall.catalogue.entries import entry_of
from govhall.catalogue.handlers import of_hall_above, of_own_hall
from govhall.catalogue.models import Grant, Guide
from govhall.catalogue.rules import Mode
from tests.builders.world import COUNTY, HYGIENE, PROVINCE, TOWNSHIP, World

ABOVE, BELOW = 'above', 'below'
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(autouse=True)
def two_cells(world: World) -> None:
    """The county and its townships in one cell, the city in another, the root in the world's own."""
    HallEntry.objects.filter(code__in=[COUNTY, TOWNSHIP]).update(cell=BELOW)
    HallEntry.objects.filter(code='BZSZ0001').update(cell=ABOVE)


def grant(hall: str, mode: Mode, **changes: object) -> GrantEntered:
    own = entry_of(GrantEntered, Grant.objects.get(matter_code=HYGIENE, hall_code=COUNTY))
    return replace(own, id=uuid4(), hall=hall, mode=mode, delegator=own.organ, document='委托书1号', **changes)


def test_article_24_a_county_entrusts_its_township() -> None:
    of_hall_above(grant(TOWNSHIP, Mode.ENTRUSTED), BELOW)


def test_article_24_near_miss_it_entrusts_nothing_to_itself() -> None:
    with pytest.raises(Untrusted):
        of_hall_above(grant(COUNTY, Mode.ENTRUSTED), BELOW)


def test_a_city_gives_to_a_county_of_another_cell() -> None:
    of_hall_above(grant(COUNTY, Mode.DELEGATED), ABOVE)
    with pytest.raises(Untrusted):
        of_hall_above(grant(TOWNSHIP, Mode.DELEGATED), ABOVE)


def test_an_own_power_is_entered_at_the_root_and_only_ended_from_above() -> None:
    kept = entry_of(GrantEntered, Grant.objects.filter(hall_code=TOWNSHIP, mode=Mode.OWN)[0])
    of_hall_above(replace(kept, valid_to=NOW), BELOW)
    for invented in (kept, replace(kept, valid_to=NOW, matter=HYGIENE), grant(TOWNSHIP, Mode.OWN)):
        with pytest.raises(Untrusted):
            of_hall_above(invented, BELOW)


def test_nobody_but_the_root_speaks_of_the_highest_hall_and_an_unknown_one_waits() -> None:
    with pytest.raises(Untrusted):
        of_hall_above(grant(PROVINCE, Mode.RECEIPT), ABOVE)
    with pytest.raises(UnknownKey):
        of_hall_above(grant('XXXX0001', Mode.RECEIPT), ABOVE)


@pytest.mark.parametrize('lacking', ['conditions', 'procedure', 'duties', 'window', 'phone', 'hours'])
def test_a_guide_that_lacks_a_public_field_is_taken_from_nobody(lacking: str) -> None:
    guide = replace(entry_of(GuideEntered, Guide.objects.filter(hall_kind='township')[0]), hall=TOWNSHIP, kind='')
    of_own_hall(guide, BELOW)
    with pytest.raises(Untrusted):
        of_own_hall(replace(guide, **{lacking: ' '}), BELOW)
    with pytest.raises(Untrusted):
        of_own_hall(guide, ABOVE)

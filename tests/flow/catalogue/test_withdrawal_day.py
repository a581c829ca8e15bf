"""Withdrawing a grant: days are days in China, whatever the database keeps."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from govhall.catalogue.acts.withdraw_grant import WrongWithdrawalDate, withdraw_grant
from govhall.catalogue.models import Grant
from tests.builders.world import COUNTY, TOWNSHIP, World

FIRST_OF_MARCH = datetime(2026, 2, 28, 16, tzinfo=UTC)  # midnight in China


@pytest.fixture
def grant(world: World) -> Iterator[Grant]:
    """A power of the township from the first of March until the end of the year, on a day in February."""
    found = Grant.objects.filter(hall_code=TOWNSHIP, conditions=[]).first()
    assert found is not None
    found.valid_from, found.valid_to = FIRST_OF_MARCH, datetime(2026, 12, 31, 16, tzinfo=UTC)
    found.save()
    with time_machine.travel(datetime(2026, 2, 2, tzinfo=UTC)):
        yield found


def test_no_grant_ends_on_the_day_on_which_it_begins(grant: Grant) -> None:
    with pytest.raises(WrongWithdrawalDate):
        withdraw_grant(hall=COUNTY, grant_id=grant.id, until=date(2026, 3, 1))


def test_a_grant_may_end_one_day_earlier_than_it_would(grant: Grant) -> None:
    withdraw_grant(hall=COUNTY, grant_id=grant.id, until=date(2026, 12, 31))
    with pytest.raises(WrongWithdrawalDate):
        withdraw_grant(hall=COUNTY, grant_id=grant.id, until=date(2027, 1, 1))

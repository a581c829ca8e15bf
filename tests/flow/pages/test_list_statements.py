"""A list asks the database as often for many rows as for few."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.context import hall_context
from tests.builders.applying import FORM, typed
from tests.builders.charging import TEST_FEE, accepted_case, assess, bill, cashier, charge_for
from tests.builders.screen import SignedIn, at
from tests.builders.world import BIRTH, COUNTY, HYGIENE, ID_NUMBER, TOWNSHIP, World

FEW, MANY = 2, 7


def received(world: World) -> None:
    world.receive(TOWNSHIP, BIRTH)


def applied_online(world: World) -> None:
    cache.clear()  # the bound of what one visitor may hand in
    assert Client().post(FORM, typed('submit')).status_code == 200


def billed(world: World) -> None:
    charge_for(HYGIENE, TEST_FEE)
    chief = world.chief(COUNTY)
    with hall_context(world.hall(COUNTY)):
        case = accepted_case(world, HYGIENE, chief)
        assess(case, chief)
        bill(case, chief)


LISTS: dict[str, tuple[Callable[[World], None], str, dict[str, str]]] = {
    'orders that wait': (billed, 'fees/', {}),
    'worklist': (received, 'worklist/', {}),
    'cases of a person': (received, 'search/', {'number': ID_NUMBER}),
    'queue of online applications': (applied_online, 'online/', {}),
}


@pytest.mark.parametrize('name', [*LISTS])
def test_more_rows_cost_no_more_statements(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr('tenants.selectors.KEPT_SECONDS', 1e9)
    monkeypatch.setattr('govhall.deadlines.calendar.FRESH_SECONDS', 1e9)
    add, path, fields = LISTS[name]
    hall = COUNTY if add is billed else TOWNSHIP
    clerk = signed_in(cashier(world, hall))

    def ask() -> tuple[Any, int]:
        with CaptureQueriesContext(connection) as queries:
            address = at(hall, path)
            answer = clerk.post(address, fields) if fields else clerk.get(address)
        return answer, len(queries)

    for _ in range(FEW):
        add(world)
    ask()  # what a process reads once
    answer, few = ask()
    assert answer.content.decode().count('<tr') > FEW
    for _ in range(MANY - FEW):
        add(world)
    answer, many = ask()
    assert answer.content.decode().count('<tr') > MANY
    assert many <= few

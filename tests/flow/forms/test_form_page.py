"""The page of a long form: sixty fields in few statements. `make bench ARGS=forms` measures its time."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders.forms import RELIEF, enter, read_forms
from tests.builders.screen import SignedIn, at, signed_in
from tests.builders.world import TOWNSHIP, World
from tests.load.forms import fields_of_a_long_form

__all__ = ['signed_in']
FIELDS, MOST_MORE_STATEMENTS = 60, 1


def long_form(fields: int) -> dict[str, Any]:
    return {**read_forms()[RELIEF], 'fields': fields_of_a_long_form(fields), 'sample': {}}


def test_a_form_of_sixty_fields_costs_few_statements(world: World, signed_in: SignedIn) -> None:
    clerk, address = signed_in(world.clerk(TOWNSHIP)), at(TOWNSHIP, f'counter/{RELIEF}/')
    clerk.get(address)
    with CaptureQueriesContext(connection) as bare:
        clerk.get(address)
    enter(long_form(FIELDS))
    clerk.get(address)
    with CaptureQueriesContext(connection) as long:
        page = clerk.get(address).content.decode()
    assert page.count('name="form-long') >= FIELDS
    assert len(long) <= len(bare) + MOST_MORE_STATEMENTS

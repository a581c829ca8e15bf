"""A cell is put back to yesterday's backup: it asks its neighbours, and nothing is decided twice or lost."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from deploy.local.cells import Cell
from federation.intake import mending
from federation.receipts.guarding import OlderBackup, state, suspect
from federation.repair import status as repair_status
from federation.repair.restoring import declare_restored
from govhall.casework.services.change import HallFenced
from govhall.casework.services.conclusion import conclude
from govhall.casework.services.reception import receive_case
from tenants.context import hall_context
from tenants.selectors import hall_by_code
from tests.builders.cells import HALLS, LOWER, MIDDLE, NAMES, UPPER, Cells
from tests.builders.world import HYGIENE, World


@pytest.fixture
def cells(
    cell: Cell, committed_world: str, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cells]:
    monkeypatch.setattr(mending, 'LOOK_SECONDS', 0.0)
    with django_db_blocker.unblock():
        made = Cells(cell, committed_world)
        made.drop()
        made.make()
        yield made
        made.drop()


def receive(cells: Cells, cell: str = LOWER) -> UUID:
    """A case handed in at the counter of the cell's hall."""
    with cells.inside(cell):
        return World().receive(HALLS[cell], HYGIENE).uid


def declare(cells: Cells, cell: str) -> None:
    """The operator says that the database was restored."""
    with cells.inside(cell):
        declare_restored()


def restore(cells: Cells, cell: str) -> None:
    cells.restore(cell)
    declare(cells, cell)


def test_the_county_restored_to_before_the_case_hears_where_it_went(cells: Cells) -> None:
    """`restored_county` of the model: the province answers before the county reads the township's token again."""
    cells.back_up(MIDDLE)
    case = receive(cells)
    cells.hand_over(LOWER, case, MIDDLE)
    cells.take_in(MIDDLE, LOWER)
    cells.hand_over(MIDDLE, case, UPPER)
    cells.take_in(UPPER, MIDDLE)
    cells.take_in(LOWER, MIDDLE)
    assert cells.deciders(case) == [UPPER]
    restore(cells, MIDDLE)
    assert cells.case(MIDDLE, case) is None
    for receiver, sender in ((UPPER, MIDDLE), (MIDDLE, UPPER), (MIDDLE, LOWER), (LOWER, MIDDLE), (MIDDLE, LOWER)):
        cells.take_in(receiver, sender)
        assert len(cells.deciders(case)) <= 1
    cells.settle()
    assert cells.deciders(case) == [UPPER]
    adopted = cells.case(MIDDLE, case)
    assert adopted is not None
    assert (adopted.custody, adopted.towards, adopted.hop) == ('watching', HALLS[UPPER], 2)
    assert cells.streams() == {}
    with cells.inside(MIDDLE):
        assert not repair_status.status().is_open

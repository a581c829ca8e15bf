"""What tests of restored cells have in common."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from pytest_django import DjangoDbBlocker

from deploy.local.cells import Cell
from federation.contracts.case import Requested
from federation.intake import restore_mode
from federation.link.topics import Lane
from federation.repair import restored_cell
from federation.repair.restored_cell import declare_restored
from federation.repair.status import repair_status
from govhall.casework.services.change import Change
from govhall.casework.services.conclusion import conclude
from govhall.casework.services.requests import note_request
from govhall.kernel.ids import new_uid
from tests.builders.cells import HALLS, LOWER, MIDDLE, NAMES, Cells
from tests.builders.world import HYGIENE, World

BESIDE = (Lane.RECEIPTS, Lane.FACTS)  # all but what halls tell each other


def receive(cells: Cells, cell: str = LOWER) -> UUID:
    """A case handed in at the counter of the cell's hall."""
    with cells.inside(cell):
        return World().receive(HALLS[cell], HYGIENE).uid


def restore(cells: Cells, cell: str) -> None:
    """The backup is back, and the operator says so."""
    cells.restore(cell)
    with cells.inside(cell):
        declare_restored()
    cells.send(cell)


def withdraw(change: Change) -> None:
    conclude(change, 'withdrawn', reliance=None, reason='试')


def open_things(cells: Cells) -> list[str]:
    """The cells in which something of a restore is left."""
    found = []
    for cell in NAMES:
        with cells.inside(cell):
            found += [cell] if repair_status().is_open else []
    return found


def ask(cells: Cells, case: UUID) -> None:
    """The township says something about the case."""
    asked = Requested(request=new_uid(), kind='withdraw', asked_by=HALLS[LOWER], asked_at=restored_cell.timezone.now())

    def send(change: Change) -> None:
        note_request(change, asked, came_from='')
        change.send(HALLS[MIDDLE], asked)

    cells.act(LOWER, case, send)


@pytest.fixture
def cells(
    cell: Cell, committed_world: str, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cells]:
    monkeypatch.setattr(restore_mode, 'LOOK_SECONDS', 0.0)
    with django_db_blocker.unblock():
        made = Cells(cell, committed_world)
        made.drop()
        made.make()
        yield made
        made.drop()

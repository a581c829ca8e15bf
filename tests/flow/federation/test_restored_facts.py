"""A cell is put back to a backup: the figures above it follow, and none of the lost future stays in them."""

from django.db import connection

from deploy.local.cells import DatabaseRole
from federation.acks.lost_facts import halls_with_facts_due
from govhall.casework.tasks import tell_facts_of_hall
from govhall.insight.tasks import send_watermarks
from tests.builders.cells import HALLS, LOWER, MIDDLE, Cells
from tests.builders.restored import receive, restore, withdraw
from tests.builders.world import TOWNSHIP

FIGURES = "SELECT sum(received), sum(withdrawn) FROM insight_day WHERE area = '510000000000'"
VOUCHED = f"SELECT as_of FROM insight_watermark WHERE hall = '{TOWNSHIP}'"


def go_on(cells: Cells, cell: str = LOWER) -> None:
    """What beat and worker of the cell do, and all that comes of it."""
    cells.settle()
    with cells.inside(cell, DatabaseRole.WEB):
        for hall in halls_with_facts_due():
            tell_facts_of_hall(hall=hall)
        send_watermarks()
    cells.settle()


def forget_figures(cells: Cells) -> None:
    """The seed's own figures are not of these cells."""
    with cells.inside(MIDDLE), connection.cursor() as cursor:
        cursor.execute('DELETE FROM insight_fact; DELETE FROM insight_day; DELETE FROM insight_watermark')


def test_figures_of_a_restored_cell_follow_it_at_once_and_keep_nothing_that_it_lost(cells: Cells) -> None:
    forget_figures(cells)
    kept, ended = receive(cells), receive(cells)
    go_on(cells)
    cells.back_up(LOWER)
    receive(cells)  # never heard of again
    cells.act(LOWER, ended, withdraw)
    go_on(cells)
    assert cells.rows(MIDDLE, FIGURES) == [(3, 1)]
    restore(cells, LOWER)
    vouched = cells.rows(MIDDLE, VOUCHED)
    with cells.inside(LOWER, DatabaseRole.WEB):
        send_watermarks()  # nobody has told it yet what it has forgotten
    cells.send(LOWER)
    cells.take_in(MIDDLE)
    assert cells.rows(MIDDLE, VOUCHED) == vouched
    go_on(cells)
    assert cells.rows(MIDDLE, FIGURES) == [(2, 0)]
    assert cells.rows(MIDDLE, VOUCHED) > vouched
    cells.act(LOWER, kept, withdraw)
    cells.settle()
    assert cells.rows(MIDDLE, FIGURES) == [(2, 1)]
    assert cells.rows(LOWER, FIGURES) == [(2, 1)]
    assert HALLS[LOWER] == TOWNSHIP

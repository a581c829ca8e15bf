"""Every table of a hall says what becomes of it when the hall is merged or split (撤乡并镇)."""

from django.apps import apps

from govhall.operations.mergers.fates import FATES, HALL, PUBLIC, FateKind
from govhall.operations.moves.holdings import MOVES, SPECIAL
from govhall.project.installed import TENANT_APPS


def tables_of_halls() -> set[str]:
    """The tables that stand in every hall's schema."""
    labels = {app.rpartition('.')[2] for app in TENANT_APPS}
    return {str(model._meta.db_table) for label in labels for model in apps.get_app_config(label).get_models()}


def test_every_table_with_rows_of_a_hall_says_what_becomes_of_them() -> None:
    public = {holding.table for holding in MOVES} | set(SPECIAL)
    assert public - set(PUBLIC) == set(), 'a table that moves with a hall: say in fates.py what a merger does to it'
    assert set(PUBLIC) - public == set(), 'no such table any more'
    assert set(HALL) == tables_of_halls()


def test_each_fate_says_why_and_none_is_left_out() -> None:
    assert {fate.kind for fate in FATES.values()} == set(FateKind)
    assert [table for table, fate in FATES.items() if len(fate.why) < 10] == []

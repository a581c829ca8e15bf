"""The database is what the models and the house say."""

import tomllib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from govhall.casework.models import Case
from tenants.selectors import local_halls
from tests.architecture.sources import ROOT
from tests.builders.world import World

PUBLIC_ONLY = ('fed_outbox', 'fed_sent', 'fed_cursor', 'fed_parked', 'deadline', 'tenants_person', 'catalogue_grant')
REGISTER = ('notice_book', 'notice_waiting', 'notice_seal_use', 'file_leaving', 'file_arriving')
PUBLIC_ONLY += ('tenants_audit', 'chain_check', 'holiday_proposal')
PUBLIC_ONLY += ('tenants_space', 'tenants_access_token', 'tenants_roles_given', 'fed_lease', 'fed_relay')
HALL_ONLY = ('casework_case', 'casework_event', 'casework_request', 'casework_notice', 'casework_serial', 'fed_stream')
HALL_ONLY += ('casework_archive', 'casework_fee', 'casework_payment_order')
HALL_ONLY += ('casework_material', 'mandates_mandate')


CONTRACTS = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))['tool']['importlinter']['contracts']
LAYERS = next(contract['layers'] for contract in CONTRACTS if contract['name'] == 'rooms point down only')
FLOOR = {room.strip(): number for number, layer in enumerate(LAYERS) for room in layer.split('|')}
ROOMS = tuple(f'{room}.' for room in FLOOR)


def floor_of(module: str) -> int:
    """The layer of a module, counted from the top."""
    return next(number for room, number in FLOOR.items() if f'{module}.'.startswith(f'{room}.'))


def schemas_with(table: str) -> set[str]:
    """The schemas in which a table of this name stands."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname = %s', [table])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize('table', PUBLIC_ONLY + REGISTER)
def test_what_belongs_to_the_cell_stands_once_and_no_hall_has_a_copy(world: World, table: str) -> None:
    assert schemas_with(table) == {'public'}


@pytest.mark.parametrize('table', HALL_ONLY)
def test_what_belongs_to_a_hall_stands_in_every_hall_and_nowhere_else(world: World, table: str) -> None:
    assert schemas_with(table) == {hall.schema_name for hall in local_halls()}


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command('makemigrations', check=True, dry_run=True, verbosity=0)


def test_a_case_gets_no_further_column_unseen() -> None:
    """What deserves a column of its own, and what is JSON or another room's table, is in ADR 56, 59, 61 and 62.

    The last two: who helps the applicant (帮办) is asked by the sight of liaison officers, and named in lists.
    """
    assert len(Case._meta.concrete_fields) <= 67


def test_no_table_names_one_of_a_room_above_it() -> None:
    """A relation by the name of a model needs no import, so import-linter does not see it."""
    relations = [
        (model.__module__, field.related_model.__module__, str(field))
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and model.__module__.startswith(ROOMS)
    ]
    assert relations
    assert [field for below, above, field in relations if floor_of(above) < floor_of(below)] == []

"""Every table, role and privilege of the real database is as the one list says, and the list says why."""

import re

import pytest
from django.db import connection

from govhall.project.rights import FUNCTIONS, INTAKE, PUBLIC, RELAY, TENANT, WEB
from govhall.project.rights_reasons import REASONS
from tenants.selectors import local_halls
from tests.builders.world import World

ROLES = (WEB, RELAY, INTAKE)
OF_TABLES = ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER')
OF_COLUMNS = ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
TABLES = "c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p', 'v')"
Right = tuple[str, str, str, str]  # table, role, privilege, column or nothing for the whole table


def written(table_rights: dict[str, dict[str, str]]) -> set[Right]:
    """What the list gives."""
    found: set[Right] = set()
    for table, rights in table_rights.items():
        for role, acts in rights.items():
            for act, columns in re.findall(r'([A-Z]+)(?: \(([^)]*)\))?', acts):
                found |= {(table, role, act, column.strip()) for column in (columns or '').split(',')}
    return found


def held(schema: str) -> set[Right]:
    """What the database gives, by itself or through PUBLIC; of columns only what is not given for the whole table."""
    whole = (
        'SELECT c.relname, r.role, p.act FROM pg_class c CROSS JOIN unnest(%s::text[]) AS r(role)'
        f' CROSS JOIN unnest(%s::text[]) AS p(act) WHERE {TABLES}'
        ' AND has_table_privilege(r.role, c.oid, p.act)'
    )
    single = (
        'SELECT c.relname, r.role, p.act, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid'
        ' CROSS JOIN unnest(%s::text[]) AS r(role) CROSS JOIN unnest(%s::text[]) AS p(act)'
        f' WHERE {TABLES} AND a.attnum > 0 AND NOT attisdropped'
        ' AND has_column_privilege(r.role, c.oid, a.attnum, p.act) AND NOT has_table_privilege(r.role, c.oid, p.act)'
    )
    with connection.cursor() as cursor:
        cursor.execute(whole, [list(ROLES), list(OF_TABLES), schema])
        found = {(table, role, act, '') for table, role, act in cursor.fetchall()}
        cursor.execute(single, [list(ROLES), list(OF_COLUMNS), schema])
        return found | set(cursor.fetchall())


def test_rights_in_the_public_schema_are_those_of_the_list_and_no_others(world: World) -> None:
    assert held('public') == written(PUBLIC)


def test_rights_in_every_hall_are_those_of_the_list_and_no_others(world: World) -> None:
    wanted = written(TENANT)
    assert {hall.code: held(hall.schema_name) ^ wanted for hall in local_halls()} == {
        hall.code: set() for hall in local_halls()
    }


@pytest.mark.parametrize('table', sorted(PUBLIC.keys() | TENANT.keys()))
def test_each_right_has_its_reason(table: str) -> None:
    assert len(REASONS.get(table, '')) > 10


def test_no_reason_is_left_for_what_nobody_may_do() -> None:
    assert REASONS.keys() - PUBLIC.keys() - TENANT.keys() == set()


def test_what_runs_with_the_owners_rights_is_called_by_those_named_and_looks_nowhere_else(world: World) -> None:
    asked = (
        'SELECT p.oid::regprocedure::text, r.role, p.proconfig, p.prosqlbody IS NOT NULL'
        ' FROM pg_proc p LEFT JOIN unnest(%s::text[]) AS r(role)'
        " ON has_function_privilege(r.role, p.oid, 'EXECUTE')"
        " WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [list(ROLES)])
        rows = cursor.fetchall()
        cursor.execute('SELECT unnest(%s::text[])::regprocedure::text', [[f'public.{name}' for name in FUNCTIONS]])
        names = dict(zip((row[0] for row in cursor.fetchall()), FUNCTIONS.values(), strict=True))
    # A body in standard SQL was bound to its tables when it was made; any other must say where it looks.
    assert all(bound or any('search_path=' in one for one in config or ()) for _, _, config, bound in rows)
    may = {(name, role) for name, role, *_ in rows if role}
    assert may == {(name, role.strip()) for name, roles in names.items() for role in roles.split(',')}


@pytest.mark.parametrize('role', ROLES)
def test_no_running_role_makes_or_owns_anything(world: World, role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [role])
        assert cursor.fetchone() == (False,)
        cursor.execute(
            'SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = %s', [role]
        )
        assert cursor.fetchone() == (0,)

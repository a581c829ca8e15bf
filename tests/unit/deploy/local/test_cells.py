"""The database roles of a cell, on the session's PostgreSQL."""

from pathlib import Path

import psycopg
import pytest

from deploy.local.cells import Cell, DatabaseRole, create_cell
from deploy.local.services import Postgres

pytestmark = pytest.mark.process


@pytest.fixture
def two_cells(postgres: Postgres, tmp_path: Path) -> list[Cell]:
    return [create_cell(Cell(name, postgres, 'redis://unused', tmp_path / name, 8000)) for name in ('north', 'south')]


@pytest.mark.parametrize('role', list(DatabaseRole))
def test_each_role_signs_in_to_its_own_cell_as_itself(two_cells: list[Cell], role: DatabaseRole) -> None:
    for cell in two_cells:
        with psycopg.connect(cell.url(role)) as connection:
            assert connection.execute('SELECT current_user, current_database()').fetchone() == (
                f'{cell.name}_{role}',
                cell.name,
            )


@pytest.mark.parametrize('role', list(DatabaseRole))
def test_no_role_gets_into_another_cell(two_cells: list[Cell], role: DatabaseRole) -> None:
    north, south = two_cells
    with pytest.raises(psycopg.OperationalError, match='CONNECT'):
        psycopg.connect(north.url(role, database=south.name))


def test_only_the_owner_makes_tables(two_cells: list[Cell]) -> None:
    cell = two_cells[0]
    with psycopg.connect(cell.url(DatabaseRole.WEB)) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute('CREATE TABLE t (i int)')
    with psycopg.connect(cell.owner_url) as connection:
        connection.execute('CREATE TEMPORARY TABLE t (i int)')


def test_login_roles_belong_to_the_group_of_their_work(two_cells: list[Cell], postgres: Postgres) -> None:
    with psycopg.connect(postgres.dsn()) as connection:
        found = connection.execute(
            """SELECT g.rolname, m.rolname FROM pg_auth_members a
               JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member
               WHERE m.rolname LIKE 'north%' ORDER BY 1"""
        ).fetchall()
    assert found == [
        ('govhall_intake', 'north_intake'),
        ('govhall_relay', 'north_relay'),
        ('govhall_web', 'north_web'),
    ]


def test_made_again_a_cell_takes_the_new_passwords(two_cells: list[Cell], postgres: Postgres, tmp_path: Path) -> None:
    old = two_cells[0]
    new = create_cell(Cell('north', postgres, 'redis://unused', tmp_path / 'north', 8000))
    with psycopg.connect(new.web_url) as connection:
        assert connection.execute('SELECT 1').fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError, match='password'):
        psycopg.connect(old.web_url)


def test_a_cell_shows_no_secret_when_printed(two_cells: list[Cell]) -> None:
    cell = two_cells[0]
    shown = repr(cell)
    assert cell.secret_key not in shown
    assert not any(password in shown for password in cell.passwords.values())


def test_the_environment_names_the_role_of_the_process(two_cells: list[Cell]) -> None:
    environment = two_cells[0].environment(DatabaseRole.RELAY)
    assert environment['GOVHALL_CELL'] == 'north'
    assert '//north_relay:' in environment['GOVHALL_DATABASE_URL']

"""What blames the database, and what lies with the one thing that was being done."""

import pytest
from django.db import DataError, InterfaceError, OperationalError, ProgrammingError
from psycopg import errors

from federation.inbox.availability import is_away

CONNECTION_LOST, NO_SPACE, SHUT_DOWN, NOT_ALLOWED = '08006', '53100', '57P01', '42501'
LIMIT_EXCEEDED, TOO_COMPLEX = '54000', '54001'


def caused(error: Exception, sqlstate: str) -> Exception:
    """As Django hands on what the driver raises."""
    error.__cause__ = errors.lookup(sqlstate)()
    return error


@pytest.mark.parametrize('sqlstate', [CONNECTION_LOST, NO_SPACE, SHUT_DOWN])
def test_a_database_that_is_gone_or_full_is_away(sqlstate: str) -> None:
    assert is_away(caused(OperationalError(), sqlstate))


def test_an_error_without_a_code_comes_from_the_connection() -> None:
    assert is_away(OperationalError('gone'))
    assert is_away(InterfaceError('closed'))


def test_a_missing_right_would_fail_everything() -> None:
    assert is_away(caused(ProgrammingError(), NOT_ALLOWED))


@pytest.mark.parametrize('sqlstate', [LIMIT_EXCEEDED, TOO_COMPLEX])
def test_what_exceeds_a_limit_lies_with_what_was_written(sqlstate: str) -> None:
    assert not is_away(caused(OperationalError(), sqlstate))


def test_what_the_database_takes_for_no_value_lies_with_what_was_written() -> None:
    assert not is_away(DataError())
    assert not is_away(ValueError())

"""Tells an unavailable database, which is nobody's fault, from one that refused this one thing."""

from django.db import InterfaceError, OperationalError, ProgrammingError

TOO_MUCH = '54'  # PostgreSQL's class "program limit exceeded": what was to be written is too large for it, for ever


def is_away(error: BaseException) -> bool:
    """The database is away, busy, or not as this release expects it (a missing table or right would fail everything).

    What exceeds a limit of PostgreSQL, such as an index row that is too large, lies with what was to be written.
    """
    if not isinstance(error, (OperationalError, InterfaceError, ProgrammingError)):
        return False
    return not (_sqlstate(error) or '').startswith(TOO_MUCH)


def _sqlstate(error: BaseException) -> str | None:
    """The code of the driver's error, which Django's own carries as its cause."""
    code: str | None = getattr(error.__cause__, 'sqlstate', None)
    return code

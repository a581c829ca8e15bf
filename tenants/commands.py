"""Commands of administration: each run of one is in the audit, by whom, with which arguments and how it ended."""

import getpass
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from tenants.audit import Action, record_of

OF_DJANGO = ('settings', 'pythonpath', 'verbosity', 'traceback', 'no_color', 'force_color', 'skip_checks')


class AuditedCommand(BaseCommand):
    """A command that changes something or takes something out; one that only looks needs none of this."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """Run it between two entries of the audit; one without an end broke off."""
        name = type(self).__module__.rpartition('.')[2]
        told = {key: _said(value) for key, value in options.items() if key not in OF_DJANGO and _said(value)}
        _note(Action.COMMAND_BEGUN, name, told)
        outcome = 'failed'
        try:
            answer = super().execute(*args, **options)
            outcome = 'done'
            return answer
        finally:
            _note(Action.COMMAND_ENDED, name, {'outcome': outcome})


def _said(value: object) -> str:
    """An argument in words; files by their name, streams and what was not given not at all."""
    if value in (None, False, '', []) or hasattr(value, 'write'):
        return ''
    return ' '.join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)


def _note(action: Action, name: str, detail: Mapping[str, object]) -> None:
    if connection.needs_rollback:  # a caller's transaction that has failed takes no entry
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.tenants_audit') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return  # the first `prepare_cell` makes the table
    except DatabaseError:
        return  # the command itself says that the database is away
    record_of(action, person=None, name=getpass.getuser(), subject=name, detail=detail)

"""Commands of administration: they end with sentences, and each run of one that changes something is in the audit."""

import errno
import getpass
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from tenants.audit import Action, record_of
from tenants.models import Hall

OF_DJANGO = ('settings', 'pythonpath', 'verbosity', 'traceback', 'no_color', 'force_color', 'skip_checks')


FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # told without the name of the file


class SentenceCommand(BaseCommand):
    """A command to which a file or a hall is named: what is wrong with either is a sentence and no stack."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """Run it. Raises CommandError for a file that can't be opened or written, and for an unknown hall."""
        try:
            return super().execute(*args, **options)
        except Hall.DoesNotExist as error:
            raise CommandError(f'{options.get("hall") or error} is no hall of this cell') from error
        except OSError as error:
            if (file := _file_of(error, options)) is None:
                raise
            why = error.strerror or type(error).__name__
            raise CommandError(f'{file} cannot be opened or written ({why}); nothing in it can be relied on') from error


def prove_writable(file: Path) -> None:
    """Ask before anything is done whose outcome the file is to hold; no file is left. Raises OSError."""
    was_there = file.exists()
    file.open('ab').close()
    if not was_there:
        file.unlink()


def _file_of(error: OSError, options: Mapping[str, Any]) -> Path | None:
    """Which of the files that were named the fault is about; None if it is about something else."""
    files = [value for value in options.values() if isinstance(value, Path)]
    if error.filename is None and error.errno in FULL:
        return files[0] if files else None
    return next((file for file in files if str(file) == str(error.filename)), None)


class AuditedCommand(SentenceCommand):
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
    return ' '.join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)


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

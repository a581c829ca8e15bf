"""A schema editor that notes what it executes, and data migrations that are done for many halls at once."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import router
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.migrations.operations.base import Operation

Work = Callable[[CursorWrapper, Sequence[str]], None]
Piece = str | Work  # a statement without a schema's name, or work on the rows of halls


class Recorder(DatabaseSchemaEditor):
    """Executes and keeps each statement as text: names of constraints that Django looks up are then the real ones."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self.pieces: list[Piece] = []

    def execute(self, sql: Any, params: Any = ()) -> None:
        """Merge parameters into the text, as replaying has none."""
        text = str(sql) if params is None else str(self.connection.ops.compose_sql(str(sql), params))
        self.pieces.append(text.strip().rstrip(';'))
        super().execute(text, None)


class HallData(Operation):
    """A data migration of halls: `work(cursor, schemas)` changes rows of these halls, all in one transaction.

    It names each table with its schema; models are not at hand, and it must suit code of the release before as well.
    """

    reversible = False
    reduces_to_sql = False

    def __init__(self, work: Work) -> None:
        self.work = work

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Be kept for each batch of halls; under Django's own `migrate` be done for the schema of the connection."""
        connection = schema_editor.connection
        if not router.allow_migrate(connection.alias, app_label):
            return
        if isinstance(schema_editor, Recorder):
            schema_editor.pieces.append(self.work)
        else:
            with connection.cursor() as cursor:
                self.work(cursor, [connection.schema_name])

    def describe(self) -> str:
        """For Django's messages."""
        return f'Change rows of halls by {getattr(self.work, "__name__", "work")}'

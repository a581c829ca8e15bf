"""What a plan of migrations executes: carried out once in a schema that is rolled back, and noted meanwhile."""

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState
from django_tenants.utils import schema_context

from govhall.kernel.errors import Broken
from tenants.release.history import Key, history
from tenants.release.recorder import Piece, Recorder

SCHEMA = 'h_rehearsed'  # longer than any hall's


class NamesItsSchema(Broken):
    """A migration executed a statement with the name of the schema: it can't be replayed on another one."""


class RehearsedStep(NamedTuple):
    """One migration: what it executes, and why it may do so although it is unsafe (empty: nothing says so)."""

    key: Key
    pieces: tuple[Piece, ...]
    unsafe_because: str = ''


def rehearse(applied: AbstractSet[Key]) -> tuple[RehearsedStep, ...]:
    """The migrations of halls beyond these, in order. About two seconds; nothing is left, no hall is touched."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE SCHEMA {SCHEMA}')
        with schema_context(SCHEMA):  # in the public schema the router would leave every table of a hall out
            steps = _carried_out(applied)
        transaction.set_rollback(True)
    return steps


def _carried_out(applied: AbstractSet[Key]) -> tuple[RehearsedStep, ...]:
    known, steps = history(), []
    state = ProjectState(real_apps=known.unmigrated)
    for key, migration in known.everything.items():
        if key not in known.of_halls:
            state = migration.mutate_state(state, preserve=False)
        elif key in applied:
            state, _ = _apply(migration, state)
    for key, migration in known.of_halls.items():
        if key not in applied:
            state, pieces = _apply(migration, state)
            steps.append(RehearsedStep(key, pieces, getattr(migration, 'unsafe_because', '')))
    return tuple(steps)


def _apply(migration: Migration, state: ProjectState) -> tuple[ProjectState, tuple[Piece, ...]]:
    with Recorder(connection) as editor:
        state = migration.apply(state, editor)
    if any(isinstance(piece, str) and SCHEMA in piece for piece in editor.pieces):
        raise NamesItsSchema(f'{migration.app_label}.{migration.name}')
    return state, tuple(editor.pieces)

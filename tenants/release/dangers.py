"""What no migration of a hall may do while its people work, unless it says why: rewrites, long locks, lost columns.

A migration says why in an attribute of its class: `unsafe_because = 'the table is empty in every hall: …'`.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from django.db.migrations import Migration, RunPython, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation

from govhall.kernel.errors import Broken
from tenants.release.history import History, Key
from tenants.release.rehearsal import RehearsedStep

ON = r'ALTER TABLE (?:IF EXISTS |ONLY )*"?(\w+)"? [^;]*?'
COLUMN = r'ALTER (?:COLUMN )?"?\w+"? '
INDEX = r'CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?"?\w+"? ON (?:ONLY )?"?(\w+)"?'
LONG = r'(?<!BEFORE )\b(?:LOCK TABLE|TRUNCATE|CLUSTER|VACUUM|REINDEX)(?: TABLE)? "?(\w+)"?'
RULES = [
    (ON + COLUMN + r'(?:SET DATA )?TYPE ', 'changes a type: every row may be written anew'),
    (ON + COLUMN + 'SET NOT NULL', 'SET NOT NULL reads the table under an exclusive lock'),
    (ON + r'ADD CONSTRAINT (?![^;]* NOT VALID)', 'a constraint checked at once: add it NOT VALID, validate it later'),
    (ON + r'ADD COLUMN [^;]* (?:UNIQUE|REFERENCES|PRIMARY KEY)\b', 'a column with a constraint: all rows are checked'),
    (ON + 'ADD COLUMN [^;]* GENERATED ', 'a computed column: every row is written anew'),
    (ON + r'ADD COLUMN [^;]* DEFAULT (?!now\(\))[^;]*\(', 'a default worked out for each row: all are written anew'),
    (INDEX, 'an index on rows that are there: nobody may write meanwhile'),
    (ON + 'DROP COLUMN', 'the release before still reads the column: drop it in the release after'),
    (ON + 'RENAME ', 'the release before still uses the old name'),
    (r'DROP TABLE (?:IF EXISTS )?"?(\w+)"?', 'the release before still reads the table: drop it in the release after'),
    (LONG, 'a long lock'),
    (r'(?:UPDATE "?(?:\w+)"? SET|DELETE FROM) ?("?\w+"?)', 'rows are changed: use HallData'),
]
MATCHERS = [(re.compile(pattern, re.IGNORECASE), why) for pattern, why in RULES]
MADE = re.compile(r'CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"?', re.IGNORECASE)
REQUIRED = re.compile(r'ALTER TABLE "?(\w+)"? ADD COLUMN "?(\w+)"? [^;]*NOT NULL', re.IGNORECASE)
QUOTED = re.compile(r"\$\$.*?\$\$|'(?:[^']|'')*'", re.DOTALL)  # bodies of functions, and texts
NOT_PYTHON = 'RunPython runs hall by hall: use HallData of tenants/release/recorder.py, which gets a batch of halls'
NOT_ATOMIC = 'atomic = False: a hall changes in one transaction; make the index in it, and say why it is short'


class UnsafeMigrations(Broken):
    """Migrations of halls that must not be replayed; the text names each with what to do."""


def refuse_unsafe(known: History, steps: Iterable[RehearsedStep]) -> None:
    """Raises UnsafeMigrations for what can't be replayed, and for what is unsafe without a reason."""
    steps = list(steps)
    found = [(step.key, why) for step in steps for why in unreplayable(known.of_halls[step.key])]
    found += [(step.key, why) for step in steps if not step.unsafe_because for why in dangers(step)]
    if found:
        raise UnsafeMigrations('\n'.join(sentence(key, why) for key, why in found))


def sentence(key: Key, why: str) -> str:
    """What is wrong with a migration."""
    return f'{key[0]}.{key[1]}: {why} (tenants/release/dangers.py says how a migration is marked)'


def unreplayable(migration: Migration) -> list[str]:
    """What no mark allows."""
    found = [NOT_PYTHON for one in _flat(migration.operations) if isinstance(one, RunPython)]
    return found + ([] if migration.atomic else [NOT_ATOMIC])


def dangers(step: RehearsedStep) -> list[str]:
    """What the statements of a migration do to tables that it has not made itself."""
    text = ';\n'.join(QUOTED.sub("''", piece) for piece in step.pieces if isinstance(piece, str))
    made = set(MADE.findall(text))
    found = [why for matcher, why in MATCHERS for table in matcher.findall(text) if table not in made]
    return list(dict.fromkeys(chain(found, _required(text, made))))


def _required(text: str, made: set[str]) -> Iterator[str]:
    """Django drops a default once the column is there; processes of the release before then can't insert."""
    for table, column in REQUIRED.findall(text):
        dropped = f'ALTER TABLE "{table}" ALTER COLUMN "{column}" DROP DEFAULT'
        if table not in made and dropped in text:
            yield f'{table}.{column} is required: the release before could not insert; give it a db_default'


def _flat(operations: Iterable[Operation]) -> Iterator[Operation]:
    for one in operations:
        yield one
        if isinstance(one, SeparateDatabaseAndState):
            yield from _flat(one.database_operations)

"""A cell that dies at a named place, again and again, and what both ends of its streams hold in the end."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.core.management import call_command
from django.db import connection

from deploy.local.cells import Cell, DatabaseRole
from deploy.local.programs import ROOT
from federation.keys.services import cell_key, rest_on
from federation.link.topic_creation import create_topics
from federation.link.topics import topics_read_by
from tests.builders.committed import database
from tests.builders.trial import make_halls, rows

EFFECTS = """
CREATE TABLE trial_said (hall text, subject uuid, text text, place bigserial);
CREATE TABLE trial_effect (hall text, subject uuid, seq bigint, text text, schema text, place bigserial)
"""
SAID = 'SELECT hall, subject, array_agg(text ORDER BY place) FROM trial_said GROUP BY hall, subject ORDER BY 1, 2'
HAPPENED = SAID.replace('trial_said', 'trial_effect')
SENDERS_END = 'SELECT recipient, subject, next_seq - 1, tip FROM h_zzaa0001.fed_stream ORDER BY 1, 2'
RECEIVERS_END = "SELECT recipient, subject, last_seq, tip FROM fed_cursor WHERE state = 'ok' ORDER BY 1, 2"
SENT = 'SELECT recipient, subject, seq, event_id, body FROM fed_sent ORDER BY 1, 2, 3'
TAKEN = SENT.replace('fed_sent', 'fed_inbox')
UNDER_WAY = ('fed_outbox', 'fed_parked', 'fed_quarantine')


@dataclass
class Mortal:
    """The process that forks lives, and its database."""

    process: subprocess.Popen[str]

    def die(self, place: str, times: int, *, seed: int) -> int:
        """Let it live so often, and end at the place if it gets there; how often it did."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f'{place} {times} {seed}\n')
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith('ended '):
                return int(line.split()[1])
        raise AssertionError('the mortal process is gone')

    def check_both_ends(self) -> None:
        """Every stream took effect once and in order, both ends agree on it, and nothing is under way."""
        assert rows(HAPPENED) == rows(SAID) != []
        assert rows(RECEIVERS_END) == rows(SENDERS_END)
        assert rows(TAKEN) == rows(SENT)
        assert [rows(f'SELECT * FROM {table}') for table in UNDER_WAY] == [[], [], []]


@contextmanager
def mortal(cell: Cell, link: str) -> Iterator[Mortal]:
    """Three halls in a database of their own, over this link."""
    name = f'mortal_{link}'
    with database(cell, name, template='template0'):
        call_command('migrate_schemas', shared=True, interactive=False, verbosity=0)
        rest_on(cell_key())
        make_halls()
        with connection.cursor() as cursor:
            cursor.execute(EFFECTS)
        if link == 'kafka':
            create_topics([cell.kafka], topics_read_by(cell.name), replication=1)
        place = {'GOVHALL_DATABASE_URL': cell.url(DatabaseRole.OWNER, database=name)}
        env = os.environ | replace(cell, link=link).environment(DatabaseRole.OWNER) | place
        argv = [sys.executable, '-m', 'tests.builders.inside', 'tests.builders.mortal']
        with subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env
        ) as process:
            try:
                yield Mortal(process)
            finally:
                process.kill()

"""A race over the broker: who withdraws below and who decides above are processes; what became of it, asked by SQL."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from deploy.local.cells import DatabaseRole
from deploy.local.programs import ROOT
from tests.builders.stack import Stack
from tests.fault.evidence import CELLS, Evidence, schema
from tests.fault.flow import COUNTY, TOWNSHIP

ENDINGS = ['approve', 'refuse', 'withdraw']
# Both halls' view of a case, how often either ended it, and how often the applicant was answered.
OUTCOMES = f"""
SELECT low.uid::text, high.state,
    (low.state, low.outcome_data, low.holder)
        IS NOT DISTINCT FROM (high.state, high.outcome_data, high.holder) AS agree,
    (SELECT array_agg(kind::text) FROM (
        SELECT kind FROM {schema(TOWNSHIP)}.casework_event WHERE case_id = low.uid AND kind = ANY(%s)
        UNION ALL SELECT kind FROM {schema(COUNTY)}.casework_event WHERE case_id = low.uid AND kind = ANY(%s)
    ) ended) AS endings,
    (SELECT count(*) FROM {schema(TOWNSHIP)}.casework_request WHERE case_id = low.uid AND granted IS NULL) AS unanswered
FROM {schema(TOWNSHIP)}.casework_case low LEFT JOIN {schema(COUNTY)}.casework_case high USING (uid)
WHERE low.uid = ANY(%s::uuid[])
"""
PARKED = 'SELECT subject, reason FROM fed_parked WHERE subject = ANY(%s::uuid[])'
SET_ASIDE = 'SELECT count(*) AS n FROM fed_quarantine'


class Applicants:
    """Who speaks below; `uids` are the cases, `early` those that go up before the broker stops."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        told = json.loads(self._line())
        self.uids: list[str] = told['uids']
        self.early: list[str] = told['early']

    def act(self, phase: str) -> None:
        """Do all that is for this phase."""
        assert self._process.stdin is not None
        print(phase, file=self._process.stdin, flush=True)
        assert self._line() == f'{phase}\n'

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def person(stack: Stack, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A process of tests.builders.racer with these arguments, until the block ends."""
    argv = [sys.executable, '-m', 'tests.builders.inside', 'tests.builders.racer', *map(str, arguments)]
    environment = os.environ | stack.cell('bazhong').environment(DatabaseRole.WEB)
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


def outcomes(evidence: Evidence, uids: Sequence[str]) -> list[dict[str, object]]:
    """What became of each case."""
    return evidence.rows('bazhong', OUTCOMES, [ENDINGS, ENDINGS, list(uids)])


def parked(evidence: Evidence, uids: Sequence[str]) -> list[dict[str, object]]:
    """Messages of these cases that wait in either cell."""
    return [row for cell in CELLS for row in evidence.rows(cell, PARKED, [list(uids)])]


def set_aside(evidence: Evidence) -> list[object]:
    """How many records each cell has in quarantine."""
    return [evidence.rows(cell, SET_ASIDE)[0]['n'] for cell in CELLS]

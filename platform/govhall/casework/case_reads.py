"""The reads of cases that acts and messages begin with, compiled once."""

from govhall.casework.models import Case
from tenants.compiled_query import rows_by

LOCKED = rows_by(Case, 'uid', locks=True)
LOCKED_BY_NUMBER = rows_by(Case, 'number', locks=True)
LOCKED_TOGETHER = rows_by(Case, 'uid', locks=True, several=True)  # in one order: nobody waits in a ring
BY_SUBMISSION = rows_by(Case, 'submission')

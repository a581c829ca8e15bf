"""The reads of cases that acts and messages begin with, compiled once."""

from govhall.casework.models import Case
from tenants.compiled_query import rows_by

LOCKED = rows_by(Case, 'uid', locks=True)
LOCKED_BY_NUMBER = rows_by(Case, 'number', locks=True)
# In one order everywhere, so that two transactions never wait in a ring.
LOCKED_TOGETHER = rows_by(Case, 'uid', locks=True, several=True)
BY_SUBMISSION = rows_by(Case, 'submission')

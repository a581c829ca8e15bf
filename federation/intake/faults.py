"""Telling faults that pass from faults that stay."""

import traceback
from pathlib import Path

from django.db import InterfaceError, OperationalError, ProgrammingError

from govhall.kernel.errors import Refused

# The database is away, busy, or not as this release expects it (a missing table or right would fail every message):
# nothing is applied and nothing is blamed.
AWAY = (OperationalError, InterfaceError, ProgrammingError)


def reason_of(error: Exception) -> str:
    """What failed and where, without the error's own text: that may repeat what stood in the message."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f' at {Path(frames[-1].filename).name}:{frames[-1].lineno}' if frames else ''
    code = f' {error.code}' if isinstance(error, Refused) else ''
    return f'{type(error).__name__}{code}{place}'

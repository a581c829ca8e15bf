"""The label of an archived file."""

from datetime import datetime
from typing import NamedTuple


class Label(NamedTuple):
    """What stands on the file."""

    number: str
    hall: str
    hall_name: str
    retention: str
    at: datetime

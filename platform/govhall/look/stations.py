"""The road of a case from the village upwards, as stations with time and person."""

from datetime import datetime
from typing import NamedTuple


class Station(NamedTuple):
    """One stop. `state` is past, present or ahead; `level` is the short word above it (村, 乡镇, 县)."""

    name: str
    state: str
    level: str = ''
    time: datetime | None = None
    person: str = ''
    note: str = ''

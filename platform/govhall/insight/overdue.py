"""Cases that were open when their day had passed (超期未办结), from the facts: no event of a day tells it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection

# What was decided in time was never open and overdue; the index leaves it out.
OPEN_AND_LATE = """
SELECT one.code, kept.hall_kind, kept.matter, count(*)
FROM insight_fact kept, unnest(kept.areas) AS one (code)
WHERE kept.due_on < %(day)s AND kept.on_time IS NOT TRUE AND (kept.closed_on IS NULL OR kept.closed_on > %(day)s)
    AND kept.areas @> ARRAY[%(area)s]::varchar[] AND one.code = ANY(%(codes)s)
GROUP BY one.code, kept.hall_kind, kept.matter
"""


class Overdue(NamedTuple):
    """Numbers of cases by area, and within the area asked for by kind of hall and by matter."""

    areas: Counter[str]
    levels: Counter[str]
    matters: Counter[str]


def overdue_on(day: date, *, area: str, below: Iterable[str]) -> Overdue:
    """What was open on a day though its own last day lay before; one statement."""
    found = Overdue(Counter(), Counter(), Counter())
    with connection.cursor() as cursor:
        cursor.execute(OPEN_AND_LATE, {'day': day, 'area': area, 'codes': [area, *below]})
        for code, level, matter, number in cursor.fetchall():
            found.areas[code] += number
            if code == area:
                found.levels[level] += number
                found.matters[matter] += number
    return found

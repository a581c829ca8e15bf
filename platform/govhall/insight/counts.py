"""Sums over the rows of figures."""

from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from govhall.insight.models import DayFigures

# A branch is a part of the county's hall with its own counter: what it decides, the county decides.
KINDS_OF_LEVEL = {
    'township': ('township',),
    'county': ('county', 'branch'),
    'city': ('city',),
    'province': ('province',),
}


class CaseCounts(NamedTuple):
    """Numbers of cases; `decided_<level>` says by halls of which level."""

    received: int = 0
    received_at_point: int = 0
    accepted: int = 0
    forwarded: int = 0
    decided: int = 0
    decided_on_the_spot: int = 0
    on_time: int = 0
    late: int = 0
    refused: int = 0
    withdrawn: int = 0
    not_accepted: int = 0
    terminated: int = 0
    delivered: int = 0
    rated: int = 0
    rated_good: int = 0
    decided_township: int = 0
    decided_county: int = 0
    decided_city: int = 0
    decided_province: int = 0
    overdue: int = 0  # no event of a day: `insight.overdue` counts it

    def plus(self, other: 'CaseCounts', times: int = 1) -> 'CaseCounts':
        """The sum with another, or with so many of it, place by place."""
        return CaseCounts(*(mine + times * more for mine, more in zip(self, other, strict=True)))

    def less(self, others: list['CaseCounts']) -> 'CaseCounts':
        """What is left without the others, place by place."""
        return CaseCounts(*(mine - sum(parts) for mine, *parts in zip(self, *others, strict=True)))


def _sum_of(field: str) -> Coalesce:
    _, _, level = field.partition('decided_')
    if level in KINDS_OF_LEVEL:
        return Coalesce(Sum('decided', filter=Q(level__in=KINDS_OF_LEVEL[level])), 0)
    return Coalesce(Sum(field), 0)


# Prefixed, because an annotation may not have the name of a column.
SUMMED = [field for field in CaseCounts._fields if field != 'overdue']
SUMS = {f'sum_{field}': _sum_of(field) for field in SUMMED}


def total(rows: QuerySet[DayFigures]) -> CaseCounts:
    """One sum over all rows."""
    return _counts(rows.aggregate(**SUMS))


def totals_by(rows: QuerySet[DayFigures], column: str) -> dict[Any, CaseCounts]:
    """A sum for each value of the column, in its order."""
    grouped = rows.order_by(column).values(column).annotate(**SUMS)
    return {row[column]: _counts(row) for row in grouped}


def _counts(row: dict[str, Any]) -> CaseCounts:
    return CaseCounts(**{field: row[f'sum_{field}'] for field in SUMMED})

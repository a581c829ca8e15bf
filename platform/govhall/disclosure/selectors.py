"""Reads of published decisions, for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from govhall.disclosure.models import PublishedDecision

PAGE = 30


class Place(NamedTuple):
    """Where a page ended: the last row's day and id."""

    day: date
    row: int


@dataclass(frozen=True, slots=True)
class Published:
    """One page, newest first; `after` is None on the last."""

    rows: Sequence[PublishedDecision]
    after: Place | None


def published(*, hall: str = '', after: Place | None = None) -> Published:
    """A page of decisions of the cell, or of one hall (code)."""
    rows = PublishedDecision.objects.order_by('-decided_on', '-id')
    if hall:
        rows = rows.filter(hall=hall)
    if after:
        rows = rows.filter(Q(decided_on__lt=after.day) | Q(decided_on=after.day, id__lt=after.row))
    found = list(rows[: PAGE + 1])
    end = found[PAGE - 1] if len(found) > PAGE else None
    return Published(found[:PAGE], Place(end.decided_on, end.pk) if end else None)

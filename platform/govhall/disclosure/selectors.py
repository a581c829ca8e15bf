"""Reads of published decisions, for everybody."""

from datetime import date

from govhall.disclosure.models import PublishedDecision
from govhall.look.pages import Keyset, Page

NEWEST_FIRST = Keyset({'decided_on': date, 'id': int}, size=30, descending=True)


def published(*, hall: str = '', after: str = '') -> Page[PublishedDecision]:
    """A page of decisions of the cell, or of one hall (code), newest first. Raises BadCursor."""
    rows = PublishedDecision.objects.all()
    return NEWEST_FIRST.page(rows.filter(hall=hall) if hall else rows, after)

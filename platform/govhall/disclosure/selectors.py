"""Reads of published decisions, for everybody."""

from datetime import date

from django.db.models import QuerySet

from govhall.disclosure.models import PublishedDecision
from govhall.look.pages import Keyset

NEWEST_FIRST = Keyset({'decided_on': date, 'id': int}, size=30, descending=True)


def published(*, hall: str = '') -> QuerySet[PublishedDecision]:
    """The decisions of the cell, or of one hall (code)."""
    rows = PublishedDecision.objects.all()
    return rows.filter(hall=hall) if hall else rows

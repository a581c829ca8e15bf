"""Which halls a figure should hold, and up to when each has reported."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from federation.directory.models import HallEntry
from govhall.insight.models import Watermark

# Closed areas stay in it: a hall may still stand under the code of a township that was merged.
AREAS_BELOW = """
WITH RECURSIVE below (code, branch) AS (
    SELECT code, ''::varchar FROM tenants_area WHERE code = %s
    UNION
    SELECT area.code, CASE WHEN below.branch = '' THEN area.code ELSE below.branch END
    FROM tenants_area area JOIN below ON area.parent_code = below.code
)
SELECT code, branch FROM below
"""


class HallReport(NamedTuple):
    """A hall and whether its cell has told lately what happened in it; `reported_at` None means never.

    `branch` is the area directly below the scope's that it belongs to; empty for a hall of the scope's own area.
    """

    code: str
    name: str
    kind: str
    branch: str
    reported_at: datetime | None
    has_reported: bool


class Completeness(NamedTuple):
    """What may be said about all figures of a scope.

    `as_of` is the oldest watermark of the halls that have reported: everything before it is counted for each of them.
    None when none has. A silent hall stays in the figures with all that it told before.
    """

    as_of: datetime | None
    silent: tuple[HallReport, ...]
    halls: int

    @property
    def complete(self) -> bool:
        """True if every hall in scope has reported."""
        return not self.silent


def reports_of(area: str, *, now: datetime) -> list[HallReport]:
    """All open halls in the area and below, by code, with their watermarks."""
    branches = _branches_below(area)
    open_now = Q(valid_to__isnull=True) | Q(valid_to__gt=timezone.localdate(now))
    entries = list(HallEntry.objects.filter(open_now, area_code__in=branches).order_by('code'))
    marks = dict(Watermark.objects.filter(hall__in=[one.code for one in entries]).values_list('hall', 'as_of'))
    since = now - timedelta(seconds=settings.REPORTED_WITHIN_SECONDS)
    return [_report(entry, branches[entry.area_code], marks.get(entry.code), since) for entry in entries]


def completeness(reports: Sequence[HallReport]) -> Completeness:
    """The summary over these halls."""
    heard = [report.reported_at for report in reports if report.has_reported and report.reported_at]
    silent = tuple(report for report in reports if not report.has_reported)
    return Completeness(min(heard, default=None), silent, len(reports))


def _branches_below(area: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(AREAS_BELOW, [area])
        return dict(cursor.fetchall()) or {area: ''}


def _report(entry: HallEntry, branch: str, reported_at: datetime | None, since: datetime) -> HallReport:
    lately = reported_at is not None and reported_at >= since
    return HallReport(entry.code, entry.name, entry.kind, branch, reported_at, lately)

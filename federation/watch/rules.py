"""What is wrong with the road, as stable codes. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from federation.watch.models import Heartbeat

SILENT = timedelta(seconds=60)
OLD_SECONDS, BEHIND_SECONDS, GAP_SECONDS = 60.0, 600.0, 600.0
KINDS = ('relay', 'intake')

# What is over its limit is wrong; the limit is in the unit of the figure.
LIMITS = {
    'outbox_old': ('outbox_oldest_seconds', OLD_SECONDS),
    'receipts_behind': ('receipts_behind_oldest_seconds', BEHIND_SECONDS),
    'gap_old': ('gap_oldest_seconds', GAP_SECONDS),
    'streams_blocked': ('streams_blocked', 0.0),
    'streams_in_conflict': ('streams_conflict', 0.0),
    'records_quarantined': ('quarantined_last_day', 0.0),
    'doubtful': ('doubtful', 0.0),
    'days_differ': ('comparison_differs', 0.0),
    'older_backup': ('guard_suspected', 0.0),
    'restoring': ('guard_restored', 0.0),
}


def alive(beats: Sequence[Heartbeat], now: datetime) -> list[Heartbeat]:
    """The processes that beat within the last minute."""
    return [beat for beat in beats if now - beat.at < SILENT]


def problems(totals: Mapping[str, float], beats: Sequence[Heartbeat], now: datetime) -> list[str]:
    """Codes of what is wrong, worst first; empty if all is well."""
    living = alive(beats, now)
    found = [f'{kind}_silent' for kind in KINDS if not any(beat.kind == kind for beat in living)]
    if any(beat.state.get('line') is False for beat in living):
        found.append('line_down')
    if any(beat.state.get('breaker') for beat in living):
        found.append('breaker_open')
    if any(beat.state.get('stalled') for beat in living):
        found.append('partition_stalled')
    if any(beat.state.get('relay_rows_out_of_order') for beat in living):
        found.append('order_broken')
    return found + [code for code, (name, limit) in LIMITS.items() if totals.get(name, 0.0) > limit]

"""Everything that is wrong in the cell and needs somebody: the road's codes, and broken chains."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from federation.watch.models import Heartbeat
from federation.watch.rules import problems
from govhall.archive.chains.services import standing_faults


def wrong_now(totals: Mapping[str, float], beats: Sequence[Heartbeat], now: datetime) -> list[str]:
    """The codes, those of evidence first."""
    return ['chains_broken'] * bool(standing_faults()) + problems(totals, beats, now)

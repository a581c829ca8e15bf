"""The figures as a page says them: a sentence, a flow, periods. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from govhall.insight.completeness import Completeness
from govhall.insight.counts import KINDS_OF_LEVEL, CaseCounts
from govhall.insight.selectors import LevelRow
from govhall.look.flow import FlowLevel

SHOWN_SILENT = 5
NAMES = {'township': '乡镇（街道）', 'county': '县（市、区）', 'city': '市', 'province': '省'}
WHOLE = {'township': '全镇', 'county': '全县', 'city': '全市', 'province': '全省'}
OWN = {'township': '镇本级', 'county': '县本级', 'city': '市本级', 'province': '省本级'}


class Period(NamedTuple):
    """A period that the page offers; `key` stands in the address."""

    key: str
    label: str
    days: int

    def since(self, until: date) -> date:
        """Its first day when `until` is the last one; both count."""
        return until - timedelta(days=self.days - 1)


PERIODS = (
    Period('today', '今天', 1),
    Period('week', '近 7 天', 7),
    Period('month', '近 30 天', 30),
    Period('year', '近一年', 365),
)


def period_of(key: str) -> Period:
    """The period with that key; today for anything else."""
    return next((period for period in PERIODS if period.key == key), PERIODS[0])


def sentence(totals: CaseCounts, *, period: Period, level: str) -> str:
    """What happened, in one sentence: how much came in, how much was done near people, what was late."""
    where = f'{period.label}{WHOLE.get(level, "本辖区")}'
    if not totals.received and not totals.decided:
        waiting = f'，有 {totals.overdue} 件超期未办结' if totals.overdue else ''
        return f'{where}还没有收件{waiting}。'
    parts = [f'{where}收件 {totals.received} 件']
    if totals.decided:
        parts.append(f'办结 {totals.decided} 件，其中 {share(totals.decided_township, totals.decided)} 在乡镇和村办结')
    parts.append(f'{totals.late} 件超期办结' if totals.late else '没有超期办结')
    if totals.overdue:
        parts.append(f'{totals.overdue} 件超期未办结')
    return '，'.join(parts) + '。'


def share(part: int, whole: int) -> str:
    """A percentage without decimals; never 100 % or 0 % when that is not quite so."""
    if not whole:
        return '0%'
    rounded = round(100 * part / whole)
    if 0 < part < whole:
        rounded = min(99, max(1, rounded))
    return f'{rounded}%'


def flow_of(levels: Sequence[LevelRow], totals: CaseCounts, *, top: str) -> list[FlowLevel]:
    """The levels from the village up to the area's own, as cases travel.

    What is handed in at a village's point goes to its township, whose halls' figures hold it too.
    """
    by_kind = {row.level: row.counts for row in levels}
    flow = [FlowLevel('村（社区）', totals.received_at_point, 0, totals.received_at_point)]
    for level, kinds in KINDS_OF_LEVEL.items():
        some = [by_kind[kind] for kind in kinds if kind in by_kind]
        received = sum(counts.received for counts in some) - (totals.received_at_point if level == 'township' else 0)
        decided, forwarded = sum(counts.decided for counts in some), sum(counts.forwarded for counts in some)
        flow.append(FlowLevel(NAMES[level], received, decided, forwarded))
        if level == top:
            break
    return flow


def as_of_words(state: Completeness) -> str:
    """「13 个大厅中 1 个未报：…」, or that all have reported."""
    if state.complete:
        return f'{state.halls} 个大厅均已上报'
    names = '、'.join(hall.name for hall in state.silent[:SHOWN_SILENT])
    more = f'等 {len(state.silent)} 个' if len(state.silent) > SHOWN_SILENT else ''
    return f'{state.halls} 个大厅中 {len(state.silent)} 个未报：{names}{more}'

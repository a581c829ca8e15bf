"""The monthly table of charges (收费月报): what was assessed, collected and given back, by organ and item."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from govhall.billing.models import CaseFee
from govhall.kernel.china import CHINA
from tenants.roles import Role

# Whoever takes part in the work or watches over it; an agent of a village does not.
READERS = (Role.CLERK, Role.REVIEWER, Role.CHIEF, Role.APPROVER, Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR)
NOTHING = Decimal('0.00')
Key = tuple[str, str]  # the organ's name and the item


@dataclass(frozen=True, slots=True)
class FeeMonthLine:
    """One item of one organ in a month; amounts in yuan. Each column counts by the month of its own event."""

    organ: str
    item: str
    assessed: int = 0
    standard: Decimal = NOTHING
    reduced: Decimal = NOTHING
    collected: int = 0
    amount: Decimal = NOTHING
    refunds: int = 0
    refunded: Decimal = NOTHING
    year: Decimal = NOTHING  # net, from January to the end of this month
    year_ago: Decimal = NOTHING  # net, the same month last year

    @property
    def net(self) -> Decimal:
        """What stayed of the month's money; negative when more was given back than came."""
        return self.amount - self.refunded


@dataclass(frozen=True, slots=True)
class Month:
    """The table of a month with its last row."""

    first: date
    lines: list[FeeMonthLine]
    total: FeeMonthLine


@dataclass(frozen=True, slots=True)
class TimeRange:
    """From the beginning of a day until just before the beginning of another, in the hall's time."""

    start: datetime
    end: datetime

    def of(self, field: str) -> Q:
        """The condition that a moment lies within."""
        return Q(**{f'{field}__gte': self.start, f'{field}__lt': self.end})


def month_table(first: date) -> Month:
    """The table of the month that begins on this day, for the current hall; nine statements however many rows."""
    month = span(first, after(first))
    year, year_ago = span(first.replace(month=1), after(first)), first.replace(year=first.year - 1)
    assessed, collected, refunded = _assessed(month), _collected(month), _refunded(month)
    to_date, before = _net(year), _net(span(year_ago, after(year_ago)))
    lines = []
    for organ, item in sorted({*assessed, *collected, *refunded, *to_date, *before}):
        key = (organ, item)
        count, standard, asked = assessed.get(key, (0, NOTHING, NOTHING))
        paid, amount = collected.get(key, (0, NOTHING))
        refunds, back = refunded.get(key, (0, NOTHING))
        sums = (paid, amount, refunds, back, to_date.get(key, NOTHING), before.get(key, NOTHING))
        lines.append(FeeMonthLine(organ, item, count, standard, standard - asked, *sums))
    return Month(first, lines, total_of(lines))


def total_of(lines: Iterable[FeeMonthLine]) -> FeeMonthLine:
    """The sums of all columns."""
    total = FeeMonthLine('合计', '')
    for line in lines:
        columns = ('assessed', 'standard', 'reduced', 'collected', 'amount', 'refunds', 'refunded', 'year', 'year_ago')
        total = replace(total, **{name: getattr(total, name) + getattr(line, name) for name in columns})
    return total


def after(first: date) -> date:
    """The first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def span(start: date, end: date) -> TimeRange:
    """The days from `start` until before `end`."""
    return TimeRange(datetime.combine(start, time(), CHINA), datetime.combine(end, time(), CHINA))


def _assessed(within: TimeRange) -> dict[Key, tuple[int, Decimal, Decimal]]:
    rows = CaseFee.objects.filter(within.of('assessed_at'), cancelled_at__isnull=True).order_by()
    found = rows.values_list('organ_name', 'item').annotate(Count('uid'), Sum('standard'), Sum('amount'))
    return {(organ, item): (count, standard, amount) for organ, item, count, standard, amount in found}


def _collected(within: TimeRange) -> dict[Key, tuple[int, Decimal]]:
    paid = CaseFee.objects.filter(within.of('order__paid_at')).order_by()
    found = paid.values_list('organ_name', 'item').annotate(Count('uid'), Sum('amount'))
    return {(organ, item): (count, amount) for organ, item, count, amount in found}


def _refunded(within: TimeRange) -> dict[Key, tuple[int, Decimal]]:
    back = CaseFee.objects.filter(within.of('refunded_at')).order_by()
    found = back.values_list('organ_name', 'item').annotate(Count('uid'), back_sum=Sum(F('refunded')))
    return {(organ, item): (count, amount) for organ, item, count, amount in found}


def _net(within: TimeRange) -> dict[Key, Decimal]:
    net = {key: amount for key, (_, amount) in _collected(within).items()}
    for key, (_, amount) in _refunded(within).items():
        net[key] = net.get(key, NOTHING) - amount
    return net

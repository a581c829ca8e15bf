"""收发室: the windows of a hall that decided nothing in a month, with how many cases came to them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Count, DateTimeField, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone

from govhall.casework.models import Case
from govhall.catalogue.centre import Board
from govhall.catalogue.windows import CentreWindow, handling

DECIDED = ('approved', 'refused')


class MatterWork(NamedTuple):
    """The cases of a matter at a window in a period: received, and decided by the hall."""

    matter: str
    window: str
    received: int
    decided: int


@dataclass(frozen=True, slots=True)
class WindowWork:
    """A window with what came to it in a period; `department` is the name."""

    department: str
    window: CentreWindow
    received: int


def deciding_nothing(hall: str, board: Board) -> list[WindowWork]:
    """The windows (收发室) that decided nothing from the first of the month to the board's day; one statement.

    Who received most comes first. A case is its own window's, else the window's that handles its matter on that day.
    """
    day, windows = board.day, board.open_windows
    work = _work(hall, day.replace(day=1), day) if windows else []
    received, decided = Counter[str](), Counter[str]()
    numbers, by_matter = {window.number for _, window in windows}, _by_matter(board)
    for one in work:
        number = one.window if one.window in numbers else by_matter.get(one.matter, '')
        received[number] += one.received
        decided[number] += one.decided
    names = {row.code: row.name for row in board.departments}
    idle = [
        WindowWork(names.get(department, department), window, received[window.number])
        for department, window in windows
        if not decided[window.number]
    ]
    return sorted(idle, key=lambda one: (-one.received, one.window.number))


def _by_matter(board: Board) -> dict[str, str]:
    """By the code of each item the number of the window that handles it."""
    windows: dict[str, list[CentreWindow]] = {}
    for department, window in board.open_windows:
        windows.setdefault(department, []).append(window)
    found: dict[str, str] = {}
    for row in board.departments:
        for one in row.items:
            if handler := handling(windows.get(row.code, ()), one.item.code, board.day):
                found[one.item.code] = handler.number
    return found


def _work(hall: str, first: date, last: date) -> Sequence[MatterWork]:
    """Numbers by matter and window, along the cases that were changed since the period began; no case and no person."""
    zone = timezone.get_current_timezone()
    begin, end = (datetime.combine(day, time.min, zone) for day in (first, last + timedelta(days=1)))
    here = Q(outcome_data__hall=hall, outcome_data__kind__in=DECIDED)
    decided_at = Cast(KeyTextTransform('at', 'outcome_data'), DateTimeField())
    names = ('matter', 'window')
    rows = Case.objects.filter(updated_at__gte=begin).alias(decided_at=decided_at).values(*names).order_by(*names)
    counted = rows.annotate(
        received=Count('pk', filter=Q(received_at__gte=begin, received_at__lt=end)),
        decided=Count('pk', filter=here & Q(decided_at__gte=begin, decided_at__lt=end)),
    )
    return [MatterWork(*row) for row in counted.values_list(*names, 'received', 'decided')]

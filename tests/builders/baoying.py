"""The county of the report of 2009 (宝应县, 宝政发〔2007〕154号): 470 items of 46 departments; 236 of 29 are in.

Its totals are the report's, before 2007 and after: 153 items of 20 departments at 23 windows become 236 of 29 at 31.
How they spread over departments and over the days of 2007 is made up.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

PUBLISHED = {'许可': 246, '非许可': 151, '初审': 73}
ENTERED = {'许可': 159, '非许可': 49, '初审': 22, '服务': 6}
TYPES = {'许可': '01', '非许可': '10', '初审': '07', '服务': '20'}
DEPARTMENTS, DEPARTMENTS_IN, WINDOWS = 46, 29, 31
DEPARTMENTS_BEFORE, ITEMS_BEFORE, WINDOWS_BEFORE = 20, 153, 23
FORMS = ['sign'] * 33 + ['replaced'] * 2 + ['shared'] * 2
ON_THE_LIST, FOUNDED = date(2006, 11, 1), date(2006, 12, 1)
FIRST, STEP = date(2007, 1, 15), timedelta(days=4)  # the 83 items of 2007 come one after the other
CLOSED = date(2007, 7, 2)  # one of three second windows: 23 and nine new ones are 31


def centre_list(hall: str) -> dict[str, Any]:
    """The list as `enter_centre` takes it. The six services that came in are among the 151 that need no licence."""
    return {'hall': hall, 'sections': [_section(number) for number in range(1, DEPARTMENTS + 1)], 'items': [*_items()]}


def came_on(turn: int) -> date:
    """The day on which the item of 2007 with this number came in, from 0."""
    return FIRST + STEP * turn


def _items() -> Iterator[dict[str, Any]]:
    inside = {'许可': 159, '非许可': 49 + 6, '初审': 22}
    turn = 0
    for word, count in PUBLISHED.items():
        for number in range(count):
            entered, department = None, number % DEPARTMENTS
            if number < inside[word]:
                entered = FOUNDED if turn < ITEMS_BEFORE else came_on(turn - ITEMS_BEFORE)
                department = turn % DEPARTMENTS_BEFORE if turn < ITEMS_BEFORE else _newcomer(turn - ITEMS_BEFORE)
                turn += 1
            yield {
                'code': f'3210230{TYPES[word]}{number:03d}',
                'name': f'{word}事项{number + 1}',
                'department': f'BY{department + 1:02d}',
                'task_type': TYPES[word],
                'published_days': [ON_THE_LIST.isoformat()],
                'entered_days': [entered.isoformat()] if entered else [],
            }


def _newcomer(turn: int) -> int:
    """Nine departments came in 2007, each with about nine items."""
    return min(DEPARTMENTS_BEFORE + turn // 9, DEPARTMENTS_IN - 1)


def _section(number: int) -> dict[str, Any]:
    came = None
    if number <= DEPARTMENTS_IN:
        came = FOUNDED if number <= DEPARTMENTS_BEFORE else came_on(9 * (number - DEPARTMENTS_BEFORE - 1))
    return {
        'department': f'BY{number:02d}',
        'name': f'第{number}部门行政服务科',
        'form': FORMS[number - 1] if number <= len(FORMS) else '',
        'windows': _windows(number, came) if came else [],
        'entered_days': [came.isoformat()] if came else [],
    }


def _windows(number: int, came: date) -> list[dict[str, Any]]:
    # Three departments had two windows; the third closed one.
    days = [[came], [came, *([CLOSED] if number == WINDOWS_BEFORE - DEPARTMENTS_BEFORE else [])]]
    count = 2 if number <= WINDOWS_BEFORE - DEPARTMENTS_BEFORE else 1
    return [
        {'number': f'{number:02d}-{turn + 1}', 'name': '综合窗口', 'days': [day.isoformat() for day in days[turn]]}
        for turn in range(count)
    ]

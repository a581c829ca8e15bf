"""The county of the report of 2009 (宝应县, 宝政发〔2007〕154号): 470 items of 46 departments; 236 of 29 are in.

Its totals are the report's; how they spread over the departments is made up.
"""

from typing import Any

PUBLISHED = {'许可': 246, '非许可': 151, '初审': 73}
ENTERED = {'许可': 159, '非许可': 49, '初审': 22, '服务': 6}
TYPES = {'许可': '01', '非许可': '10', '初审': '07', '服务': '20'}
DEPARTMENTS, DEPARTMENTS_IN, WINDOWS = 46, 29, 31
FORMS = ['sign'] * 33 + ['replaced'] * 2 + ['shared'] * 2


def centre_list(hall: str) -> dict[str, Any]:
    """The list as `enter_centre` takes it. The six services that came in are among the 151 that need no licence."""
    sections = [
        {
            'department': f'BY{number:02d}',
            'name': f'第{number}部门行政服务科',
            'form': FORMS[number - 1] if number <= len(FORMS) else '',
            'windows': _windows(number),
            'entered_on': '2007-06-01' if number <= DEPARTMENTS_IN else None,
        }
        for number in range(1, DEPARTMENTS + 1)
    ]
    inside = {'许可': 159, '非许可': 49 + 6, '初审': 22}
    items = []
    for word, count in PUBLISHED.items():
        for turn in range(count):
            entered = turn < inside[word]
            department = turn % DEPARTMENTS_IN if entered else turn % DEPARTMENTS
            items.append(
                {
                    'code': f'3210230{TYPES[word]}{turn:03d}',
                    'name': f'{word}事项{turn + 1}',
                    'department': f'BY{department + 1:02d}',
                    'task_type': TYPES[word],
                    'entered_on': '2007-06-01' if entered else None,
                }
            )
    return {'hall': hall, 'sections': sections, 'items': items}


def _windows(number: int) -> list[dict[str, str]]:
    # Two departments have two windows: 29 departments, 31 windows.
    count = (2 if number <= WINDOWS - DEPARTMENTS_IN else 1) if number <= DEPARTMENTS_IN else 0
    return [{'number': f'{number:02d}-{turn + 1}', 'name': '综合窗口'} for turn in range(count)]

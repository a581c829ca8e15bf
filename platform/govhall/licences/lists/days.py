"""Days as registers of departments write them. Pure."""

import re
from datetime import date

from govhall.catalogue.exchange.cells import BadCell, Cells

DAY = re.compile(r'([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?')
LONG_TERM = '长期'


def day_in(cells: Cells, title: str) -> date:
    """A day as 2024-03-01, 2024.3.1 or 2024年3月1日. Raises BadCell."""
    found = DAY.fullmatch(cells[title].replace(' ', ''))
    try:
        return date(*(int(part) for part in found.groups())) if found else _refuse(title, cells[title])
    except ValueError:
        return _refuse(title, cells[title])


def end_in(cells: Cells, title: str) -> date | None:
    """The last day, or None for 长期, which has to be written. Raises BadCell."""
    if not cells[title]:
        raise BadCell(field=title, why='请填写到哪一天，像 2029-02-28；长期有效的写“长期”，不能空着。')
    return None if cells[title] == LONG_TERM else day_in(cells, title)


def _refuse(title: str, text: str) -> date:
    if not text:
        raise BadCell(field=title, why=f'请填写{title}，像 2024-03-01。')
    raise BadCell(field=title, why=f'“{text}”不是日期，应像 2024-03-01 这样填写。')

"""Cells with days: one or, where something began or ended again, several with “、” between them."""

from collections.abc import Sequence
from datetime import date

from govhall.catalogue.days import DaysOutOfOrder, joined, spans
from govhall.catalogue.exchange.cells import BadCell, Cells


def days_in(cells: Cells, title: str) -> list[date]:
    """The days in a cell. Raises BadCell."""
    try:
        return [date.fromisoformat(part.strip()) for part in cells[title].split('、') if part.strip()]
    except ValueError as error:
        raise BadCell(field=title, why=f'{title}应像 2026-01-01 这样填写；有几个日期时用“、”隔开。') from error


def one_day_in(cells: Cells, title: str) -> date | None:
    """The day in a cell that takes one. Raises BadCell."""
    days = days_in(cells, title)
    if len(days) > 1:
        raise BadCell(field=title, why=f'{title}只能填一个日期。')
    return days[0] if days else None


def days_of(cells: Cells, begin: str, end: str) -> list[date]:
    """The days of the columns of beginnings and of ends. Raises BadCell at the column of beginnings."""
    begins, ends = days_in(cells, begin), days_in(cells, end)
    try:
        return joined(begins, ends)
    except DaysOutOfOrder as refusal:
        raise BadCell(field=begin, why=f'{begin}和{end}要一前一后，再次开始要晚于上次结束，请核对。') from refusal


def begins_and_ends(days: Sequence[date]) -> tuple[str, str]:
    """Both columns as they go out."""
    found = spans(days)
    begins = [first.isoformat() for first, _ in found]
    return '、'.join(begins), '、'.join(last.isoformat() for _, last in found if last)

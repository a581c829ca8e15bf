"""Where a page of the worklist ended, as text."""

from datetime import date
from uuid import UUID

from govhall.casework.selectors import Position
from govhall.kernel.errors import Refused


class BadCursor(Refused):
    """`after` is not the `endCursor` of a page."""

    code = 'BAD_CURSOR'
    sentence = '分页位置不对，请原样使用上一页的 endCursor。'


def write_cursor(position: Position) -> str:
    """The end of a page: the last row's limit and uid."""
    return f'{position.due.isoformat()}.{position.uid}'


def read_cursor(text: str) -> Position:
    """The end of the page before. Raises BadCursor."""
    day, _, uid = text.partition('.')
    try:
        return Position(date.fromisoformat(day), UUID(uid))
    except ValueError as unreadable:
        raise BadCursor(field='after') from unreadable

"""Pages of long lists by keyset: a page begins behind the last row of the one before, however long the list is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from govhall.kernel.errors import Refused

Row = TypeVar('Row')
Record = TypeVar('Record', bound=Model)
Values = tuple[Any, ...]
READ: Mapping[type, Callable[[str], Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    UUID: UUID,
    int: int,
    str: str,
}


class BadCursor(Refused):
    """The place is not the end of a page of this list."""

    code = 'BAD_CURSOR'
    sentence = '分页位置不对，请原样使用上一页的 endCursor。'


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page; `after` is where the next one begins, empty on the last."""

    rows: Sequence[Row]
    after: str = ''


def cut(found: Sequence[Row], size: int, end: Callable[[Row], object]) -> Page[Row]:
    """A page of rows of which one more than `size` was asked for; `end` is the place of a row."""
    return Page(found[:size], str(end(found[size - 1])) if len(found) > size else '')


@dataclass(frozen=True)
class Keyset:
    """How a list is ordered: the names of its keys with their types, of which the last tells all rows apart.

    A place is written as the values of the keys with `separator` between them. Only the first key's text may contain
    the separator.
    """

    keys: Mapping[str, type]
    size: int
    descending: bool = False
    separator: str = '.'

    def page(self, rows: QuerySet[Record], after: str = '') -> Page[Record]:
        """The page behind `after`, or the first, by one statement. Raises BadCursor."""
        rows = self.ordered(rows)
        if after:
            rows = rows.filter(self.beyond(self.read(after)))
        return cut(list(rows[: self.size + 1]), self.size, self.place)

    def ordered(self, rows: QuerySet[Record]) -> QuerySet[Record]:
        """The rows in this order."""
        return rows.order_by(*(f'-{key}' if self.descending else key for key in self.keys))

    def read(self, text: str) -> Values:
        """A place as it was written. Raises BadCursor."""
        parts = text.rsplit(self.separator, len(self.keys) - 1)
        try:
            return tuple(READ[kind](part) for kind, part in zip(self.keys.values(), parts, strict=True))
        except ValueError as unreadable:
            raise BadCursor(field='after') from unreadable

    def place(self, row: object) -> str:
        """The place of a row."""
        return self.separator.join(self._written(getattr(row, key)) for key in self.keys)

    def beyond(self, values: Values) -> Q:
        """The rows behind a place; said so that an index begins there."""
        sign = 'lt' if self.descending else 'gt'
        (first, value), *rest = zip(self.keys, values, strict=True)
        if not rest:
            return Q(**{f'{first}__{sign}': value})
        later = Q(**{f'{first}__{sign}': value})
        for index, (key, limit) in enumerate(rest):
            same = Q(**dict(rest[:index]))
            later |= same & Q(**{f'{key}__{sign}': limit})
        return Q(**{f'{first}__{sign}e': value}) & later

    @staticmethod
    def _written(value: object) -> str:
        return value.isoformat() if isinstance(value, date) else str(value)

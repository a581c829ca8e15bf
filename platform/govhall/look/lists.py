"""The parts of a list page: what a room declares of its columns, orders, filters and search."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import QuerySet
from django.http import QueryDict

from govhall.doors.forms import Form
from govhall.look.days import local_time
from govhall.look.pages import Keyset
from tenants.access import StaffRequest

Row = TypeVar('Row')
Wanted = Mapping[str, Any]  # what the filters ask for; empty: everything


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCell:
    """What stands in one place of a list: a text, a moment or a limit, states beside it, smaller notes below."""

    text: str = ''
    href: str = ''
    states: Sequence[tuple[str, str]] = ()  # words and tone
    notes: Sequence[str] = ()
    at: datetime | None = None
    due: date | None = None

    @property
    def plain(self) -> str:
        """The same in a file."""
        days = [f'{self.due:%Y-%m-%d}' if self.due else '', f'{local_time(self.at):%Y-%m-%d %H:%M}' if self.at else '']
        words = [*days, self.text, *(word for word, _ in self.states), *self.notes]
        return '；'.join(one for one in words if one)


@dataclass(frozen=True, slots=True)
class ListColumn(Generic[Row]):
    """A column: what it says of a row. `style` is tight, number or nothing; the first column is a card's heading."""

    title: str
    cell: Callable[[Row], ListCell | str]
    style: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAction:
    """What may be done with a row: a link, or with `post` a button.

    `sentence` says what follows and folds the button, which then says `word`; `heard` is for who hears the page.
    """

    label: str
    href: str
    post: bool = False
    sentence: str = ''
    word: str = ''
    heard: str = ''


@dataclass(frozen=True, slots=True)
class ListOrder:
    """An order that an index has, in words; `column` is the title of the column that it goes by."""

    label: str
    keyset: Keyset
    column: str = ''


class ListFilters(Form):
    """The base of a list's filters: nothing is required, and nothing given is everything.

    Fields in `private` name people: they are posted and stay in the session, never in an address.
    """

    private: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data)
        self.request = request


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSearch:
    """A search for one thing by its number, which is posted: a number may tell of a person.

    `find` gives the address to go to, or the rows that are shown instead; it raises Refused with the sentence that
    stands beside the field.
    """

    label: str
    hint: str
    button: str
    find: Callable[[StaffRequest, str], 'str | QuerySet[Any]']
    longest: int = 80
    focus: bool = False  # whether the page opens with the cursor in it


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWords:
    """What a list says beside its rows: above them sentences (kind, shape, words) and tabs, below them more."""

    title: str = ''  # where it is another than the list's name
    intro: str = ''
    said: Sequence[tuple[str, str, str]] = ()
    tabs: Sequence[tuple[str, str, bool]] = ()  # label, address, whether it is the current one
    links: Sequence[tuple[str, str]] = ()
    foot: str = ''


NO_WORDS = ListWords()

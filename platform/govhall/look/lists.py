"""The parts of a list page: what a room declares of its columns, orders, filters and search."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from govhall.doors.fields import CodeField, LineField
from govhall.doors.forms import Form
from govhall.doors.sentences import say_plainly
from govhall.look.days import local_time
from govhall.look.navigation import EntryNumbers
from govhall.look.pages import Keyset
from tenants.access import StaffRequest

Row = TypeVar('Row')
Wanted = Mapping[str, Any]  # what the filters ask for; empty: everything
SEARCHED = 'number'  # the name of the field of a search


class ListBar(Protocol):
    """The context of the bar above a list: `active` marks the entry, `counted` are numbers that are known already."""

    def __call__(
        self, request: StaffRequest, active: str, /, *, counted: EntryNumbers | None = None
    ) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCell:
    """What stands in one place of a list: a text, a moment or a limit, states beside it, smaller notes below."""

    text: str = ''
    href: str = ''
    states: Sequence[tuple[str, str]] = ()  # words and tone
    notes: Sequence[str] = ()
    at: datetime | None = None
    due: date | None = None
    paused: bool = False  # whether the clock of `due` stands still

    @property
    def plain(self) -> str:
        """The same in a file."""
        days = [f'{self.due:%Y-%m-%d}' if self.due else '', f'{local_time(self.at):%Y-%m-%d %H:%M}' if self.at else '']
        words = [*days, self.text, *(word for word, _ in self.states), *self.notes]
        return '；'.join(one for one in words if one)


@dataclass(frozen=True, slots=True)
class ListColumn(Generic[Row]):
    """A column: what it says of a row. `style` is tight, number or nothing; the first column is a card's heading.

    What stands together on a page may have columns of its own in the file.
    """

    title: str
    cell: Callable[[Row], ListCell | str]
    style: str = ''
    on_page: bool = True
    in_file: bool = True


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


@dataclass(frozen=True, kw_only=True)
class ListTicks(Generic[Row]):
    """What is done with several rows at once: each has a box, and the buttons stand below them.

    `tick` is what a row that is ticked sends as `ticked`, or nothing where it has no box; `heard` names the row to who
    hears the page. `buttons` are the values of `do` with their labels; without any there are no boxes.
    """

    route: str  # the name of the address that takes them
    tick: Callable[[StaffRequest, Row], str]
    heard: Callable[[Row], str]
    buttons: Callable[[StaffRequest, Sequence[Row]], Sequence[tuple[str, str]]]


def boxes_of(
    ticks: ListTicks[Row] | None, request: StaffRequest, rows: Sequence[Row]
) -> tuple[Sequence[tuple[str, str]], list[dict[str, str]]]:
    """The buttons below the rows, and of each row its box and how it is called; nothing where no button is offered."""
    buttons = ticks.buttons(request, rows) if ticks else ()
    if not ticks or not buttons:
        return (), [{} for _ in rows]
    return buttons, [{'tick': ticks.tick(request, row), 'heard': ticks.heard(row)} for row in rows]


@dataclass(frozen=True, slots=True)
class ListOrder:
    """An order that an index has, in words; `column` is the title of the column that it goes by.

    It is offered where the filters ask for one of the values of each name in `when`, and for none of `unless`.
    """

    label: str
    keyset: Keyset
    column: str = ''
    when: Mapping[str, Collection[Any]] = field(default_factory=dict)
    unless: Mapping[str, Collection[Any]] = field(default_factory=dict)

    def suits(self, wanted: Wanted) -> bool:
        """Whether the order is offered for what the filters ask."""
        asked = all(wanted.get(name) in values for name, values in self.when.items())
        return asked and not any(wanted.get(name) in values for name, values in self.unless.items())


class ListFilters(Form):
    """The base of a list's filters: nothing is required, and nothing given is everything.

    Fields in `private` name people: they are posted and stay in the session, never in an address. A hidden field is
    set by links only, and a value that it does not know is no page.
    """

    private: ClassVar[frozenset[str]] = frozenset()
    narrows: ClassVar[bool] = True  # its labels do not say that they may be left empty

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data)
        self.request = request

    @property
    def is_misled(self) -> bool:
        """Whether a hidden field holds what no link says."""
        return any(bound.errors for bound in self.hidden_fields())

    def is_narrowed(self, wanted: Wanted) -> bool:
        """Whether somebody has narrowed the list: a tab, which is hidden, does not count."""
        return any(wanted.get(bound.name) for bound in self.visible_fields())


class SearchForm(Form):
    """The one field of a search."""

    def __init__(self, data: QueryDict | None, asked: forms.CharField) -> None:
        super().__init__(data, auto_id='%s')
        say_plainly(asked, str(asked.label))
        self.fields[SEARCHED] = asked


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSearch:
    """A search for one thing by its number, which is posted: a number may tell of a person.

    `find` gives the address to go to, or the rows that are shown instead, under the title that `found` makes of them;
    it raises Refused with the sentence that stands beside the field.
    """

    label: str
    hint: str
    button: str
    find: Callable[[StaffRequest, str], 'str | QuerySet[Any] | Sequence[Any]']
    longest: int = 80
    focus: bool = False  # whether the page opens with the cursor in it
    is_code: bool = False  # copied character by character: blanks and dashes are not counted
    missing: str = ''  # the sentence if nothing was typed
    found: Callable[[Sequence[Any]], str] = lambda rows: ''

    def form(self, data: QueryDict | None = None) -> SearchForm:
        """The field, or what was typed into it."""
        attributes = {'autocomplete': 'off'} | ({'autofocus': True} if self.focus else {})
        kind = CodeField if self.is_code else LineField
        asked = kind(
            label=self.label,
            max_length=self.longest,
            help_text=self.hint,
            error_messages={'required': self.missing} if self.missing else None,
            widget=forms.TextInput(attrs=attributes),
        )
        return SearchForm(data, asked)


@dataclass(frozen=True, slots=True)
class ListTab:
    """A part of a list, above it; a `tone` puts its shape before the words."""

    label: str
    href: str
    is_current: bool
    tone: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWords:
    """What a list says beside its rows: above them sentences (kind, shape, words) and tabs, below them more."""

    name: str = ''  # of the page, its entry in the browser and its file, where it is another than the list's
    title: str = ''  # above the rows, where it says more than the name
    intro: str = ''
    said: Sequence[tuple[str, str, str]] = ()
    tabs: Sequence[ListTab] = ()
    links: Sequence[tuple[str, str]] = ()
    foot: str = ''
    empty: str = ''  # where no rows mean something else than the list says
    entry: str = ''  # the key of the entry in the bar, where it is another than the list's
    counted: EntryNumbers | None = None  # numbers beside entries that were counted for this


NO_WORDS = ListWords()

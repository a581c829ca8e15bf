"""The entries of the bars above pages: each room registers its own, and nobody else names their addresses."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from tenants.access import StaffRequest
from tenants.roles import AT_WORK, Role

DESK = 'desk'  # the bar of a hall's desks
PERSON = 'person'  # beside the name: what one does for oneself
EVERYBODY = AT_WORK
EntryNumbers = Mapping[str, int]


class DuplicateEntry(Exception):
    """Two modules register an entry under one key."""

    def __init__(self, key: str, first: str, second: str) -> None:
        super().__init__(f'{key} is registered by {first} and by {second}: rename one of them')


class NoEntry(Exception):
    """No module registers an entry under this key, or for these roles."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A page that a bar leads to, and who sees it there; the entry with the least `place` is first.

    `count` gives the numbers beside entries by their keys. Entries may share one function, which is called once a page;
    so it counts what they need in one statement. `allowed` is asked last, after roles and kinds of hall. An entry
    without `bars` stands in none: other rooms link to it.
    """

    key: str
    label: str
    route: str  # the name of its address
    place: int
    query: str = ''  # what follows the question mark of its address
    roles: frozenset[Role] = EVERYBODY
    kinds: frozenset[str] = frozenset()  # of halls; empty: every kind
    allowed: Callable[[StaffRequest], bool] | None = None
    count: Callable[[StaffRequest], EntryNumbers] | None = None
    hidden_at_zero: bool = False
    bars: frozenset[str] = frozenset({DESK})
    beside: frozenset[str] = frozenset()  # shown only while one of these entries is the current one; empty: always
    first_for: frozenset[Role] = frozenset()  # the roles whose work begins here
    origin: str = field(default='', init=False)  # the module that registers it

    @property
    def href(self) -> str:
        """Its address in the hall of the request."""
        return self.at()

    def at(self, *values: str) -> str:
        """Its address with these values in it."""
        return reverse(self.route, args=values) + (f'?{self.query}' if self.query else '')

    def is_for(self, request: StaffRequest) -> bool:
        """Whether this person sees it in this hall."""
        if not self.roles & request.actor.roles or (self.kinds and request.hall.kind not in self.kinds):
            return False
        return self.allowed is None or self.allowed(request)


@dataclass(frozen=True, slots=True)
class Task:
    """An entry as the bar shows it; `count` None shows none."""

    label: str
    href: str
    count: int | None
    active: bool


_ENTRIES: dict[str, Entry] = {}


def register(*entries: Entry) -> None:
    """Enter what a room offers. Raises DuplicateEntry."""
    origin = str(sys._getframe(1).f_globals['__name__'])
    for entry in entries:
        known = _ENTRIES.setdefault(entry.key, entry)
        if known is not entry:
            raise DuplicateEntry(entry.key, known.origin, origin)
        object.__setattr__(entry, 'origin', origin)


def withdraw(entry: Entry) -> None:
    """Take an entry out again; for tests, which register entries of their own."""
    _ENTRIES.pop(entry.key)


def entries(bar: str = DESK) -> Iterator[Entry]:
    """The entries of a bar, by their place."""
    return iter(
        sorted((entry for entry in _ENTRIES.values() if bar in entry.bars), key=lambda entry: (entry.place, entry.key))
    )


def first_page(role: Role) -> str:
    """The address at which somebody with this role begins. Raises NoEntry."""
    for entry in entries():
        if role in entry.first_for:
            return entry.href
    raise NoEntry(role)


def address(key: str, *values: str) -> str:
    """The address of an entry, for a link from another room; `values` are what it has in it. Raises NoEntry."""
    if key not in _ENTRIES:
        raise NoEntry(key)
    return _ENTRIES[key].at(*values)


def tasks(request: StaffRequest, active: str, *, bar: str = DESK, counted: EntryNumbers | None = None) -> list[Task]:
    """The bar of a page as this person sees it in this hall.

    `active` is the key of the current entry; `counted` are numbers, by key, that the page knows already.
    """
    numbers = _Numbers(request, counted or {})
    found = []
    for entry in entries(bar):
        if (entry.beside and active not in entry.beside) or not entry.is_for(request):
            continue
        count = numbers.of(entry)
        if count or not entry.hidden_at_zero:
            found.append(Task(entry.label, entry.href, count, entry.key == active))
    return found


class _Numbers:
    """The numbers of one page; no function is called twice."""

    def __init__(self, request: StaffRequest, counted: EntryNumbers) -> None:
        self.request = request
        self.known = dict(counted)

    def of(self, entry: Entry) -> int | None:
        """The number beside an entry, None if it has none."""
        if entry.count is None:
            return None
        if entry.key not in self.known:
            self.known |= entry.count(self.request)
        return self.known[entry.key]

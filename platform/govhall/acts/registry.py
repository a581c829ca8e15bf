"""The registry of acts: each stands in one file and is found by its address on pages and by its name in the API."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from govhall.acts.fields import Field, form_class
from govhall.doors.forms import Form
from tenants.access import Actor
from tenants.roles import Role

Made = TypeVar('Made')
Before = TypeVar('Before')


class DuplicateAct(Exception):
    """Two files register an act under one name."""

    def __init__(self, name: str, first: str, second: str) -> None:
        super().__init__(f'{name} is registered by {first} and by {second}: rename one of them')


@dataclass(frozen=True, slots=True)
class PostedAct:
    """An act as it was posted: on what, in which version of it, by whom, with what."""

    uid: UUID
    version: int
    actor: Actor
    data: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.data[name]

    @property
    def frame(self) -> dict[str, Any]:
        """What every service takes."""
        return {'uid': self.uid, 'version': self.version, 'actor': self.actor}


@dataclass(frozen=True, kw_only=True, eq=False)
class Described:
    """What is said of every act: its address on pages, the fields it asks, and its words in the API."""

    word: str = ''  # none: it has a page of its own
    fields: Sequence[Field] = ()
    mutation: str = ''  # its name in the API, in snake_case; none for what is done at a counter only
    does: str = ''  # its description in the API
    origin: str = field(default='', init=False)  # the module that registers it

    @cached_property
    def form(self) -> type[Form]:
        """The form of its fields."""
        return form_class(self.fields, versioned=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class Act(Described, Generic[Before, Made]):
    """What a person does with a case: the fields it asks, how it is done, and its words on pages and in the API.

    `word` is its address below that of the case. `offer` makes its button from the situation, or None if it
    would not succeed now; `explain` says who may do it to somebody who may not. Of several buttons the one with the
    least `place` is first.
    """

    do: Callable[[PostedAct], Made]
    afterwards: Callable[[Made], str]
    place: int = 0
    offer: Callable[[Before], 'Button | None'] = lambda before: None
    roles: frozenset[Role] | None = None  # who learns anything by trying; None: all who act on cases
    versioned: bool = True  # False: the services lock and compare by themselves
    explain: Callable[[Before], str] = lambda before: ''
    otherwise: 'AlternativeAct | None' = None  # another act that the same mutation does
    folded: bool = False  # an ending: stands behind a fold, even if nothing comes before it
    onward: bool = False  # brings the work to its next step
    waits_after_return: bool = False  # behind a fold, too, after another hall has sent it back

    @cached_property
    def form(self) -> type[Form]:
        """The form of its fields and the version."""
        return form_class(self.fields, versioned=self.versioned)


@dataclass(frozen=True, slots=True)
class AlternativeAct:
    """A switch in the API between two acts of one mutation: its name, its description, and the act when it is off."""

    switch: str
    says: str
    act: Act[Any, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """An act as it is offered now: what the button says, where it leads, and what may be chosen."""

    act: Act[Any, Any]
    label: str
    leads: str = ''
    refusing: bool = False
    choices: tuple[tuple[str, str], ...] = ()  # of the fields that are chosen from the situation
    place: int | None = None  # where it stands now, if not where the act stands
    asks: bool = True  # False: its fields are not needed now
    more: Mapping[str, Any] = field(default_factory=dict)  # what the templates of its own fields need

    @property
    def word(self) -> str:
        """The address of the act."""
        return self.act.word

    @property
    def rank(self) -> int:
        """The least is first."""
        return self.act.place if self.place is None else self.place


_ACTS: dict[str, Described] = {}
_ordered: list[Act[Any, Any]] = []  # as `acts` gives them; empty until somebody asks after a change


def register(act: Act[Before, Made]) -> Act[Before, Made]:
    """Enter an act on a case. Raises DuplicateAct."""
    enter(act, str(sys._getframe(1).f_globals['__name__']))
    return act


def enter(act: Described, origin: str) -> None:
    """Enter an act of any kind under its names, which no other act has. Raises DuplicateAct."""
    object.__setattr__(act, 'origin', origin)
    _ordered.clear()
    for name in filter(None, (act.word, act.mutation)):
        known = _ACTS.setdefault(name, act)
        if known is not act:
            raise DuplicateAct(name, known.origin, origin)


def withdraw(act: Described) -> None:
    """Take an act out again; for tests, which register acts of their own."""
    _ordered.clear()
    for name in filter(None, (act.word, act.mutation)):
        _ACTS.pop(name)


def registered() -> Iterator[Described]:
    """All acts of every kind, each once, as they were registered."""
    return iter(dict.fromkeys(_ACTS.values()))


def acts() -> Iterator[Act[Any, Any]]:
    """All acts on a case, by their place."""
    if not _ordered:  # every page of a case asks
        found = (act for act in registered() if isinstance(act, Act))
        _ordered.extend(sorted(found, key=lambda act: (act.place, act.word, act.mutation)))
    return iter(_ordered)


def act_at(word: str) -> Act[Any, Any] | None:
    """The act on a case with this address, if there is one."""
    act = _ACTS.get(word)
    return act if isinstance(act, Act) and act.word == word else None


def mutation_of(act: Act[Any, Any]) -> str:
    """The mutation that does an act, as clients write it; empty where there is none."""
    name = act.mutation or next(
        (known.mutation for known in acts() if known.otherwise and known.otherwise.act is act), ''
    )
    first, *more = name.split('_')
    return first + ''.join(part.capitalize() for part in more)

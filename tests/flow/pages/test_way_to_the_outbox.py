"""How far it is from a form at the counter to the row in the outbox: what somebody reads who follows it.

Measured at the moment when the row is written, from the view on. The stack is what the way leads through: its frames,
and how often the room changes between neighbours. Stops are the functions on it and those that they call until then,
turns how often the file changes from one to the next. Climbs are the calls, wherever, from a layer to one above it.
`pytest -rP` prints all of it.
"""

import sys
import tomllib
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from itertools import pairwise
from types import CodeType, FrameType
from typing import Any, NamedTuple

from django.db import connection

from tests.architecture.sources import ROOT
from tests.builders.screen import SignedIn, take_in
from tests.builders.world import HYGIENE, TOWNSHIP, World

PRODUCT = tuple(f'{ROOT}/{room}/' for room in ('platform/govhall', 'federation', 'tenants', 'township_halls'))
CONTRACTS = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))['tool']['importlinter']['contracts']
LAYERS = next(contract['layers'] for contract in CONTRACTS if contract['name'] == 'rooms point down only')
FLOOR = {room.strip(): number for number, layer in enumerate(LAYERS) for room in layer.split('|')}


class Place(NamedTuple):
    """A function of the product."""

    module: str
    name: str

    @property
    def room(self) -> str:
        """The package."""
        return next(room for room in FLOOR if f'{self.module}.'.startswith(f'{room}.'))

    @property
    def floor(self) -> int:
        """Counted from the top."""
        return FLOOR[self.room]


class Way(NamedTuple):
    """How long it is."""

    frames: int
    rooms: int
    stops: int
    turns: int
    climbs: int


MOST = Way(8, 3, 46, 32, 0), Way(8, 3, 41, 29, 0)  # the receipt, and the handover after it


class Walk:
    """Notes who calls whom, and the stack whenever a row of the outbox is written."""

    def __init__(self) -> None:
        self.calls: list[tuple[FrameType | None, Place, Place]] = []
        self.ways: list[Way] = []

    def called(self, frame: FrameType, event: str, argument: object) -> None:
        if event == 'call' and _is_function(frame.f_code) and (caller := _next(frame.f_back)) is not None:
            self.calls.append((caller, _place(caller.f_code), _place(frame.f_code)))

    def asked(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if 'insert into fed_outbox' in str(sql).lower().replace('"', ''):
            self.ways.append(self._way())
        return execute(sql, params, many, context)

    def _way(self) -> Way:
        frames, frame = [], _next(sys._getframe())
        while frame is not None:
            frames.append(frame)
            frame = _next(frame.f_back)
        frames.reverse()
        view = next(at for at, one in enumerate(frames) if '.views' in _place(one.f_code).module)
        stack = [_place(one.f_code) for one in frames[view:]]
        on_it = {id(one) for one in frames[view:]}
        passed = dict.fromkeys(callee for caller, _, callee in self.calls if id(caller) in on_it)
        begun = next(at for at, (_, _, callee) in enumerate(self.calls) if callee == stack[0])
        calls = [(call, two) for _, call, two in self.calls[begun + 1 :]]
        climbs = {f'{call.name} -> {two.module}: {two.name}' for call, two in calls if two.floor < call.floor}
        sys.stdout.write('\n'.join([*(f'{one.module}: {one.name}' for one in stack), 'climbs:', *sorted(climbs), '']))
        return Way(
            len(stack),
            _changes([one.room for one in stack]),
            len({*passed, *stack}),
            _changes([one.module for one in passed]),
            len(climbs),
        )


def _changes(names: Sequence[str]) -> int:
    return sum(one != other for one, other in pairwise(names))


def _is_product(code: CodeType) -> bool:
    return code.co_filename.startswith(PRODUCT)


def _is_function(code: CodeType) -> bool:
    """Not an expression that a function hands to another one."""
    return _is_product(code) and not code.co_name.endswith(('comp>', 'genexpr>'))


def _next(frame: FrameType | None) -> FrameType | None:
    while frame is not None and not _is_product(frame.f_code):
        frame = frame.f_back
    return frame


def _place(code: CodeType) -> Place:
    file = code.co_filename.removeprefix(f'{ROOT}/').removeprefix('platform/')
    return Place(file.removesuffix('.py').replace('/', '.'), code.co_qualname)


@contextmanager
def walked() -> Any:
    """What is called meanwhile."""
    walk = Walk()
    with connection.execute_wrapper(walk.asked):
        before = sys.getprofile()
        sys.setprofile(walk.called)
        try:
            yield walk
        finally:
            sys.setprofile(before)


def test_the_way_of_a_counter_form_to_the_outbox_gets_no_longer(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    take_in(clerk, TOWNSHIP, HYGIENE, then='forward')  # what a process reads once
    with walked() as walk:
        take_in(clerk, TOWNSHIP, HYGIENE, then='forward')
    sys.stdout.write(f'{walk.ways}\n')
    received, forwarded = walk.ways
    for way, most in ((received, MOST[0]), (forwarded, MOST[1])):
        assert all(length <= allowed for length, allowed in zip(way, most, strict=True)), way

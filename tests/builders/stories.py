"""Tests of pages told again under other conditions: what a story needs is made as its own module makes it."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, NamedTuple


class Story(NamedTuple):
    """A test of a module."""

    module: ModuleType
    name: str

    def tell(self, given: Mapping[str, Any]) -> None:
        """Run it, with what is given in place of the fixtures of these names."""
        test = getattr(self.module, self.name)
        test(**{need: _made(self.module, need, given) for need in inspect.signature(test).parameters})


def stories(modules: Sequence[ModuleType], given: Sequence[str]) -> Iterator[Story]:
    """The tests of these modules that need no more than what is given and what the module makes of it."""
    for module in modules:
        for name, test in vars(module).items():
            if name.startswith('test_') and all(
                _can_make(module, need, given) for need in inspect.signature(test).parameters
            ):
                yield Story(module, name)


def _can_make(module: ModuleType, need: str, given: Sequence[str]) -> bool:
    if need in given:
        return True
    made = inspect.unwrap(getattr(module, need, int))
    if not inspect.isfunction(made) or inspect.isgeneratorfunction(made):
        return False
    return all(_can_make(module, parameter, given) for parameter in inspect.signature(made).parameters)


def _made(module: ModuleType, need: str, given: Mapping[str, Any]) -> Any:
    if need in given:
        return given[need]
    make = inspect.unwrap(getattr(module, need))
    return make(**{parameter: _made(module, parameter, given) for parameter in inspect.signature(make).parameters})

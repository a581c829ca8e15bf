"""Every refusal has a stable code of its own and an HTTP status: a code in a log or an answer leads to one class."""

import importlib
import pkgutil
import re
from collections import defaultdict
from http import HTTPStatus

import pytest

from govhall.kernel.errors import Refused

PACKAGES = ('govhall', 'tenants', 'federation', 'township_halls')
STARTS = {'__main__', 'wsgi', 'asgi'}  # modules that do something when they are imported


def kinds(kind: type[Refused]) -> set[type[Refused]]:
    """The class and all below it."""
    return {kind}.union(*(kinds(subclass) for subclass in kind.__subclasses__()))


@pytest.fixture(scope='module')
def refusals() -> list[type[Refused]]:
    """Each class of the product that is a refusal; tests make some of their own."""
    for package in PACKAGES:
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f'{package}.'):
            if module.name.rpartition('.')[2] not in STARTS:
                importlib.import_module(module.name)
    found = [kind for kind in kinds(Refused) if kind.__module__.partition('.')[0] in PACKAGES]
    assert len(found) > 200
    return found


def test_each_refusal_has_a_code_of_its_own(refusals: list[type[Refused]]) -> None:
    assert [refusal.__qualname__ for refusal in refusals if 'code' not in vars(refusal)] == []
    owners = defaultdict(list)
    for refusal in refusals:
        owners[refusal.code].append(f'{refusal.__module__}.{refusal.__qualname__}')
    assert {code: classes for code, classes in owners.items() if len(classes) > 1} == {}


def test_codes_are_upper_case(refusals: list[type[Refused]]) -> None:
    assert [refusal.code for refusal in refusals if not re.fullmatch(r'[A-Z][A-Z0-9_]+', refusal.code)] == []


def test_statuses_lie_with_the_caller(refusals: list[type[Refused]]) -> None:
    assert [
        refusal.__qualname__ for refusal in refusals if HTTPStatus(refusal.status).value not in range(400, 500)
    ] == []

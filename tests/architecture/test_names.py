"""A class has a name of its own: who reads it anywhere knows which one is meant."""

import ast
from collections import defaultdict

from tests.architecture.sources import PRODUCT, files, name, tree

# Django finds a command by its module. The schema of the wire names the material of a matter; a hall's own file of it
# is the model.
SHARED = {'Command', 'Material'}


def test_no_two_classes_share_a_name() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path in files(*PRODUCT):
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                found[node.name].append(name(path))
    twice = {known: places for known, places in found.items() if len(places) > 1}
    assert {known: places for known, places in twice.items() if known not in SHARED} == {}
    assert set(twice) >= SHARED, 'an exception that nothing needs'

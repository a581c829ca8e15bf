"""Files and functions stay small, and every door of a room says what it does."""

import ast
from collections import Counter
from pathlib import Path

from tests.architecture.sources import ALL, PRODUCT, ROOT, files, name, tree

LONGEST_FILE, LONGEST_FUNCTION = 300, 50
LARGEST_ROOM = 6500  # lines, migrations and acts left out
SMALLER = {'casework': 5500}
DOORS = ('services', 'handlers', 'selectors')
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(path: Path) -> list[Definition]:
    """All functions, methods and classes of a file."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, Definition)]


def public(path: Path) -> list[Definition]:
    """The functions, classes and methods of a file that others may use, those in functions left out."""
    found: list[Definition] = []
    bodies: list[list[ast.stmt]] = [tree(path).body]
    while bodies:
        named = [node for node in bodies.pop() if isinstance(node, Definition) and not node.name.startswith('_')]
        found += named
        bodies += [node.body for node in named if isinstance(node, ast.ClassDef) and node.name != 'Meta']
    return [node for node in found if node.name != 'Meta']


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {name(path): len(path.read_text(encoding='utf-8').splitlines()) for path in files(*ALL)}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_room_is_larger_than_its_limit() -> None:
    """Acts are not counted: each is one file that nobody reads for another one (ADR 58)."""
    room = ROOT / 'platform/govhall'
    lines = Counter[str]()
    for path in files('platform/govhall'):
        if 'acts' not in path.relative_to(room).parts[1:]:
            lines[path.relative_to(room).parts[0]] += len(path.read_text(encoding='utf-8').splitlines())
    assert lines['casework'] > 1000
    limits = {name: SMALLER.get(name, LARGEST_ROOM) for name in lines}
    assert {name: count for name, count in lines.items() if count > limits[name]} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f'{name(path)}:{node.lineno} {node.name}'
        for path in files(*ALL)
        for node in definitions(path)
        if not isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [name(path) for path in files(*PRODUCT) if path.stat().st_size and not ast.get_docstring(tree(path))]
    assert silent == []


def test_every_public_service_handler_and_selector_has_a_docstring() -> None:
    doors = [path for path in files(*PRODUCT) if {path.stem, *path.parts} & set(DOORS)]
    silent = [
        f'{name(path)}:{node.lineno} {node.name}'
        for path in doors
        for node in public(path)
        if not ast.get_docstring(node)
    ]
    assert doors and silent == []

"""The product's own Python files and what stands in them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ('platform', 'tenants', 'federation', 'township_halls')
ALL = (*PRODUCT, 'deploy', 'tests')


def files(*folders: str) -> list[Path]:
    """The Python files of these folders, generated migrations left out."""
    found = [path for folder in folders for path in (ROOT / folder).rglob('*.py')]
    return sorted(path for path in found if 'migrations' not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """The file, parsed once."""
    return ast.parse(path.read_text(encoding='utf-8'))


def name(path: Path) -> str:
    """The path as a failure should show it."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def importers(package: str, *folders: str) -> set[str]:
    """The files that import a package or something in it."""
    return {
        name(path)
        for path in files(*folders)
        if any(module == package or module.startswith(f'{package}.') for module in imported(path))
    }

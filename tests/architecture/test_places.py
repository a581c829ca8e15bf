"""Tests of a rule stand where the rule stands: `tests/flow` and `tests/unit` have the folders of the product."""

from pathlib import Path

import pytest

from tests.architecture.sources import ALL, ROOT, name

KINDS = ('tests/flow', 'tests/unit')
# What no room of the product holds alone, and why.
NO_ROOM = {
    'tests/flow/pages': 'what every page, address, list or act has to keep',
    'tests/unit/load': 'the report of `make bench`, which stands in tests/load',
}


def rooms() -> dict[str, Path]:
    """Every room by its name."""
    inside = {path.parent.name: path.parent for path in (ROOT / 'platform/govhall').glob('*/__init__.py')}
    return inside | {root: ROOT / root for root in ALL if root not in ('platform', 'tests')}


def folders(kind: str) -> list[Path]:
    """Every folder of this kind that has tests."""
    return sorted({path.parent for path in (ROOT / kind).rglob('test_*.py')})


@pytest.mark.parametrize('kind', KINDS)
def test_every_folder_of_tests_is_a_folder_of_the_product(kind: str) -> None:
    strangers = []
    for folder in folders(kind):
        room, *parts = folder.relative_to(ROOT / kind).parts or ('',)
        place = rooms().get(room)
        if name(folder) not in NO_ROOM and not (place and place.joinpath(*parts).is_dir()):
            strangers.append(name(folder))
    assert strangers == []


def test_every_room_has_tests() -> None:
    tested = {folder.relative_to(ROOT / kind).parts[0] for kind in KINDS for folder in folders(kind)}
    assert rooms().keys() - tested == set()


def test_every_exception_is_needed() -> None:
    assert NO_ROOM.keys() == {place for place in NO_ROOM if list((ROOT / place).glob('test_*.py'))}
    assert not {Path(place).name for place in NO_ROOM} & rooms().keys()


def test_every_folder_of_tests_is_a_package() -> None:
    """Or two files of one name would hide each other."""
    assert [name(folder) for kind in KINDS for folder in folders(kind) if not (folder / '__init__.py').exists()] == []

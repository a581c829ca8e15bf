"""A package speaks of its own hall only: its old cell is believed in nothing else."""

from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from federation.contracts.facts import CaseFact
from govhall.kernel.ids import new_uid
from govhall.operations.moves import files, package_import
from govhall.operations.moves.holdings import MOVES
from govhall.operations.moves.package import BadPackage, Package
from tenants.models import Hall
from tests.builders.world import COUNTY, TOWNSHIP

SCHEMA = f'h_{COUNTY.lower()}'


class Forged:
    """A package of the county whose members are as given."""

    manifest = SimpleNamespace(hall=SimpleNamespace(code=COUNTY))

    def __init__(self, name: str) -> None:
        self._name = name

    def names(self, prefix: str) -> list[str]:
        return [self._name] if self._name.startswith(prefix) else []

    def read(self, name: str) -> bytes:
        return b'content'


@pytest.mark.parametrize('path', [f'h_{TOWNSHIP.lower()}/ab/abcd', f'{SCHEMA}x/ab/abcd'])
def test_no_file_is_written_into_the_folder_of_another_hall(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr(files, 'write', lambda place, path, content: written.append(path))
    package = cast(Package, Forged(f'files/materials/{path}'))
    with pytest.raises(BadPackage):
        package_import.write_files(package, lambda name: None)
    assert written == []


@pytest.mark.parametrize('holding', [move for move in MOVES if not move.persons and move.table != 'fed_sent'])
def test_a_row_of_another_hall_becomes_one_of_this_hall(holding: Any) -> None:
    hall = Hall(pk=7, code=COUNTY)
    (change,) = package_import._changes(holding, [(f'{{"{holding.of}": "{TOWNSHIP}"}}', {})], hall, {})
    assert change == {holding.of: 7 if holding.by_id else COUNTY}


def test_a_manifest_names_no_other_table_to_be_made(db: None) -> None:
    with pytest.raises(BadPackage):
        package_import._make_months({'fed_sent (LIKE tenants_person); --': ['2026-01']})


def test_no_figures_of_another_hall_come_in() -> None:
    fact = CaseFact(fact=new_uid(), version=1, hall=TOWNSHIP, hall_kind='township', area='511922', matter='1')
    with pytest.raises(BadPackage):
        package_import._own_facts([(msgspec.json.encode(fact).decode(), {})], Hall(code=COUNTY))

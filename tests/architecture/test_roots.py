"""The house stands as it was drawn: source roots, rooms, and which room may know which."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import ALL, PRODUCT, ROOT, files, importers, name

FORBIDDEN_NAMES = {'utils', 'helpers', 'common', 'misc'}


def layers() -> set[str]:
    """Every package that a layers contract names."""
    config = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))
    contracts = config['tool']['importlinter']['contracts']
    lines = [line for contract in contracts if contract['type'] == 'layers' for line in contract['layers']]
    return {layer.strip() for line in lines for layer in line.split('|')}


def rooms(package: str, folder: Path) -> set[str]:
    """What stands directly in a root: its packages and its modules."""
    packages = {f'{package}.{one.parent.name}' for one in folder.glob('*/__init__.py')}
    return packages | {f'{package}.{one.stem}' for one in folder.glob('*.py') if one.stem != '__init__'}


def test_import_platform_is_still_the_standard_librarys() -> None:
    code = 'import platform; print(platform.__file__); platform.system()'
    ran = subprocess.run([sys.executable, '-c', code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not Path(ran.stdout.strip()).is_relative_to(ROOT / 'platform')


def test_platform_is_a_plain_folder() -> None:
    assert (ROOT / 'platform' / 'govhall').is_dir()
    assert not (ROOT / 'platform' / '__init__.py').exists()


@pytest.mark.parametrize(
    ('package', 'folder'), [('govhall', ROOT / 'platform' / 'govhall'), ('federation', ROOT / 'federation')]
)
def test_every_room_under_a_root_is_named_by_a_contract(package: str, folder: Path) -> None:
    assert rooms(package, folder) - layers() == set()


@pytest.mark.parametrize('package', ['tenants', 'township_halls', 'federation'])
def test_every_root_beside_the_platform_is_a_layer(package: str) -> None:
    assert package in layers()


def test_no_package_stands_outside_the_known_roots() -> None:
    assert {one.parent.name for one in ROOT.glob('*/__init__.py')} | {'platform'} == set(ALL)


def test_import_directions_hold() -> None:
    linter = Path(sys.executable).with_name('lint-imports')
    ran = subprocess.run([linter, '--no-cache'], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_only_tenants_names_django_tenants() -> None:
    assert {importer.split('/')[0] for importer in importers('django_tenants', *PRODUCT)} == {'tenants'}


def test_only_the_link_imports_kafka() -> None:
    found = importers('kafka', *PRODUCT, 'deploy')
    assert {'/'.join(importer.split('/')[:2]) for importer in found} == {'federation/link'}


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [name(path) for path in files(*ALL) if FORBIDDEN_NAMES & {path.stem, *path.parent.parts}]
    assert vague == []

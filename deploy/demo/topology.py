"""Which cells the demo has and which halls stand in them: read from the seed's directory."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

SEED = Path(__file__).resolve().parents[1] / 'seed'
DIRECTORY = SEED / 'directory.json'
CATALOGUE, FORMS = SEED / 'catalogue.json', SEED / 'forms'
CENTRE, CENTRE_HALL = SEED / 'centre.json', 'TJXZ0001'
ENTERED_IN = 'sichuan'  # the directory and the catalogue are entered here, once
ONLY_CELL = 'bazhong'  # with the direct link, one cell has all halls


class SeedHall(NamedTuple):
    """A hall of the seed."""

    code: str
    name: str
    short_name: str
    kind: str
    slug: str
    area_code: str
    parent_code: str
    cell: str


def halls(link: str) -> list[SeedHall]:
    """The halls of the demo; a direct link puts all of them into one cell."""
    entries = json.loads(DIRECTORY.read_text(encoding='utf-8'))['halls']
    known = [SeedHall(**{name: entry.get(name, '') for name in SeedHall._fields}) for entry in entries]
    return [hall._replace(cell=ONLY_CELL) for hall in known] if link == 'direct' else known


def cells(link: str) -> list[str]:
    """The names of the cells, the one where the directory is entered first."""
    names = {hall.cell for hall in halls(link)}
    return sorted(names, key=lambda name: (name != entering_cell(link), name))


def entering_cell(link: str) -> str:
    """The cell in which directory and catalogue are entered."""
    return ONLY_CELL if link == 'direct' else ENTERED_IN


def directory_file(link: str, folder: Path) -> Path:
    """The directory to enter: the seed's, or for one cell a copy that says so."""
    if link != 'direct':
        return DIRECTORY
    seed: Mapping[str, list[dict[str, object]]] = json.loads(DIRECTORY.read_text(encoding='utf-8'))
    copy = folder / 'directory.json'
    moved = [{**entry, 'cell': ONLY_CELL} for entry in seed['halls']]
    copy.write_text(json.dumps({**seed, 'halls': moved}, ensure_ascii=False), encoding='utf-8')
    return copy

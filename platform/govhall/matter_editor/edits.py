"""A material added, changed, moved or removed in the parts of a draft. Pure."""

from typing import Any

import msgspec

from federation.contracts.catalogue import Material
from govhall.matter_editor.refusals import NoSuchMatterMaterial

Parts = dict[str, Any]


def with_material(parts: Parts, material: Material) -> Parts:
    """The parts with this material in the place of the one with its code, else at the end."""
    rows, made = list(parts['materials']), msgspec.to_builtins(material)
    places = [place for place, row in enumerate(rows) if row['code'] == material.code]
    if places:
        rows[places[0]] = made
    else:
        rows.append(made)
    return parts | {'materials': rows}


def without_material(parts: Parts, code: str) -> Parts:
    """The parts without it. Raises NoSuchMatterMaterial."""
    _place(parts, code)
    return parts | {'materials': [row for row in parts['materials'] if row['code'] != code]}


def moved_material(parts: Parts, code: str, *, by: int) -> Parts:
    """The parts with it further up (negative) or down. Raises NoSuchMatterMaterial."""
    rows, place = list(parts['materials']), _place(parts, code)
    row = rows.pop(place)
    rows.insert(max(0, place + by), row)
    return parts | {'materials': rows}


def new_material_code(matter: str, parts: Parts, published: list[str]) -> str:
    """A code that no material of the matter has, nor had in a published version."""
    taken = {*published, *(row['code'] for row in parts['materials'])}
    return next(code for code in (f'{matter}-{number:02}' for number in range(1, 1000)) if code not in taken)


def _place(parts: Parts, code: str) -> int:
    for place, row in enumerate(parts['materials']):
        if row['code'] == code:
            return place
    raise NoSuchMatterMaterial

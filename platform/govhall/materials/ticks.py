"""The list of materials on a form: what is ticked beside each. Pure."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from federation.contracts.catalogue import Material
from govhall.materials.lines import material_line
from govhall.materials.ways import LATER, ON_FILE, UNDERTAKING

HANDED_IN = 'handed_in'


def ticked_ways(data: Mapping[str, Any], materials: Iterable[Material]) -> dict[str, str]:
    """What comes later, is replaced by an undertaking or taken from the file, by code; as it was ticked."""
    ticked = [(way, one.code) for one in materials for way in (LATER, UNDERTAKING, ON_FILE)]
    return {code: way for way, code in ticked if data.get(f'{way}-{code}')}


def ticked_papers(data: Mapping[str, Any], materials: Collection[Material], besides: str) -> dict[str, str]:
    """Code to status of all that is ticked, with the paper `besides` that no material is."""
    codes = [*(one.code for one in materials), besides]
    there = {code: HANDED_IN for code in codes if data.get(f'paper-{code}') == HANDED_IN}
    return ticked_ways(data, materials) | there


def tick_lines(materials: Iterable[Material], papers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each material with what is ticked beside it."""
    return [
        {
            'paper': one,
            'ticked': papers.get(one.code) == HANDED_IN,
            'way': papers.get(one.code, ''),
            'line': material_line(one),
        }
        for one in materials
    ]

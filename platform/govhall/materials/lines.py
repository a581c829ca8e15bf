"""A material as guides and doors show it, in words. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from federation.contracts.catalogue import Material
from govhall.materials.sources import say_grade, say_source
from govhall.materials.ways import say_open_ways


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material with its source, what serves for it, and what may stand for it where it is not at hand."""

    material: Material
    source: str
    grade: str
    open_ways: str

    @property
    def basis(self) -> str:
        """The document that lets it come later or be replaced."""
        return self.material.basis if self.open_ways else ''


def material_line(one: Material) -> MaterialLine:
    """The line of one material."""
    return MaterialLine(one, say_source(one), say_grade(one), say_open_ways(one))


def material_lines(materials: Iterable[Material]) -> list[MaterialLine]:
    """The lines of the list of a matter, in its order."""
    return [material_line(one) for one in materials]

"""A material as guides and doors show it, in words. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from federation.contracts.catalogue import Material
from govhall.kernel.terms import say_term
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
    def age(self) -> str:
        """1年内的: how old it may be; empty where nothing says."""
        return say_age(self.material)

    @property
    def basis(self) -> str:
        """The document that lets it come later or be replaced."""
        return self.material.basis if self.open_ways else ''


def say_age(one: Material) -> str:
    """1年内的: how old a material may be; empty where nothing says."""
    return f'{say_term(one.valid_months)}内的' if one.valid_months else ''


def material_line(one: Material) -> MaterialLine:
    """The line of one material."""
    return MaterialLine(one, say_source(one), say_grade(one), say_open_ways(one))


def material_lines(materials: Iterable[Material]) -> list[MaterialLine]:
    """The lines of the list of a matter, in its order."""
    return [material_line(one) for one in materials]

"""The papers of an application as a list: what the matter asks for, and the mandate of an agent. Pure."""

from collections.abc import Mapping

from federation.contracts.case import Paper
from federation.contracts.catalogue import Material
from govhall.catalogue.selectors import MatterInfo
from govhall.materials.ways import LaterDay, paper_given

MANDATE = 'mandate'  # the code of the paper by which somebody acts for the applicant (授权委托书)
BY_AGENT = Material(code=MANDATE, name='授权委托书', required=False, form='原件', copies=1, source='申请人')


def checklist(info: MatterInfo, given: Mapping[str, str], *, by_agent: bool, later_by: LaterDay) -> list[Paper]:
    """The checklist of the matter with what was handed in (code to status); of an agent also the mandate.

    Raises LaterNotAllowed, UndertakingNotAllowed.
    """
    found = [paper_given(material, given.get(material.code, ''), later_by) for material in info.materials]
    return [*found, paper_given(BY_AGENT, given.get(MANDATE, ''), later_by)] if by_agent else found


def papers_of(info: MatterInfo, *, by_agent: bool) -> dict[str, Material]:
    """The materials of the matter by their codes; of an agent also the mandate."""
    return {material.code: material for material in (*info.materials, *([BY_AGENT] if by_agent else []))}

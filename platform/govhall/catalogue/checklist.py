"""The papers of an application as a list: what the matter asks for, and the mandate of an agent. Pure."""

from collections.abc import Mapping
from typing import Literal

from federation.contracts.case import Paper
from govhall.catalogue.selectors import MatterInfo

MANDATE = 'mandate'  # the code of the paper by which somebody acts for the applicant (授权委托书)


def checklist(info: MatterInfo, given: Mapping[str, str], *, by_agent: bool) -> list[Paper]:
    """The checklist of the matter with what was handed in (code to status); of an agent also the mandate."""
    found = [
        Paper(
            code=material.code,
            name=material.name,
            required=material.required,
            status=_status(given.get(material.code, '')),
        )
        for material in info.materials
    ]
    mandate = Paper(code=MANDATE, name='授权委托书', required=False, status=_status(given.get(MANDATE, '')))
    return [*found, mandate] if by_agent else found


def _status(given: str) -> Literal['handed_in', 'on_file', 'missing']:
    if given == 'handed_in':
        return 'handed_in'
    return 'on_file' if given == 'on_file' else 'missing'

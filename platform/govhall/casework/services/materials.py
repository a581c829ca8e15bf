"""Files beside the papers of a case: what is on file, opening one, and what the acts on them share."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import structlog

from federation.contracts.case import Attachment, Paper
from govhall.casework.models import Case
from govhall.casework.services.change import Change
from govhall.files.models import Material
from govhall.files.on_file import newest_on_file
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from govhall.storage.material_store import LOST, read
from tenants.context import current_hall

log = structlog.get_logger(__name__)


class NoSuchMaterial(Refused):
    """The matter asks for no such paper."""

    code = 'NO_SUCH_MATERIAL'
    status = 404
    sentence = '这件事没有这份材料，请刷新页面后再试。'


class NoSuchFile(Refused):
    """The case names no such file, or its bytes are not here."""

    code = 'NO_SUCH_FILE'
    status = 404
    sentence = '没有这个文件，或者还在传送，请稍后刷新页面再看。'


class FileLost(Refused):
    """The hall knows the file, and its storage does not have it: an operator has to look."""

    code = 'FILE_LOST'
    status = 409
    sentence = '这个文件在存储里找不到了，请联系系统管理员恢复，不要让申请人重交。'


def on_file(id_number: str, papers: Sequence[Paper], *, on: date, besides: UUID | None = None) -> dict[str, Material]:
    """The newest file that the applicant gave this hall for papers with these names, by name; none that is too old."""
    owners = Case._meta.get_field('applicant_index').candidates(id_number)
    return newest_on_file(owners, {paper.name: paper.valid_months for paper in papers}, on=on, besides=besides)


def read_or_lost(name: str) -> bytes:
    """The content that the hall names by this hash. Raises FileLost, StorageAway."""
    try:
        return read(name)
    except LOST as lost:
        log.error('file_lost', hall=current_hall().code, outcome='refused', reason=type(lost).__name__)
        raise FileLost from lost


def paper_of(case: Case, code: str) -> Paper:
    """The paper with this code. Raises NoSuchMaterial."""
    found = next((paper for paper in case.papers if paper.code == code), None)
    if found is None:
        raise NoSuchMaterial
    return found


def replace_paper(case: Case, paper: Paper) -> None:
    """Put a paper in the place of the one with its code."""
    case.papers_data = plain([paper if row.code == paper.code else row for row in case.papers])


def enter_file(change: Change, paper: Paper, file: Attachment, *, known: Material | None = None) -> None:
    """Keep that the hall has the file, for the next case of the same applicant; `known`: it was on file before."""
    Material.objects.get_or_create(
        case=change.case.uid,
        paper=paper.code,
        hash=file.hash,
        defaults={
            'name': paper.name,
            'type': file.type,
            'size': file.size,
            'owner': known.owner if known else bytes(change.case.applicant_index),
            'by': change.actor.person_id if change.actor else None,
            'at': known.at if known else change.at,
        },
    )

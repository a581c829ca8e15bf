"""Reads of papers: the sealed file of one, and the paper with a verification code."""

import structlog

from govhall.documents.models import Notice
from govhall.kernel.errors import Refused
from govhall.storage.document_store import FileGone, document_store

log = structlog.get_logger(__name__)


class NoSuchPaper(Refused):
    """The case has no such paper in this hall."""

    code = 'NO_SUCH_PAPER'
    status = 404
    sentence = '这件办件没有这份文书，请刷新页面后再找。'


class PaperNotReady(Refused):
    """The paper has its number, its sealed file is still being made."""

    code = 'PAPER_NOT_READY'
    status = 409
    sentence = '这份文书正在生成并加盖电子印章，请过几秒再点下载。'


class PaperFailed(Refused):
    """Typesetting or sealing went wrong; it is tried again by itself and at the press of a button."""

    code = 'PAPER_FAILED'
    status = 409
    sentence = '这份文书没有生成。请在办件页面点“重新生成”；仍不行，请把文书编号告诉系统管理员。'


class PaperVoid(Refused):
    """A void paper is not handed out."""

    code = 'PAPER_VOID'
    status = 409
    sentence = '这份文书已经作废，不能再下载，请到办件页面看有效的文书。'


class PaperLost(Refused):
    """The register has the paper, and the store does not have its file, or another one: an operator has to look."""

    code = 'PAPER_LOST'
    status = 409
    sentence = '这份文书的文件在存储里找不到，或者已损坏，请联系系统管理员恢复。'


def file_of(notice: Notice, *, hall: str) -> bytes:
    """The sealed file of a paper. Raises PaperNotReady, PaperFailed, PaperVoid, PaperLost."""
    if notice.state == Notice.State.VOID:
        raise PaperVoid
    if notice.state == Notice.State.FAILED:
        raise PaperFailed
    if not notice.file:
        raise PaperNotReady
    try:
        return document_store().get(hall, notice.file)
    except FileGone as gone:
        log.error('paper_lost', hall=hall, case=str(notice.case_uid), outcome='refused')
        raise PaperLost from gone


def by_proof(proof: str) -> Notice | None:
    """The paper of the current hall with this verification code."""
    return Notice.objects.filter(proof=proof).first()

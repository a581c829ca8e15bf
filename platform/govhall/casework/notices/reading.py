"""Reads of papers: whose file a person may take, and what the public may know by the code on the paper."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.utils import timezone

from govhall.casework.models import Case, Notice
from govhall.casework.rules.papers import CERTIFICATE, GIVES_RESULT, after_void, title_of
from govhall.casework.rules.purposes import Purpose
from govhall.casework.rules.results import Standing
from govhall.casework.selectors import case_for
from govhall.catalogue import selectors as catalogue
from govhall.kernel.errors import Refused
from govhall.storage.document_store import FileGone, document_store
from tenants.access import Actor
from tenants.audit import Action, record

SLOW = timedelta(minutes=5)
log = structlog.get_logger(__name__)


class NoSuchPaper(Refused):
    """The case has no such paper in this hall."""

    code = 'NO_SUCH_PAPER'
    sentence = '这件办件没有这份文书，请刷新页面后再找。'


class PaperNotReady(Refused):
    """The paper has its number, its sealed file is still being made."""

    code = 'PAPER_NOT_READY'
    sentence = '这份文书正在生成并加盖电子印章，请过几秒再点下载。'


class PaperFailed(Refused):
    """Typesetting or sealing went wrong; it is tried again by itself and at the press of a button."""

    code = 'PAPER_FAILED'
    sentence = '这份文书没有生成。请在办件页面点“重新生成”；仍不行，请把文书编号告诉系统管理员。'


class PaperVoid(Refused):
    """A void paper is not handed out."""

    code = 'PAPER_VOID'
    sentence = '这份文书已经作废，不能再下载，请到办件页面看有效的文书。'


class PaperLost(Refused):
    """The register has the paper, and the store does not have its file, or another one: an operator has to look."""

    code = 'PAPER_LOST'
    sentence = '这份文书的文件在存储里找不到，或者已损坏，请联系系统管理员恢复。'


def papers_of(case: Case, *, task_type: str = '') -> list[Notice]:
    """The papers of a case in the current hall, the latest first; `title` says what each is called.

    `slow` says that its file should have been there long ago, `spent` why the result that it gave is no longer valid,
    `after_void` what people do once it is void.
    `task_type` is the matter's, for who knows it already.
    """
    # Their texts stay sealed: nobody reads them in a list.
    found = list(case.notices.defer('content_data').order_by('-acted_at', '-number'))
    if found and not task_type:
        task_type = catalogue.matter(case.matter, version=case.matter_version).task_type
    late = timezone.now() - SLOW
    for one in found:
        one.title = _title(one, case, task_type)  # type: ignore[attr-defined]
        one.slow = one.state == Notice.State.ORDERED and one.acted_at < late  # type: ignore[attr-defined]
        one.spent = spent(one, case)  # type: ignore[attr-defined]
        one.after_void = after_void(one.code)  # type: ignore[attr-defined]
    return found


def _title(paper: Notice, case: Case, task_type: str) -> str:
    """What people call the paper; a certificate has the name that stands on it."""
    licence = case.licence
    return licence.name if licence and paper.code == CERTIFICATE else title_of(paper.code, task_type)


def result_of(paper: Notice, case: Case) -> Standing:
    """How the result that the paper gave stands today; a paper that gives none stands by itself."""
    standing = case.standing_on(timezone.localdate()) if paper.code in GIVES_RESULT else None
    return standing or Standing.VALID


def spent(paper: Notice, case: Case) -> str:
    """已过期, 已延续 …: why the result of the paper is no longer valid; empty while it is, and for other papers."""
    standing = result_of(paper, case)
    return '' if standing is Standing.VALID else standing.label


def file_for(case: UUID, paper: UUID, *, hall: str, actor: Actor) -> tuple[Notice, bytes]:
    """A paper and its sealed file.

    Raises NoSuchCase, NoSuchPaper, PaperNotReady, PaperFailed, PaperVoid, PaperLost.
    """
    notice = Notice.objects.filter(case=case_for(case, actor), uid=paper).first()
    if notice is None:
        raise NoSuchPaper
    if notice.state == Notice.State.VOID:
        raise PaperVoid
    if notice.state == Notice.State.FAILED:
        raise PaperFailed
    if not notice.file:
        raise PaperNotReady
    try:
        content = document_store().get(hall, notice.file)
    except FileGone as gone:
        log.error('paper_lost', hall=hall, case=str(case), outcome='refused')
        raise PaperLost from gone
    # The name stands on it in full: who took it is on record.
    told = {'case': str(case), 'purpose': Purpose.PAPER.value}
    record(Action.PERSON_SHOWN, who=actor, hall=hall, subject=notice.number, detail=told)
    return notice, content


def by_proof(proof: str) -> Notice | None:
    """The paper of the current hall with this verification code, and its case."""
    return Notice.objects.select_related('case').filter(proof=proof).first()

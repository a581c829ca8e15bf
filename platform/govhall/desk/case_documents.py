"""The papers of a case as people see them, and whose file a person may take."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.selectors import case_for
from govhall.catalogue import selectors as catalogue
from govhall.desk.purposes import Purpose
from govhall.documents.models import Notice
from govhall.documents.rules.papers import CERTIFICATE, GIVES_RESULT, after_void, title_of
from govhall.documents.selectors import NoSuchPaper, file_of
from govhall.licences.rules.results import Validity
from tenants.access import Actor
from tenants.audit import Action, record

SLOW = timedelta(minutes=5)


def papers_of(case: Case, *, task_type: str = '') -> list[Notice]:
    """The papers of a case in the current hall, the latest first; `title` says what each is called.

    `slow` says that its file should have been there long ago, `spent` why the result that it gave is no longer valid,
    `after_void` what people do once it is void.
    `task_type` is the matter's, for who knows it already.
    """
    # Their texts stay sealed: nobody reads them in a list.
    found = list(Notice.objects.filter(case_uid=case.uid).defer('content_data').order_by('-acted_at', '-number'))
    if found and not task_type:
        task_type = catalogue.matter(case.matter, version=case.matter_version).task_type
    late = timezone.now() - SLOW
    for paper in found:
        paper.title = _title(paper, case, task_type)  # type: ignore[attr-defined]
        paper.slow = paper.state == Notice.State.ORDERED and paper.acted_at < late  # type: ignore[attr-defined]
        paper.spent = spent(paper, case)  # type: ignore[attr-defined]
        paper.after_void = after_void(paper.code)  # type: ignore[attr-defined]
    return found


def _title(paper: Notice, case: Case, task_type: str) -> str:
    """What people call the paper; a certificate has the name that stands on it."""
    licence = case.licence
    return licence.name if licence and paper.code == CERTIFICATE else title_of(paper.code, task_type)


def result_of(paper: Notice, case: Case) -> Validity:
    """How the result that the paper gave stands today; a paper that gives none stands by itself."""
    standing = case.standing_on(timezone.localdate()) if paper.code in GIVES_RESULT else None
    return standing or Validity.VALID


def spent(paper: Notice, case: Case) -> str:
    """已过期, 已延续 …: why the result of the paper is no longer valid; empty while it is, and for other papers."""
    standing = result_of(paper, case)
    return '' if standing is Validity.VALID else standing.label


def file_for(case: UUID, paper: UUID, *, hall: str, actor: Actor) -> tuple[Notice, bytes]:
    """A paper and its sealed file.

    Raises NoSuchCase, NoSuchPaper, PaperNotReady, PaperFailed, PaperVoid, PaperLost.
    """
    notice = Notice.objects.filter(case_uid=case_for(case, actor).uid, uid=paper).first()
    if notice is None:
        raise NoSuchPaper
    content = file_of(notice, hall=hall)
    # The name stands on it in full: who took it is on record.
    told = {'case': str(case), 'purpose': Purpose.PAPER.value}
    record(Action.PERSON_SHOWN, who=actor, hall=hall, subject=notice.number, detail=told)
    return notice, content

"""What the applicant is to get, and the rating of a delivered case (行政许可法 §44)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.services.change import changing
from govhall.casework.services.document_data import DECISIONS
from govhall.casework.services.home import home
from govhall.catalogue import selectors as catalogue
from govhall.documents.rules.papers import paper_of, title_of
from govhall.kernel.errors import Refused
from govhall.licences.rules.kinds import CaseKind
from tenants.access import Actor


class NotYetDelivered(Refused):
    """A rating comes after the result."""

    code = 'NOT_YET_DELIVERED'
    status = 409
    sentence = '结果送达后才能评价，请先登记送达。'


class AlreadyRated(Refused):
    """One service, one rating."""

    code = 'ALREADY_RATED'
    status = 409
    sentence = '这件事已经评价过了，一次办事只评价一次，不用再评。'


def papers_to_serve(case: Case) -> list[str]:
    """The papers that the applicant is to get, each by title and number: the decision, and the certificate.

    A village closes a public service without a paper.
    """
    outcome, licence = case.outcome, case.licence
    found = []
    if outcome is not None and outcome.paper and (code := DECISIONS.get(outcome.kind)):
        task_type = catalogue.matter(case.matter, version=case.matter_version).task_type
        title = title_of(paper_of(code, revokes=case.kind == CaseKind.REVOKE), task_type)
        found.append((title, outcome.paper))
    if licence is not None:
        found.append((licence.name, licence.number))
    return [f'{title}（{number}）' for title, number in found]


def note_rating(*, uid: UUID, actor: Actor, grade: int, at: datetime | None = None) -> Case:
    """Note the applicant's grade (GB/T 39046: 1 非常满意 … 5 非常不满意) with a delivered case, once."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at) as change:
        case = change.case
        if home(case) != change.hall.code or case.state != State.DELIVERED:
            raise NotYetDelivered
        if case.rating is not None:
            raise AlreadyRated
        case.rating = grade
        change.append('rated', grade=grade)
        return case

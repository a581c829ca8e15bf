"""The result is handed to the applicant where the papers were handed in (行政许可法 §44)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.case import Delivered
from federation.contracts.records import Served
from federation.directory.selectors import standing_for
from govhall.casework.models import Case
from govhall.casework.rules.kinds import CaseKind
from govhall.casework.rules.states import Act, State
from govhall.casework.services.change import Change, changing
from govhall.casework.services.document_data import DECISIONS
from govhall.casework.services.licensing import require_licence
from govhall.catalogue import selectors as catalogue
from govhall.documents.rules.papers import paper_of, title_of
from govhall.documents.rules.service import Service
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from tenants.access import Actor


class NotOrigin(Refused):
    """Only the hall of origin, or the one that it was merged into, delivers."""

    code = 'NOT_ORIGIN'
    sentence = '结果由当初收件的大厅送达，这里不用办。'


class NotYetDelivered(Refused):
    """A rating comes after the result."""

    code = 'NOT_YET_DELIVERED'
    sentence = '结果送达后才能评价，请先登记送达。'


class AlreadyRated(Refused):
    """One service, one rating."""

    code = 'ALREADY_RATED'
    sentence = '这件事已经评价过了，一次办事只评价一次，不用再评。'


BY_HAND = Service()


def deliver_case(
    *, uid: UUID, version: int, actor: Actor, service: Service = BY_HAND, at: datetime | None = None
) -> Case:
    """Serve the result and note how, and which papers (送达回证); the halls on the road learn it.

    Raises LicenceNotMade, ReferenceMissing, ReferenceTooLong, ConsentMissing.
    """
    at = at or timezone.now()
    service = service.checked()
    with changing(uid, actor=actor, at=at, version=version) as change:
        if standing_for(change.case.origin) != change.hall.code:
            raise NotOrigin
        require_licence(change.case)
        hand_over_result(change, service)
        return change.case


def hand_over_result(change: Change, service: Service = BY_HAND) -> None:
    """The service itself, inside a change: case, event, paper and the halls on the road say the same of it."""
    case = change.case
    served = Served(way=service.way.value, reference=service.reference, papers=papers_to_serve(case))
    case.service_data = plain(served)
    change.perform(Act.DELIVER, way=served.way, reference=served.reference, served=served.papers)
    case.delivered_at = change.at
    for hall in case.neighbours:
        change.send(hall, Delivered(hall=change.hall.code, at=change.at, served=served))


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
        if standing_for(case.origin) != change.hall.code or case.state != State.DELIVERED:
            raise NotYetDelivered
        if case.rating is not None:
            raise AlreadyRated
        case.rating = grade
        change.append('rated', grade=grade)
        return case

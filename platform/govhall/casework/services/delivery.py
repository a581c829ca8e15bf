"""The result is handed to the applicant where the papers were handed in (行政许可法 §44)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.case import Delivered
from federation.directory.selectors import standing_for
from govhall.casework.models import Case
from govhall.casework.rules.states import Act, State
from govhall.casework.services.change import changing
from govhall.casework.services.licensing import require_licence
from govhall.kernel.errors import Refused
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


def deliver_case(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> Case:
    """Hand the result over and note it (送达回证); the halls on the road learn it. Raises LicenceNotMade."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        if standing_for(case.origin) != change.hall.code:
            raise NotOrigin
        require_licence(case)
        change.perform(Act.DELIVER)
        case.delivered_at = at
        for hall in case.neighbours:
            change.send(hall, Delivered(hall=change.hall.code, at=at))
        return case


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

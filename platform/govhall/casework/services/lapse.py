"""Recording that five working days passed without notice (行政许可法 §32)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.casework.acts.deem_accepted import LimitProvisional, deem_if_lapsed, is_past
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import NotNow
from govhall.casework.services.change import changing
from govhall.kernel.china import CHINA


def deem_accepted(*, uid: UUID, at: datetime | None = None) -> Case:
    """Record that five working days passed without notice: accepted from the day of receipt, whatever the line does.

    A pure function of the receipt date, so both ends of a broken line find the same; NotNow if it was answered, or if
    papers that came meanwhile have started the five days again. LimitProvisional if it is not known that they are over.
    """
    at = at or timezone.now()
    with changing(uid, actor=None, at=at, asks_lapse=False) as change:
        if not deem_if_lapsed(change):
            if is_past(change.case, at.astimezone(CHINA).date()):
                raise LimitProvisional(due=change.case.intake_due)
            raise NotNow(state=State(change.case.state).label)
        return change.case

"""A renewal that is not decided before the validity ends counts as granted (行政许可法 §50)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.casework.events import CHINA
from govhall.casework.models import Case
from govhall.casework.rules.states import Act, State
from govhall.casework.rules.transitions import NotNow
from govhall.casework.services.change import changing
from govhall.casework.services.conclusion import conclude
from govhall.casework.services.linked import renewal_lapsed

LAPSED = '有效期届满前未作出是否准予延续的决定，视为准予延续（行政许可法第五十条）'


def deem_renewed(*, uid: UUID, at: datetime | None = None) -> Case:
    """Record that a renewal counts as granted, by the lapse of the validity. Raises NotNow if it does not."""
    at = at or timezone.now()
    with changing(uid, actor=None, at=at) as change:
        if not renewal_lapsed(change.case, at.astimezone(CHINA).date()):
            raise NotNow(state=State(change.case.state).label)
        change.perform(Act.DEEM_RENEWED, expired=str(change.case.expires_on))
        conclude(change, 'approved', reliance=None, reason=LAPSED)
        return change.case

"""Ending what can't go on: papers that are never brought, an applicant who died or was dissolved (终止办理)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.rules.states import Act
from govhall.casework.services.acceptance import ReasonMissing
from govhall.casework.services.change import changing
from govhall.casework.services.conclusion import conclude
from tenants.access import Actor


def terminate_case(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """End a case without a decision, with the reason and the applicant's remedies on a paper.

    It is no withdrawal, which only the applicant can declare. Raises ReasonMissing, and what the frame raises.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with changing(uid, actor=actor, at=at, version=version) as change:
        reliance = change.perform(Act.TERMINATE, reason=reason.strip())
        conclude(change, 'terminated', reliance=reliance, reason=reason.strip())
        return change.case

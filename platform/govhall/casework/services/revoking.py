"""The organ itself begins to revoke what it granted (撤销, 行政许可法 §69): no applicant, no counter, no papers."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.rules.kinds import AlreadyRevoking, CaseKind
from govhall.casework.services.acceptance import ReasonMissing
from govhall.casework.services.change import changing
from govhall.casework.services.reception import Application, receive_case
from govhall.kernel.ids import new_uid
from tenants.access import Actor


def begin_revocation(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """Begin a case that revokes the result of this one, and return the new case.

    The decider needs the letter for decisions over the matter, and no clerk's role. Raises ReasonMissing,
    AlreadyRevoking, OrganOnly, ResultEnded, NoAuthorisation, and what the frame raises.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with changing(uid, actor=actor, at=at, version=version) as change:
        first = change.case
        running = Case.objects.filter(first_number=first.number, kind=CaseKind.REVOKE, outcome_data__isnull=True)
        if running.exists():
            raise AlreadyRevoking
        application = Application(
            submission=new_uid(),
            matter=first.matter,
            applicant=first.applicant,
            papers={},
            about=CaseKind.REVOKE,
            first_number=first.number,
            reason=reason.strip(),
        )
        begun = receive_case(application=application, actor=actor, at=at)
        change.append('revocation_begun', number=begun.number, reason=reason.strip())
        return begun

"""Declaring a paper void: its number stays in the register, with who, when and why."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.casework.models import Notice
from govhall.casework.notices.reading import NoSuchPaper, PaperVoid
from govhall.casework.register.services import no_longer_waiting
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.services.change import changing
from tenants.access import Actor
from tenants.roles import Role

MAY_VOID = frozenset({Role.CHIEF, Role.APPROVER})


def void_paper(
    *, uid: UUID, paper: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None
) -> Notice:
    """Void a paper of this hall. Raises NotYourRole, ReasonMissing, NoSuchPaper, PaperVoid, StaleVersion."""
    at = at or timezone.now()
    if not actor.roles & MAY_VOID:
        raise NotYourRole
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with changing(uid, actor=actor, at=at, version=version) as change:
        notice = Notice.objects.select_for_update().filter(case_id=uid, uid=paper).first()
        if notice is None:
            raise NoSuchPaper
        if notice.state == Notice.State.VOID:
            raise PaperVoid
        notice.state = Notice.State.VOID
        notice.void_data = {
            'at': at.isoformat(),
            'person': actor.person_id,
            'by': actor.name,
            'reason': reason.strip(),
        }
        notice.save(update_fields=['state', 'void_data'])
        no_longer_waiting(paper)
        change.append('voided', number=notice.number, reason=reason.strip())
        return notice

"""Declaring a paper void (作废文书): its number stays in the register, with who, when and why."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, register
from govhall.casework.asked import REASON
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.selectors import HANDLERS
from govhall.casework.services.change import changing
from govhall.documents.models import Notice
from govhall.documents.register.services import no_longer_waiting
from govhall.documents.selectors import NoSuchPaper, PaperVoid
from tenants.access import Actor
from tenants.roles import Role

MAY_VOID = frozenset({Role.CHIEF, Role.APPROVER})
NOTICE = Field(name='notice', kind=FieldKind.UID, label='文书', says='Id of the paper.', needed=True)


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
        notice = Notice.objects.select_for_update().filter(case_uid=uid, uid=paper).first()
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


register(
    Act(
        do=lambda posted: void_paper(**posted.frame, paper=posted['notice'], reason=posted['reason']),
        afterwards=lambda notice: f'已作废：{notice.number}。编号保留在登记簿里，不再使用。',
        fields=[NOTICE, REASON],
        roles=HANDLERS,
        mutation='void_notice',
        does='Void a paper (作废文书); its number stays in the register.',
    )
)

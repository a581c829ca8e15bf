"""Using what the hall has of the same applicant, with consent (免提交)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.case import Attachment
from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, register
from govhall.casework.asked import PAPER
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import Transition, transition
from govhall.casework.selectors import HANDLERS
from govhall.casework.services.change import changing
from govhall.casework.services.materials import NoSuchFile, enter_file, on_file, paper_of, replace_paper
from govhall.catalogue.rules import Power
from govhall.kernel.errors import Refused
from tenants.access import Actor
from tenants.roles import Role

REUSE = transition(
    Transition(
        name='reuse',
        course='经申请人同意，使用已存材料',
        states=frozenset({State.RECEIVED}),
        roles=frozenset({Role.CLERK, Role.AGENT, Role.CHIEF}),
        power=Power.RECEIVE,
        detail=lambda data: str(data.get('name') or ''),
    )
)
CONSENT = Field(
    name='consent', kind=FieldKind.TICK, label='申请人同意', says='Whether the applicant agreed.', needed=True
)


class ReuseConsentMissing(Refused):
    """What is on file is used again with the applicant's consent only."""

    code = 'REUSE_CONSENT_MISSING'
    sentence = '请先征得申请人同意并勾选，再使用已存的材料。'


class NotMissing(Refused):
    """The paper is there already."""

    code = 'NOT_MISSING'
    status = 409
    sentence = '这份材料已经收到，不用再取已存的。'


def reuse_on_file(
    *, uid: UUID, version: int, actor: Actor, paper: str, consent: bool, at: datetime | None = None
) -> Case:
    """Take the newest file that this hall has of the same applicant for a paper of that name, if they consent.

    Raises ReuseConsentMissing, NotMissing, NoSuchMaterial, NoSuchFile, and what the frame raises.
    """
    if not consent:
        raise ReuseConsentMissing(field='consent')
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        known = paper_of(case, paper)
        if known.status != 'missing':
            raise NotMissing
        found = on_file(case, [known]).get(known.name)
        if found is None:
            raise NoSuchFile
        change.perform(REUSE, paper=paper, name=known.name, hash=found.hash, from_case=str(found.case), consent=True)
        file = Attachment(hash=found.hash, type=found.type, size=found.size)
        replace_paper(case, replace(known, status='on_file', files=[file]))
        enter_file(change, known, file)
        return case


register(
    Act(
        do=lambda posted: reuse_on_file(**posted.frame, paper=posted['paper'], consent=posted['consent']),
        afterwards=lambda case: '已使用申请人存过的材料，不用再交。',
        fields=[PAPER, CONSENT],
        roles=HANDLERS,
        mutation='reuse_file',
        does='Use the newest file of the applicant for the same material, with consent.',
    )
)

"""The organ itself begins to revoke what it granted (撤销, 行政许可法 §69): no applicant, no counter, no papers."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON
from govhall.casework.models import Case
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import DECIDING, Beginning, Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.services.reception import Application, receive_case
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.kernel.ids import new_uid
from govhall.licences.rules.kinds import ORGAN, AlreadyRevoking, CaseKind
from tenants.access import Actor

# The organ itself begins it, so nobody hands in papers and nobody gets a receipt.
BEGIN_REVOCATION = transition(
    Transition(
        name='begin_revocation',
        course='许可机关启动撤销',
        begins=Beginning.ORGAN,
        to=State.RECEIVED,
        roles=DECIDING,
        power=Power.DECIDE,
        clock='intake',
        article='行政许可法第六十九条',
    )
)


def begin_revocation(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """Begin a case that revokes the result of this one, and return the new case.

    The decider needs the letter for decisions over the matter, and no clerk's role. Raises ReasonMissing,
    AlreadyRevoking, OrganOnly, ResultEnded, NoAuthorisation, and what the frame raises.
    """
    at = at or timezone.now()
    why = stated(reason)
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
            reason=why,
        )
        begun = receive_case(application=application, actor=actor, at=at)
        change.append('revocation_begun', number=begun.number, reason=why)
        return begun


def _offer(now: Situation) -> Button | None:
    case, outcome = now.case, now.case.outcome
    granted = outcome is not None and outcome.kind == 'approved' and not case.followed_data
    granted = granted and not CaseKind(case.kind).ends_result
    decided_here = outcome is not None and outcome.hall == now.hall.code and case.custody == Custody.HELD
    if not granted or not decided_here or not now.actor.roles & ORGAN or not now.has(Power.DECIDE):
        return None
    return Button(ACT, '启动撤销', '由许可机关提出，写明理由；决定后原结果失效', refusing=True)


ACT = register(
    Act(
        word='begin-revocation',
        place=330,
        do=lambda posted: begin_revocation(**posted.frame, reason=posted['reason']),
        afterwards=lambda case: '已启动撤销。请告知当事人、听取意见，再作出决定。',
        offer=_offer,
        fields=[REASON],
        mutation='begin_revocation',
        does='The organ begins to revoke the result (撤销, 行政许可法 §69); the answer is the new case.',
        folded=True,
    )
)

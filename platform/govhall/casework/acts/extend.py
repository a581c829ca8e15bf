"""Extending the limit once, by the head of the deciding organ (延长, 行政许可法 §42)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.clock import Extension
from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON
from govhall.casework.models import Case
from govhall.casework.rules.procedures import LONGEST_EXTENSION, LONGEST_JOINT_EXTENSION, checked_extension
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.transitions import UNDER_WAY, Transition, transition
from govhall.casework.sentences import by_day
from govhall.casework.services.change import changing
from govhall.casework.services.decision_clock import clock_of, set_clock
from govhall.casework.situation import Situation
from govhall.catalogue import authority
from govhall.catalogue.heads import is_head
from govhall.catalogue.rules import Power
from govhall.kernel.china import CHINA
from tenants.access import Actor
from tenants.roles import Role

# The head of the organ approves it, the head of the government where several organs decide together.
EXTEND = transition(
    Transition(
        name='extend',
        course='批准延长期限',
        states=UNDER_WAY,
        roles=frozenset({Role.LEADER}),
        power=Power.DECIDE,
        document='A2',
        by_letter=False,
        by_head=True,
        article='行政许可法第四十二条',
        detail=lambda data: f'{data["days"]} 个工作日',
    )
)
DAYS = Field(
    name='days',
    kind=FieldKind.WHOLE,
    label='延长几个工作日',
    least=1,
    most=LONGEST_JOINT_EXTENSION,
    says='By how much. Unit: working days.',
    needed=True,
    must=True,
)


def extend_case(*, uid: UUID, version: int, actor: Actor, days: int, reason: str, at: datetime | None = None) -> Case:
    """The head of the organ adds up to ten working days once, before the limit ends, and says why (§42).

    Raises NothingToExtend, SecondExtension, ExtensionTooLong, ExtensionTooLate, ClockStopped, ReasonMissing.
    """
    at = at or timezone.now()
    why = stated(reason)
    with changing(uid, actor=actor, at=at, version=version) as change:
        clock = clock_of(change)
        wanted = Extension(days=days, on=at.astimezone(CHINA).date(), reason=why, hall=change.hall.code)
        extension = checked_extension(clock, wanted, statutory_due=change.case.statutory_due)
        change.perform(EXTEND, days=days, reason=extension.reason)
        set_clock(change, replace(clock, extensions=[extension]))
        change.case.note = f'经批准延长 {days} 个工作日：{extension.reason}'[:300]
        return change.case


def _who(now: Situation) -> tuple[bool, str]:
    """Whether this leader may approve an extension, else who may (§42); empty where none is open to any leader."""
    clock = now.case.clock
    if EXTEND not in now.allowed or clock is None or clock.extensions or now.case.paused:
        return False, ''
    if now.matter.is_instant or clock.no_statutory_limit:
        return False, ''
    relied = authority.require(
        matter=now.case.matter,
        hall=now.hall.code,
        power=Power.DECIDE,
        at=now.at,
        by_letter=False,
        received=now.case.received_at,
        facts=now.case.facts,
    )
    person, organ = now.actor.person_id, relied.organ_code
    return is_head(person_id=person, hall=now.hall.code, organ=organ, joint=clock.joint, at=now.at)


def _offer(now: Situation) -> Button | None:
    clock = now.case.clock
    if clock is None or not _who(now)[0]:
        return None
    most = LONGEST_JOINT_EXTENSION if clock.joint else LONGEST_EXTENSION
    return Button(ACT, '批准延长期限', f'最多 {most} 个工作日，只能一次；理由要告诉申请人')


def _explain(now: Situation) -> str:
    who = _who(now)[1]
    return f'延长期限{who}' if who else ''


ACT = register(
    Act(
        word='extend',
        place=200,
        do=lambda posted: extend_case(**posted.frame, days=posted['days'] or 0, reason=posted['reason']),
        afterwards=lambda case: f'已延长，{by_day(case)}办结。请把理由告诉申请人。',
        offer=_offer,
        explain=_explain,
        fields=[DAYS, REASON],
        mutation='extend_case',
        does='Extend the limit once (延长, §42); the head of the organ only.',
    )
)

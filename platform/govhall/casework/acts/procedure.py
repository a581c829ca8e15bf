"""Special procedures (特别程序): intervals of an accepted case, begun and ended (行政许可法 §45)."""

from collections.abc import Mapping
from dataclasses import replace as but
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, PostedAct, register
from govhall.casework.asked import REASON
from govhall.casework.models import Case
from govhall.casework.rules.procedures import (
    NoProcedureOpen,
    ProcedureKind,
    ProcedureRequest,
    begun,
    open_procedures,
)
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.transitions import REVIEWING, UNDER_WAY, Transition, transition
from govhall.casework.sentences import by_day
from govhall.casework.services.change import changing
from govhall.casework.services.decision_clock import clock_of, set_clock
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain
from tenants.access import Actor


def _in_course(data: Mapping[str, Any]) -> str:
    procedure = data['procedure']
    stops = '时限停止' if procedure['stops'] else '时限照常计算'
    return f'{ProcedureKind(procedure["kind"]).label}，需 {procedure["told_days"]} 个工作日，{stops}'


BEGIN_PROCEDURE = transition(
    Transition(
        name='begin_procedure',
        course='特别程序开始',
        states=UNDER_WAY,
        roles=REVIEWING,
        power=Power.REVIEW,
        document='08',
        clock='stop',
        article='行政许可法第四十五条',
        detail=_in_course,
    )
)
END_PROCEDURE = transition(
    Transition(
        name='end_procedure',
        course='特别程序结束',
        states=UNDER_WAY,
        roles=REVIEWING,
        power=Power.REVIEW,
        clock='decide',
        article='行政许可法第四十五条',
        detail=_in_course,
    )
)
KINDS = [(kind.value, kind.label) for kind in ProcedureKind if kind is not ProcedureKind.HEARING]
FIELDS = [
    Field(
        name='kind',
        kind=FieldKind.CHOICE,
        label='程序',
        choices=KINDS,
        says=f'One of {", ".join(value for value, _ in KINDS)}.',
        needed=True,
    ),
    Field(
        name='days',
        kind=FieldKind.WHOLE,
        label='需要几个工作日',
        least=1,
        most=250,
        says='How long, as told to the applicant. Unit: working days.',
        needed=True,
        must=True,
    ),
    Field(
        name='basis',
        kind=FieldKind.LINE,
        label='专门法律依据',
        most=200,
        says='Special legal basis, where the kind needs one.',
        aside='（可不填）',
        hint='公示等不在法定的八种之内，没有专门法律依据就不停止时限；现场勘查从不停止时限',
    ),
    but(REASON, label='说明', says='Why; at most 300 characters.', needed=False),
]


def begin_procedure(
    *, uid: UUID, version: int, actor: Actor, wanted: ProcedureRequest, at: datetime | None = None
) -> Case:
    """Begin a special procedure and tell the applicant how many working days it needs (§45).

    The eight kinds of §45 stop the clock from today; others run beside it unless a special law is cited. Raises
    NeededTimeMissing, ProcedureOpen, and what the frame raises.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        clock = clock_of(change)
        procedure = begun(clock, wanted, on=at.astimezone(CHINA).date(), hall=change.hall.code)
        change.perform(BEGIN_PROCEDURE, procedure=plain(procedure), reason=procedure.reason)
        set_clock(change, replace(clock, procedures=[*clock.procedures, procedure]))
        return change.case


def end_procedure(*, uid: UUID, version: int, actor: Actor, result: str, at: datetime | None = None) -> Case:
    """End what was begun last and is open, with its result; the clock goes on tomorrow. Raises NoProcedureOpen."""
    at = at or timezone.now()
    why = stated(result)
    with changing(uid, actor=actor, at=at, version=version) as change:
        clock = clock_of(change)
        running = [procedure for procedure in open_procedures(clock) if procedure.kind != ProcedureKind.HEARING]
        if not running:
            raise NoProcedureOpen
        ended = replace(running[-1], ended=at.astimezone(CHINA).date())
        change.perform(END_PROCEDURE, procedure=plain(ended), reason=why)
        set_clock(
            change,
            replace(
                clock, procedures=[ended if procedure is running[-1] else procedure for procedure in clock.procedures]
            ),
        )
        return change.case


def _wanted(posted: PostedAct) -> ProcedureRequest:
    kind = ProcedureKind(posted['kind'] or ProcedureKind.OTHER)
    return ProcedureRequest(kind=kind, told_days=posted['days'] or 0, basis=posted['basis'], reason=posted['reason'])


def _running(now: Situation) -> list[str]:
    return [procedure.kind for procedure in open_procedures(now.case.clock) if procedure.kind != ProcedureKind.HEARING]


def _offer_begin(now: Situation) -> Button | None:
    if not now.has_procedures or BEGIN_PROCEDURE not in now.allowed or _running(now):
        return None
    return Button(BEGIN, '开始特别程序', '检验、检测、专家评审等；要告诉申请人需要几天')


def _offer_end(now: Situation) -> Button | None:
    if not now.has_procedures or END_PROCEDURE not in now.allowed or not (running := _running(now)):
        return None
    return Button(END, f'结束{ProcedureKind(running[-1]).label}', '写明结果，时限明天起继续')


END = register(
    Act(
        word='procedure-end',
        place=190,
        do=lambda posted: end_procedure(**posted.frame, result=posted['reason']),
        afterwards=lambda case: f'特别程序已结束，{by_day(case)}办结。',
        offer=_offer_end,
        fields=[REASON],
        mutation='end_procedure',
        does='End the procedure; `reason` is its result.',
    )
)
BEGIN = register(
    Act(
        word='procedure',
        place=210,
        do=lambda posted: begin_procedure(**posted.frame, wanted=_wanted(posted)),
        afterwards=lambda case: (
            '特别程序已开始，' + ('时限已停止。' if case.paused else '它不停止时限，时限照常计算。')
        ),
        offer=_offer_begin,
        fields=FIELDS,
        mutation='begin_procedure',
        does='Begin a special procedure (特别程序, 行政许可法 §45); the clock stops where the law says so.',
    )
)

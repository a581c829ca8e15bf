"""The buttons of special procedures, extension and hearing: those that fit the course of the case today."""

from django.utils import timezone

from govhall.casework.rules.procedures import (
    LONGEST_EXTENSION,
    LONGEST_JOINT_EXTENSION,
    ProcedureKind,
    open_procedures,
)
from govhall.casework.rules.states import Act
from govhall.casework.views.situation import Action, Situation

PROCEDURES = (
    'hearing-hold',
    'hearing-call',
    'hearing-ask',
    'procedure-end',
    'extend',
    'procedure',
    'hearing-tell',
)


def procedures(now: Situation, able: set[Act]) -> list[Action]:
    """What may begin, end or be extended now; instant matters have no procedures."""
    if now.matter.is_instant or now.case.clock is None:
        return []
    return [*_special(now, able), *_extension(now, able), *_hearing(now, able)]


def _special(now: Situation, able: set[Act]) -> list[Action]:
    running = [one for one in open_procedures(now.case.clock) if one.kind != ProcedureKind.HEARING]
    if running and Act.END_PROCEDURE in able:
        return [
            Action(
                'procedure-end',
                f'结束{ProcedureKind(running[-1].kind).label}',
                '写明结果，时限明天起继续',
                asks='reason',
            )
        ]
    if Act.BEGIN_PROCEDURE in able and not running:
        return [Action('procedure', '开始特别程序', '检验、检测、专家评审等；要告诉申请人需要几天', asks='procedure')]
    return []


def _extension(now: Situation, able: set[Act]) -> list[Action]:
    clock = now.case.clock
    if Act.EXTEND not in able or clock is None or clock.extensions or now.case.paused:
        return []
    most = LONGEST_JOINT_EXTENSION if clock.joint else LONGEST_EXTENSION
    return [Action('extend', '批准延长期限', f'最多 {most} 个工作日，只能一次；理由要告诉申请人', asks='extension')]


def _hearing(now: Situation, able: set[Act]) -> list[Action]:
    hearing, today = now.case.hearing, timezone.localdate(now.at)
    if hearing is None:
        told = Action('hearing-tell', '告知听证权利', '申请人五个工作日内可以申请；期间不计时')
        return [told] if Act.TELL_HEARING in able else []
    if hearing.asked_on is None:
        asked = Action('hearing-ask', '记下听证申请', '二十个工作日内举行')
        return [asked] if Act.ASK_HEARING in able and today <= hearing.ask_until else []
    if hearing.held_on is not None or Act.CALL_HEARING not in able:
        return []
    if hearing.called_for and today >= hearing.called_for:
        return [Action('hearing-hold', '记下听证笔录', '决定要以笔录为准', asks='minutes')]
    return [
        Action(
            'hearing-call', '改定听证时间' if hearing.called_for else '定听证时间', '提前七个工作日通知', asks='hearing'
        )
    ]

"""The buttons of special procedures, extension and hearing: those that fit the course of the case today."""

from datetime import date

from django.utils import timezone

from govhall.casework.rules.hearings import Hearing
from govhall.casework.rules.procedures import (
    LONGEST_EXTENSION,
    LONGEST_JOINT_EXTENSION,
    ProcedureKind,
    open_procedures,
)
from govhall.casework.rules.states import Act
from govhall.casework.views.situation import Action, Situation
from govhall.catalogue import authority
from govhall.catalogue.heads import is_head
from govhall.catalogue.rules import Power

PROCEDURES = (
    'hearing-hold',
    'hearing-call',
    'hearing-ask',
    'hearing-waive',
    'procedure-end',
    'extend',
    'procedure',
    'hearing-tell',
    'hearing-announce',
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


def _may_be_extended(now: Situation, able: set[Act]) -> bool:
    clock = now.case.clock
    return Act.EXTEND in able and clock is not None and not clock.extensions and not now.case.paused


def who_extends(now: Situation, able: set[Act]) -> tuple[bool, str]:
    """Whether this leader may approve an extension, else who may (§42); empty where none is open to any leader."""
    clock = now.case.clock
    if not _may_be_extended(now, able) or clock is None or now.matter.is_instant:
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


def _extension(now: Situation, able: set[Act]) -> list[Action]:
    clock = now.case.clock
    if clock is None or not who_extends(now, able)[0]:
        return []
    most = LONGEST_JOINT_EXTENSION if clock.joint else LONGEST_EXTENSION
    return [Action('extend', '批准延长期限', f'最多 {most} 个工作日，只能一次；理由要告诉申请人', asks='extension')]


def _hearing(now: Situation, able: set[Act]) -> list[Action]:
    hearing, today = now.case.hearing, timezone.localdate(now.at)
    if hearing is None:
        told = Action('hearing-tell', '告知听证权利', '五个工作日内可以申请；期间不计时', asks='parties')
        return [*([told] if Act.TELL_HEARING in able else []), *_announcing(able)]
    if hearing.asked_on is None and not hearing.own_motion:
        return [*_asking(hearing, today, able), *_announcing(able)]
    if hearing.held_on is not None or Act.CALL_HEARING not in able:
        return []
    if hearing.called_for and today >= hearing.called_for:
        return [Action('hearing-hold', '记下听证笔录', '决定要以笔录为准', asks='minutes')]
    return [
        Action(
            'hearing-call', '改定听证时间' if hearing.called_for else '定听证时间', '提前七个工作日通知', asks='hearing'
        )
    ]


def _asking(hearing: Hearing, today: date, able: set[Act]) -> list[Action]:
    """Who was told and has not spoken may ask or waive."""
    if today > hearing.ask_until or hearing.waived_on is not None:
        return []
    silent = [name for name in ('', *hearing.parties) if name not in hearing.waived_by]
    who = tuple((name, name or '申请人') for name in silent)
    asked = Action('hearing-ask', '记下听证申请', '二十个工作日内举行', asks='party', halls=who)
    waived = Action('hearing-waive', '记下放弃听证', '申请人和利害关系人都放弃，就不用再等', asks='party', halls=who)
    found = [asked] if Act.ASK_HEARING in able else []
    return [*found, waived] if Act.WAIVE_HEARING in able else found


def _announcing(able: set[Act]) -> list[Action]:
    """A hearing that the organ holds by itself (§46)."""
    leads = '涉及公共利益的，本机关主动举行；提前七个工作日公告'
    return [Action('hearing-announce', '公告举行听证', leads, asks='hearing')] if Act.ANNOUNCE_HEARING in able else []

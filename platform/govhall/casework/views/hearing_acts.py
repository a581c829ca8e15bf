"""The acts of a hearing as they are posted (行政许可法 §46-48)."""

import re

from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.rules.hearings import Sitting
from govhall.casework.services.hearings import (
    announce_hearing,
    ask_for_hearing,
    call_hearing,
    hold_hearing,
    tell_hearing,
    waive_hearing,
)
from govhall.casework.views.doing import Doing, Posted, by_day

BETWEEN = re.compile(r'[、，,;；\n]')


def _sitting(posted: Posted) -> Sitting:
    more = posted.more
    hour = f'{more["hour"]:%H:%M}' if more['hour'] else ''
    return Sitting(more['day'] or timezone.localdate(), hour, more['place'], more['host'])


def _parties(posted: Posted) -> list[str]:
    return BETWEEN.split(posted.more['parties'])


def _waived(case: Case) -> str:
    if case.hearing is not None and case.hearing.waived_on is not None:
        return f'已记下：都放弃听证，可以作出决定，{by_day(case)}前办结。'
    return '已记下放弃听证，还有人没有表示，申请期照常计算。'


HEARINGS: dict[str, Doing] = {
    'hearing-tell': Doing(
        lambda p: tell_hearing(uid=p.uid, version=p.version, actor=p.actor, parties=_parties(p)),
        lambda case: '已告知听证权利，五个工作日内可以申请。请把告知书送给申请人和每位利害关系人。',
    ),
    'hearing-ask': Doing(
        lambda p: ask_for_hearing(uid=p.uid, version=p.version, actor=p.actor, party=p.more['party']),
        lambda case: '已记下听证申请，请在二十个工作日内举行。',
    ),
    'hearing-waive': Doing(
        lambda p: waive_hearing(uid=p.uid, version=p.version, actor=p.actor, party=p.more['party']), _waived
    ),
    'hearing-announce': Doing(
        lambda p: announce_hearing(uid=p.uid, version=p.version, actor=p.actor, sitting=_sitting(p), reason=p.reason),
        lambda case: '听证已定，公告和通知已生成。请张贴公告，把通知送给申请人。',
    ),
    'hearing-call': Doing(
        lambda p: call_hearing(uid=p.uid, version=p.version, actor=p.actor, sitting=_sitting(p)),
        lambda case: '听证时间已定，请把通知送给申请人和利害关系人。',
    ),
    'hearing-hold': Doing(
        lambda p: hold_hearing(uid=p.uid, version=p.version, actor=p.actor, minutes=p.opinion),
        lambda case: f'听证笔录已记下，{by_day(case)}前办结。',
    ),
}

"""The operator's page (报文收发): which halls' messages stand still, why, and what to do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from federation.directory.selectors import names_of
from federation.watch import selectors
from federation.watch.models import Heartbeat
from federation.watch.rules import KINDS, alive
from federation.watch.selectors import HallState, StoppedMessages
from govhall.look.days import local_time
from govhall.look.navigation import tasks
from govhall.operations.halls import unmade
from govhall.operations.health import degraded
from govhall.operations.message_monitor.faults import wrong_now
from govhall.operations.message_monitor.words import TASKS, TROUBLES, code_of, explain, type_name, what_to_do
from govhall.operations.navigation import ROAD_BAR, keeps_the_road
from tenants.access import StaffRequest, staff
from tenants.models import SetAside as BackgroundItem
from tenants.moments import at_one_moment
from tenants.roles import Role

SHOWN = 100
PROCESSES = {'relay': '发送程序', 'intake': '接收程序'}


@staff(Role.ADMINISTRATOR)
@require_safe
@at_one_moment
def road_page(request: StaffRequest) -> HttpResponse:
    """GET the state of the whole cell; for administrators of its highest hall only, as it shows all halls."""
    if not keeps_the_road(request):
        raise PermissionDenied
    totals, beats, now = selectors.totals(), selectors.heartbeats(), timezone.now()
    states, groups = selectors.halls(), selectors.stopped_messages()
    names = names_of(
        {state.hall for state in states} | {code for group in groups for code in (group.sender, group.recipient)}
    )
    waiting = unmade(settings.CELL)
    aside = list(BackgroundItem.objects.order_by('first_at')[:SHOWN])
    names |= names_of({stream.hall for stream in aside} | set(waiting[:SHOWN]))
    codes = [*wrong_now(totals, beats, now), *degraded(), *(['items_aside'] if aside else [])]
    troubles = [TROUBLES[code] for code in codes]
    context = {
        'troubles': troubles,
        'sentence': f'有 {len(troubles)} 件事要处理。' if troubles else '收发正常，没有要处理的事。',
        'processes': [_process(kind, beats, now) for kind in KINDS],
        'halls': [_hall_row(state, names) for state in states[:SHOWN]],
        'hidden_halls': max(0, len(states) - SHOWN),
        'groups': [_group_row(group, names) for group in groups[:SHOWN]],
        'hidden_groups': max(0, len(groups) - SHOWN),
        'aside': [_aside_row(stream, names) for stream in aside],
        'hidden_aside': max(0, BackgroundItem.objects.count() - SHOWN),
        'unmade': [names.get(code, code) for code in waiting[:SHOWN]],
        'unmade_count': len(waiting),
        'now': now,
        'tasks': tasks(request, 'road', bar=ROAD_BAR),
    }
    return render(request, 'operations/road.html', context)


def _process(kind: str, beats: Sequence[Heartbeat], now: datetime) -> dict[str, Any]:
    living = [beat for beat in alive(beats, now) if beat.kind == kind]
    last = max((beat.at for beat in beats if beat.kind == kind), default=None)
    if living:
        words = f'{len(living)} 个在运行' if len(living) > 1 else '在运行'
    else:
        words = f'没有运行，最后一次 {local_time(last):%H:%M}' if last else '没有运行'
    unread = sum(sum(beat.state.get('lag', {}).values()) + beat.state.get('waiting', 0) for beat in living)
    return {
        'name': PROCESSES[kind],
        'words': words,
        'tone': 'good' if living else 'late',
        'behind': (f'，还有 {unread} 条没有处理' if unread else '') + _paused(living),
    }


def _paused(living: Sequence[Heartbeat]) -> str:
    opened = next((beat.state['breaker'] for beat in living if beat.state.get('breaker')), None)
    return f'，已暂停，原因代码 {opened["reason"]}，{opened["again_in"]} 秒后再试' if opened else ''


def _hall_row(state: HallState, names: Mapping[str, str]) -> dict[str, Any]:
    """Only what is not 0 is said."""
    inbound = ((state.blocked, '处理不了'), (state.conflicts, '两边不一'), (state.gaps, '缺前一件'))
    return {
        'name': names.get(state.hall, state.hall),
        'waiting': state.waiting,
        'waiting_since': state.waiting_since,
        'behind': state.behind,
        'behind_since': state.behind_since,
        'stopped': '，'.join(f'{count} 件{word}' for count, word in inbound if count),
        'tone': 'late' if state.blocked or state.conflicts else 'soon',
        'doubtful': state.doubtful,
    }


def _group_row(group: StoppedMessages, names: Mapping[str, str]) -> dict[str, Any]:
    what, todo = explain(group.reason)
    between = f'{names.get(group.sender, group.sender)} → {names.get(group.recipient, group.recipient)}'
    return {
        'place': '停下' if group.place == 'parked' else '隔离',
        'tone': 'soon' if group.place == 'parked' else 'run',
        'between': between if group.sender else '来源不可信',
        'type': type_name(group.type),
        'what': what,
        'code': code_of(group.reason),
        'todo': todo,
        'messages': group.messages,
        'since': group.since,
    }


def _aside_row(item: BackgroundItem, names: Mapping[str, str]) -> dict[str, Any]:
    """An item that background work could not do."""
    return {
        'task': TASKS.get(item.task, item.task),
        'hall': names.get(item.hall, item.hall) or '本机',
        'item': item.item,
        'code': f'{item.error} {item.reason}'.strip(),
        'todo': what_to_do(item.error, item.reason),
        'tries': item.tries,
        'since': item.first_at,
        'again': item.not_before,
    }

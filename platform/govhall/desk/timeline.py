"""The events of a case as sentences."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from govhall.casework.models import CaseEvent
from govhall.casework.rules.grades import GRADES
from govhall.casework.rules.transitions import table
from govhall.casework.rules.words import outcome_word, state_word
from govhall.desk.purposes import Purpose
from govhall.documents.rules.service import WayOfService
from govhall.licences.rules.kinds import CaseKind

# What happens beside the acts, whose words stand in their own files.
LABELS = {
    'revocation_begun': '启动撤销这个结果',
    'learned_licence': '证件已制作，可以送达',
    'linked': '在这个结果上办了',
    'unlinked': '后来办的已撤销，这个结果恢复有效',
    'handed_over': '交出',
    'took_over': '接收',
    'came_back': '对方没有承接，原件退回',
    'sent_back': '上级退回',
    'recalled': '撤回上报，原件回来',
    'consulted': '收到协办、监管请求',
    'consultation_answered': '答复协办、监管请求',
    'taken_over_by': '对方已接收',
    'progressed': '上级进展',
    'learned_outcome': '收到结果',
    'told_by_tip': '数据库恢复后，按相邻大厅的记录更新',
    'requested': '提出请求',
    'answered': '请求有了答复',
    'rated': '申请人评价',
    'recounted': '节假日公布，时限重新计算',
    'voided': '文书作废',
    'succeeded': '大厅撤并，由本大厅承接',
    'succeeded_by': '大厅撤并，移交承接大厅',
    'stands_in': '大厅撤并，由本大厅接续跟办',
    'successor_told': '收件大厅撤并，已选定承接大厅',
    'delivered_by': '结果已送达申请人',
    'material_opened': '查看材料文件',
    'identity_checked_by': '别的大厅已核验身份',
    'shown_in_full': '查看完整个人信息',
    'archived': '归档',
    'archive_opened': '从档案取出',
}
REQUESTS = {
    'withdraw': '撤回',
    'terminate': '终止办理',
    'supplement': '补交材料',
    'recall': '撤回上报',
    'assist': '协办',
    'oversight': '接收监管',
}


TOLD_BY_ACT = ('report', 'pass_on', 'transfer', 'assign', 'send_back')


class TimelineEntry(NamedTuple):
    """One event on screen."""

    at: datetime
    what: str
    detail: str
    who: str
    where: str


class CaseWords(NamedTuple):
    """Whose words a course speaks in: the type of the matter and the kind of the case."""

    task_type: str
    kind: str


def timeline(events: Iterable[CaseEvent], names: dict[str, str], *, words: CaseWords) -> list[TimelineEntry]:
    """The events, newest first; the hand-over that an act of a person already tells of is left out."""
    found: list[TimelineEntry] = []
    before = ''
    for event in events:
        if not (event.kind == 'handed_over' and before in TOLD_BY_ACT):
            detail = _detail(event.kind, event.data, names, words)
            what = course_word(event.kind, words)
            found.append(TimelineEntry(event.at, what, detail, event.actor_name, names.get(event.hall, event.hall)))
        before = event.kind
    return found[::-1]


def course_word(kind: str, words: CaseWords) -> str:
    """What an event is called: by its act, or by what happened beside the acts."""
    row = table().get(kind)
    if row is None:
        return LABELS.get(kind, kind)
    return state_word(row.to, *words) if row.worded and row.to else row.course


def halls_in(events: Iterable[CaseEvent]) -> set[str]:
    """The codes of all halls that the events name."""
    keys = ('to', 'sender', 'hall', 'holder', 'asked_by')
    named = {str(event.data[key]) for event in events for key in keys if event.data.get(key)}
    return named | {event.hall for event in events}


def _detail(kind: str, data: dict[str, Any], names: dict[str, str], words: CaseWords) -> str:
    said = [
        _to(data, names),
        _state(kind, data, words),
        REQUESTS.get(data.get('kind', ''), '') if kind == 'requested' else '',
        outcome_word(data['outcome'], *words) if data.get('outcome') else '',
        ('同意' if data.get('granted') else '不同意') if kind == 'answered' else '',
        str(data.get('said') or ''),
        str(data.get('reason') or ''),
        WayOfService(data['way']).label if data.get('way') else '',
        str(data.get('reference') or ''),
        '网上申报，一个工作日内没有登记，由系统收件' if data.get('unopened') else '',
        GRADES.get(data.get('grade', 0), '') if kind == 'rated' else '',
        f'{CaseKind(data["kind"]).label}，办件 {data["number"]}' if kind in ('linked', 'unlinked') else '',
        _certificate(kind, data),
        str(data.get('name') or '') if kind == 'material_opened' else '',
        Purpose(data['purpose']).label if kind == 'shown_in_full' else '',
        _own(kind, data),
    ]
    return '；'.join(part for part in said if part)


def _to(data: dict[str, Any], names: dict[str, str]) -> str:
    if data.get('to'):
        return f'→ {names.get(data["to"], data["to"])}'
    if data.get('sender'):
        return f'来自 {names.get(data["sender"], data["sender"])}'
    return ''


def _state(kind: str, data: dict[str, Any], words: CaseWords) -> str:
    if kind != 'progressed':
        return ''
    return '：'.join(part for part in (state_word(data['state'], *words), str(data.get('note') or '')) if part)


def _certificate(kind: str, data: dict[str, Any]) -> str:
    if kind == 'revocation_begun':
        return f'办件 {data["number"]}'
    return f'{data["licence"]} {data.get("number", "")}'.strip() if kind == 'learned_licence' else ''


def _own(kind: str, data: dict[str, Any]) -> str:
    """What the act itself says of its event."""
    row = table().get('check_identity' if kind == 'identity_checked_by' else kind)
    return row.detail(data) if row else ''

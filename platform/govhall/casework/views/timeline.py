"""The events of a case as sentences."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from govhall.casework.models import CaseEvent
from govhall.casework.rules.kinds import CaseKind
from govhall.casework.rules.procedures import ProcedureKind
from govhall.casework.rules.purposes import Purpose
from govhall.casework.rules.service import Way
from govhall.casework.rules.words import act_word, outcome_word, state_word

LABELS = {
    'entrust': '村点代办，还没有收件',
    'receive': '收件',
    'ask_correction': '一次性告知补正',
    'supply': '补正材料收下，时限重新起算',
    'decline': '不予受理',
    'accept': '受理',
    'deem_accepted': '五个工作日内未告知，视为受理',
    'deem_renewed': '有效期届满前未决定，视为准予延续',
    'begin_revocation': '许可机关启动撤销',
    'revocation_begun': '启动撤销这个结果',
    'check_site': '现场核查',
    'make_licence': '制证',
    'learned_licence': '证件已制作，可以送达',
    'linked': '在这个结果上办了',
    'review': '签署审查意见',
    'report': '审查后上报',
    'pass_on': '代收后转交',
    'withdraw': '撤回',
    'terminate': '终止办理',
    'deliver': '送达申请人',
    'handed_over': '交出',
    'took_over': '接收',
    'came_back': '对方没有承接，原件退回',
    'sent_back': '上级退回',
    'recalled': '撤回上报，原件回来',
    'transfer': '转办',
    'assign': '下派',
    'send_back': '退回',
    'consult': '请求协办',
    'hand_to_oversight': '移交事中事后监管',
    'consulted': '收到协办、监管请求',
    'consultation_answered': '答复协办、监管请求',
    'taken_over_by': '对方已接收',
    'progressed': '上级进展',
    'learned_outcome': '收到结果',
    'told_by_tip': '数据库恢复后，按相邻大厅的记录更新',
    'requested': '提出请求',
    'answered': '请求有了答复',
    'rated': '申请人评价',
    'begin_procedure': '特别程序开始',
    'end_procedure': '特别程序结束',
    'extend': '批准延长期限',
    'tell_hearing': '告知听证权利',
    'ask_hearing': '申请听证',
    'waive_hearing': '放弃听证',
    'announce_hearing': '公告举行听证',
    'call_hearing': '定听证时间',
    'hold_hearing': '举行听证',
    'recounted': '节假日公布，时限重新计算',
    'voided': '文书作废',
    'succeeded': '大厅撤并，由本大厅承接',
    'succeeded_by': '大厅撤并，移交承接大厅',
    'stands_in': '大厅撤并，由本大厅接续跟办',
    'delivered_by': '结果已送达申请人',
    'attach': '材料文件存入',
    'reuse': '经申请人同意，使用已存材料',
    'close_in_village': '村（社区）直办，当场办结',
    'assist_in_village': '村（社区）协办，签署意见',
    'material_opened': '查看材料文件',
    'shown_in_full': '查看完整个人信息',
    'assess_fee': '核定收费',
    'cancel_fee': '撤销核定',
    'bill_fee': '开缴款单',
    'void_bill': '作废缴款单',
    'collect_fee': '收款',
    'refund_fee': '退款',
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
GRADES = {1: '非常满意', 2: '满意', 3: '基本满意', 4: '不满意', 5: '非常不满意'}


IN_VILLAGE = ('close_in_village', 'assist_in_village')
TOLD_BY_ACT = ('report', 'pass_on', 'transfer', 'assign', 'send_back')


class Line(NamedTuple):
    """One event on screen."""

    at: datetime
    what: str
    detail: str
    who: str
    where: str


class Called(NamedTuple):
    """Whose words a course speaks in: the type of the matter and the kind of the case."""

    task_type: str
    kind: str


def timeline(events: Iterable[CaseEvent], names: dict[str, str], *, words: Called) -> list[Line]:
    """The events, newest first; the hand-over that an act of a person already tells of is left out."""
    found: list[Line] = []
    before = ''
    for event in events:
        if not (event.kind == 'handed_over' and before in TOLD_BY_ACT):
            detail = _detail(event.kind, event.data, names, words)
            what = act_word(event.kind, *words) or LABELS.get(event.kind, event.kind)
            found.append(Line(event.at, what, detail, event.actor_name, names.get(event.hall, event.hall)))
        before = event.kind
    return found[::-1]


def halls_in(events: Iterable[CaseEvent]) -> set[str]:
    """The codes of all halls that the events name."""
    keys = ('to', 'sender', 'hall', 'holder', 'asked_by')
    named = {str(event.data[key]) for event in events for key in keys if event.data.get(key)}
    return named | {event.hall for event in events}


def _detail(kind: str, data: dict[str, Any], names: dict[str, str], words: Called) -> str:
    said = [
        _to(data, names),
        _state(kind, data, words),
        REQUESTS.get(data.get('kind', ''), '') if kind == 'requested' else '',
        outcome_word(data['outcome'], *words) if data.get('outcome') else '',
        ('同意' if data.get('granted') else '不同意') if kind == 'answered' else '',
        '、'.join(data['missing']) if kind == 'ask_correction' else '',
        str(data.get('said') or ''),
        str(data.get('reason') or ''),
        Way(data['way']).label if data.get('way') else '',
        str(data.get('reference') or ''),
        '网上申报，一个工作日内没有登记，由系统收件' if data.get('unopened') else '',
        GRADES.get(data.get('grade', 0), '') if kind == 'rated' else '',
        _procedure(data),
        f'{CaseKind(data["kind"]).label}，办件 {data["number"]}' if kind == 'linked' else '',
        f'{data["days"]} 个工作日' if kind == 'extend' else '',
        _site_check(data) if kind == 'check_site' else '',
        _certificate(kind, data),
        str(data.get('name') or '') if kind in ('attach', 'reuse', 'material_opened') else '',
        str(data.get('place') or '') if kind in IN_VILLAGE else '',
        Purpose(data['purpose']).label if kind == 'shown_in_full' else '',
        _hearing(kind, data.get('hearing') or {}),
    ]
    return '；'.join(part for part in said if part)


def _to(data: dict[str, Any], names: dict[str, str]) -> str:
    if data.get('to'):
        return f'→ {names.get(data["to"], data["to"])}'
    if data.get('sender'):
        return f'来自 {names.get(data["sender"], data["sender"])}'
    return ''


def _state(kind: str, data: dict[str, Any], words: Called) -> str:
    if kind != 'progressed':
        return ''
    return '：'.join(part for part in (state_word(data['state'], *words), str(data.get('note') or '')) if part)


def _procedure(data: dict[str, Any]) -> str:
    procedure = data.get('procedure')
    if not procedure:
        return ''
    stops = '时限停止' if procedure['stops'] else '时限照常计算'
    return f'{ProcedureKind(procedure["kind"]).label}，需 {procedure["told_days"]} 个工作日，{stops}'


def _site_check(data: dict[str, Any]) -> str:
    signed = '申请人已签字' if data['signed'] else '申请人没有签字'
    return f'{data["on"]}，{"、".join(data["names"])}，{signed}；时限照常计算'


def _certificate(kind: str, data: dict[str, Any]) -> str:
    if kind == 'revocation_begun':
        return f'办件 {data["number"]}'
    if kind not in ('make_licence', 'learned_licence'):
        return ''
    number = data.get('licence_number') or data.get('number', '')
    return f'{data["licence"]} {number}'.strip()


def _hearing(kind: str, hearing: dict[str, Any]) -> str:
    if kind != 'call_hearing':
        return ''
    when = f'{hearing["called_for"]} {hearing.get("hour", "")}'.strip()
    return '，'.join(part for part in (when, hearing.get('place', ''), f'主持人 {hearing["host"]}') if part)

"""What differs between two versions of a matter, in words. Pure."""

from dataclasses import dataclass
from typing import Any

from govhall.catalogue.rules import TASK_TYPES, CaseType
from govhall.materials.sources import CHANNELS, GRADES

Entry = dict[str, Any]
WORDS = {
    'name': '事项名称',
    'short_name': '简称',
    'task_type': '事项类型',
    'case_type': '办件类型',
    'legal_basis': '设定依据',
    'statutory_days': '规定时限（工作日）',
    'no_statutory_limit': '没有规定时限',
    'promised_days': '承诺时限（工作日）',
    'applicants': '服务对象',
    'result': '办理结果',
    'everyday_words': '群众的说法',
    'certificate': '证照名称',
    'term_months': '有效期（月）',
    'valid_to': '停办时间',
    'guide': '公开内容',
    'form': '申请表',
    'certificate_rule': '证照内容',
    'who': '谁能申请',
}
MATERIAL = {
    'name': '名称',
    'required': '必须交',
    'form': '形式',
    'copies': '份数',
    'channel': '来源',
    'source': '由谁出具',
    'licence_grade': '电子证照',
    'valid_months': '几个月以内出具的才收',
    'later_days': '容缺（工作日）',
    'undertaking': '告知承诺',
    'basis': '依据',
    'blank': '空白表格',
    'sample': '样表',
}
CODES = {
    'task_type': TASK_TYPES,
    'case_type': {CaseType.INSTANT.value: '即办件', CaseType.PROMISED.value: '承诺件'},
    'channel': CHANNELS,
    'licence_grade': GRADES,
}
WHOLE = {'form', 'certificate_rule', 'who', 'guide'}  # said as a whole: they have histories of their own, or are long


@dataclass(frozen=True, slots=True)
class MatterDifference:
    """A part that differs: its name, what happened to it, and what it said before and after."""

    label: str
    what: str
    parts: tuple[tuple[str, str, str], ...] = ()


def matter_differences(old: Entry, new: Entry) -> list[MatterDifference]:
    """What differs: the matter's own parts, then its materials, then its fees; only what both speak of."""
    found = []
    for name, word in WORDS.items():
        before, after = old.get(name), new.get(name)
        if name in old and name in new and (before or None) != (after or None):
            parts = () if name in WHOLE else ((word, _say(name, before), _say(name, after)),)
            found.append(MatterDifference(word, '修改', parts))
    found += _material_differences(old.get('materials') or [], new.get('materials') or [])
    if 'fees' in old and 'fees' in new and old['fees'] != new['fees']:
        found.append(MatterDifference('收费', '修改', (('收费', _say_fees(old), _say_fees(new)),)))
    return found


def _material_differences(old: list[Entry], new: list[Entry]) -> list[MatterDifference]:
    before, after = {row['code']: row for row in old}, {row['code']: row for row in new}
    found = []
    for code, row in after.items():
        if code not in before:
            found.append(MatterDifference(f'材料：{row["name"]}', '新增'))
            continue
        said = [
            (word, _say(name, before[code].get(name)), _say(name, row.get(name))) for name, word in MATERIAL.items()
        ]
        if parts := tuple(part for part in said if part[1] != part[2]):
            found.append(MatterDifference(f'材料：{row["name"]}', '修改', parts))
    kept_before, kept_after = [code for code in before if code in after], [code for code in after if code in before]
    if kept_before != kept_after:
        found.append(MatterDifference('材料的顺序', '修改'))
    return found + [
        MatterDifference(f'材料：{row["name"]}', '删除') for code, row in before.items() if code not in after
    ]


def _say(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return '是' if value else '否'
    if isinstance(value, dict):
        return f'{value.get("name", "")}（{value.get("hash", "")[:8]}）'
    if isinstance(value, list):
        return '、'.join(map(str, value))
    return CODES.get(name, {}).get(value, str(value or ''))


def _say_fees(entry: Entry) -> str:
    return '；'.join(f'{fee.get("name", "")} {fee.get("amount", "")} 元' for fee in entry['fees'])

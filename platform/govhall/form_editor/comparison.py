"""What differs between two versions of a form, in words. Pure."""

from dataclasses import dataclass

from federation.contracts.forms import FormColumn, FormField, MatterForm, ShownIf
from govhall.forms.facts import FACTS

KINDS = {
    'text': '文字',
    'number': '数字',
    'money': '金额',
    'day': '日期',
    'choice': '选项',
    'area': '地点（从名单选）',
    'address': '详细地址',
    'rows': '明细表',
    'file': '文件',
}
TESTS = {'one_of': '是', 'at_most': '不超过', 'below': '小于', 'at_least': '不少于', 'above': '超过'}
WORDS = {
    'label': '名称',
    'kind': '类型',
    'help': '填写说明',
    'required': '必填',
    'unit': '单位',
    'decimals': '小数位数',
    'at_least': '不小于',
    'at_most': '不大于',
    'longest': '最多字数或行数',
    'choices': '选项',
    'fact': '办理条件',
    'shown_if': '显示条件',
    'columns': '列',
    'paper': '材料',
    'open': '不遮挡',
    'printed': '印在文书上',
}


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that differs: what happened to it (新增, 删除, 修改, 移动), and its parts before and after."""

    label: str
    what: str
    parts: tuple[tuple[str, str, str], ...] = ()


def differences(old: MatterForm | None, new: MatterForm | None) -> list[FieldDifference]:
    """What differs, in the order of the new form, what was removed last."""
    before = {one.name: one for one in (old.fields if old else [])}
    after = {one.name: one for one in (new.fields if new else [])}
    stays = [name for name in before if name in after]
    found = []
    for name, one in after.items():
        if name not in before:
            found.append(FieldDifference(one.label, '新增', ((WORDS['kind'], '', KINDS.get(one.kind, one.kind)),)))
        elif parts := _parts(before[name], one, before, after):
            found.append(FieldDifference(one.label, '修改', parts))
    order = [name for name in after if name in before]
    found += [
        FieldDifference(after[name].label, '移动')
        for name, other in zip(order, stays, strict=True)
        if name != other and not any(one.label == after[name].label for one in found)
    ]
    return found + [FieldDifference(one.label, '删除') for name, one in before.items() if name not in after]


def _parts(
    old: FormField, new: FormField, before: dict[str, FormField], after: dict[str, FormField]
) -> tuple[tuple[str, str, str], ...]:
    said = [(word, say_part(old, name, before), say_part(new, name, after)) for name, word in WORDS.items()]
    return tuple(part for part in said if part[1] != part[2])


def say_part(one: FormField, name: str, fields: dict[str, FormField]) -> str:
    """One property of a field in words; empty for nothing."""
    value = getattr(one, name)
    if isinstance(value, bool):
        return '是' if value else '否'
    if name == 'kind':
        return KINDS.get(one.kind, one.kind)
    if name == 'fact':
        return FACTS[value].word if value else ''
    if name == 'choices':
        return '、'.join(choice.label for choice in one.choices)
    if name == 'shown_if':
        return '，并且'.join(say_condition(said, fields) for said in one.shown_if)
    if name == 'columns':
        return '、'.join(_say_column(column) for column in one.columns)
    return str(value or '').replace('today', '今天')


def say_condition(condition: ShownIf, fields: dict[str, FormField]) -> str:
    """“遇到什么困难”是火灾."""
    other = fields.get(condition.field)
    labels = {choice.value: choice.label for choice in other.choices} if other else {}
    values = '或'.join(labels.get(value, value) for value in condition.values)
    return f'“{other.label if other else condition.field}”{TESTS.get(condition.test, condition.test)}{values}'


def _say_column(column: FormColumn) -> str:
    more = [KINDS.get(column.kind, column.kind), *(['必填'] if column.required else [])]
    return f'{column.label}（{"，".join(more)}）'

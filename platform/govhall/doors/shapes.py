"""What is wrong with the shape of a list, as a sentence that names the row and the field.

The library that compares a list with its shape says it in English and in the words of programs.
"""

import re
from typing import TypeVar

import msgspec

T = TypeVar('T')
LONGEST_NAME = 40  # of a field that the file brings along
KINDS = {
    'str': '文字',
    'int': '整数',
    'float': '数字',
    'decimal': '数字',
    'bool': 'true 或 false',
    'array': '方括号里的一列',
    'object': '花括号里的一组',
    'null': '空（null）',
}
# What the library says, and what is said in its place.
SAID = (
    (r'Object missing required field `(?P<name>.*)`', '缺少“{name}”'),
    (r'Object contains unknown field `(?P<name>.*)`', '多了“{name}”，没有这一项，请删去或改正名称'),
    (r'Expected `array` of (?:at least )?length (?P<size>\d+).*', '应有 {size} 项'),
    (r'Expected `array` of length <= (?P<size>\d+)', '最多 {size} 项'),
    (r'Expected `array` of length >= (?P<size>\d+)', '至少要有 {size} 项'),
    (r'Expected `\w+` of length <= (?P<size>\d+)', '太长，最多 {size} 个字'),
    (r'Expected `\w+` of length >= (?P<size>\d+)', '太短，至少 {size} 个字'),
    (r'Expected `\w+` >=? (?P<size>\S+)', '不能小于 {size}'),
    (r'Expected `\w+` <=? (?P<size>\S+)', '不能大于 {size}'),
    (r'Expected `\w+` matching regex .*', '写法不对'),
    (r'Invalid enum value .*', '不是可以填的值'),
    (r'Invalid RFC3339 encoded date', '应是日期，写成 2026-12-03 的样子'),
    (r'Invalid RFC3339 encoded .*', '应是时间，写成 2026-12-03T09:30:00+08:00 的样子'),
    (r'Invalid UUID', '应是 00000000-0000-0000-0000-000000000000 样子的标识'),
    (r'Invalid decimal string', '应是数字，写成 80.50 的样子'),
    (r'Expected `(?P<wanted>[^`]+)`(?:, got `(?P<got>[^`]+)`)?', '应是{wanted}{got}'),
)
OTHERWISE = '填得不对，请核对'
_STEP = re.compile(r'\.(?P<name>[^.\[]+)|\[(?P<place>\d+)\]|\[\.\.\.\]')


def fitted(data: object, shape: type[T]) -> T:
    """What was read, as the shape that it must have. Raises msgspec.ValidationError; `said_of` says what is wrong."""
    try:
        return msgspec.convert(data, shape)
    except (RecursionError, OverflowError) as error:
        raise msgspec.ValidationError(OTHERWISE) from error


def said_of(error: msgspec.ValidationError) -> str:
    """The sentence for it, without a full stop; of what stands in the file only names of fields are repeated."""
    text, _, path = str(error).partition(' - at `')
    where = _where(path.removesuffix('`'))
    for pattern, said in SAID:
        found = re.fullmatch(pattern, text, re.DOTALL)
        if found:
            return where + said.format(**{name: _told(name, part) for name, part in found.groupdict().items()})
    return where + OTHERWISE


def _told(name: str, part: str | None) -> str:
    if name == 'wanted':
        return _kinds(part or '')
    if name == 'got':
        return f'，现在是{_kinds(part)}' if part else ''
    return (part or '')[:LONGEST_NAME]


def _kinds(text: str) -> str:
    return '或'.join(KINDS.get(kind, kind) for kind in text.split(' | '))


def _where(path: str) -> str:
    """`$.halls[2].name` as the third of the halls, its name; rows are counted from one, as people do."""
    said = ''
    for step in _STEP.finditer(path):
        if step['name']:
            said += ('的' if said else '') + f'“{step["name"]}”'
        else:
            said += f'第 {int(step["place"]) + 1} 项' if step['place'] else '里的一项'
    return said or '文件'

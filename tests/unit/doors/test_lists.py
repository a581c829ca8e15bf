"""Lists from other systems and editors: read whole, or refused in words."""

import json
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import msgspec
import pytest

from govhall.doors.lists import UnreadableList, content_of, read_as, read_list, read_object


def test_a_list_with_a_mark_at_its_beginning_is_read_and_its_texts_are_cleaned() -> None:
    content = json.dumps({'name': '张\u200b三\r\n', 'more': ['\ufeffx', 7]}).encode('utf-8-sig')
    assert read_list(content) == {'name': '张三\n', 'more': ['x', 7]}


@pytest.mark.parametrize(
    ('content', 'sentence'),
    [
        ('{"name": "张三"}'.encode('gbk'), '另存为 UTF-8'),
        (b'{"name": \n}', '第 2 行'),
        (b'', '第 1 行'),
        (b'{"name": "x\\u0000"}', '不完整的字符'),
        (b'{"name": "\\ud800"}', '不完整的字符'),
        (b'[' * 100_000, '不是一份名单'),
        (b'9' * 5000, '不是一份名单'),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableList, match=sentence):
        read_list(content)


@pytest.mark.parametrize('content', [b'[]', b'7', b'null', b'"x"'])
def test_a_list_without_names_is_refused_where_names_are_needed(content: bytes) -> None:
    with pytest.raises(UnreadableList, match='花括号'):
        read_object(content)


@pytest.mark.parametrize(
    ('content', 'sentence'),
    [
        (b'[' * 600 + b']' * 600, '套得太深'),
        (b'{"a":' * 600 + b'1' + b'}' * 600, '套得太深'),
        (b'[' + b'[],' * 2_000_000 + b'1]', '200 万项'),
        (b'["' + b'x' * (2**20 + 1) + b'"]', '一百万字'),
        (b' ' * (32 * 2**20 + 1), '32 MB'),
    ],
)
def test_a_list_that_asks_for_more_than_a_process_has_is_refused_in_words(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableList, match=sentence):
        read_list(content)


def test_of_a_file_only_what_is_allowed_is_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableList, match='打不开'):
        content_of(tmp_path)
    large = tmp_path / 'large'
    with large.open('wb') as file:
        file.truncate(40 * 2**30)  # forty gigabytes that lie nowhere
    with pytest.raises(UnreadableList, match='32 MB'):
        content_of(large)


def test_what_is_signed_is_read_as_it_stands() -> None:
    content = '["x\u200b"]'.encode()
    assert (read_as(list[str], content), read_as(list[str], content, as_it_stands=True)) == (['x'], ['x\u200b'])


class Window(msgspec.Struct, forbid_unknown_fields=True):
    """A row inside a row."""

    number: str
    since: date | None = None


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """Something of every kind."""

    name: Annotated[str, msgspec.Meta(max_length=3)]
    count: Annotated[int, msgspec.Meta(ge=0)] = 0
    windows: list[Window] = []
    role: Literal['a', 'b'] = 'a'
    at: datetime | None = None
    uid: UUID | None = None
    price: Decimal | None = None
    pair: tuple[str, int] | None = None
    more: dict[str, int] = {}
    yes: bool = False


@pytest.mark.parametrize(
    ('row', 'sentence'),
    [
        (7, '第 2 项应是花括号里的一组，现在是整数'),
        ({}, '第 2 项缺少“name”'),
        ({'name': 'x', 'nmae': 'y'}, '第 2 项多了“nmae”，没有这一项，请删去或改正名称'),
        ({'name': 7}, '第 2 项的“name”应是文字，现在是整数'),
        ({'name': None}, '第 2 项的“name”应是文字，现在是空（null）'),
        ({'name': 'long'}, '第 2 项的“name”太长，最多 3 个字'),
        ({'name': 'x', 'count': -1}, '第 2 项的“count”不能小于 0'),
        ({'name': 'x', 'count': '1'}, '第 2 项的“count”应是整数，现在是文字'),
        ({'name': 'x', 'windows': {}}, '第 2 项的“windows”应是方括号里的一列，现在是花括号里的一组'),
        ({'name': 'x', 'windows': [{'number': '1'}, {}]}, '第 2 项的“windows”第 2 项缺少“number”'),
        (
            {'name': 'x', 'windows': [{'number': '1', 'since': '2026.1.1'}]},
            '第 2 项的“windows”第 1 项的“since”应是日期，写成 2026-12-03 的样子',
        ),
        ({'name': 'x', 'role': 'c'}, '第 2 项的“role”不是可以填的值'),
        ({'name': 'x', 'at': 'now'}, '第 2 项的“at”应是时间，写成 2026-12-03T09:30:00+08:00 的样子'),
        ({'name': 'x', 'uid': '7'}, '第 2 项的“uid”应是 00000000-0000-0000-0000-000000000000 样子的标识'),
        ({'name': 'x', 'price': '一'}, '第 2 项的“price”应是数字，写成 80.50 的样子'),
        ({'name': 'x', 'pair': ['y']}, '第 2 项的“pair”应有 2 项'),
        ({'name': 'x', 'more': {'k': 'v'}}, '第 2 项的“more”里的一项应是整数，现在是文字'),
        ({'name': 'x', 'yes': 1}, '第 2 项的“yes”应是true 或 false，现在是整数'),
        ({'name': 'x', 'at': 7.5, 'x' * 300: 1}, '第 2 项'),
    ],
)
def test_a_list_of_another_shape_is_refused_with_its_row_and_field(row: object, sentence: str) -> None:
    with pytest.raises(UnreadableList) as refusal:
        read_as(list[Row], json.dumps([{'name': 'x'}, row]).encode())
    assert refusal.value.why.startswith(sentence)
    assert len(refusal.value.why) < 120
    assert not re.search('Expected|Object|got|Invalid', refusal.value.why)


def test_what_is_no_list_at_all_is_refused_by_name() -> None:
    with pytest.raises(UnreadableList, match='文件应是方括号里的一列，现在是花括号里的一组'):
        read_as(list[Row], b'{}')

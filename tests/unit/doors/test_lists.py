"""Lists from other systems and editors: read whole, or refused in words."""

import json

import pytest

from govhall.doors.lists import UnreadableList, read_list, read_object


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

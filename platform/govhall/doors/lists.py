"""Lists that come as JSON files, from other systems and from editors of every kind; bounded, whatever they hold."""

import json
from pathlib import Path
from typing import TypeVar

import msgspec

from govhall.doors.shapes import fitted, said_of
from govhall.kernel import typed
from govhall.kernel.errors import Refused

T = TypeVar('T')
MEBI = 2**20
MOST_MEGABYTES = 32
MOST_VALUES = 2_000_000  # each takes some seventy bytes of memory, twice while texts are cleaned
LONGEST_TEXT = MEBI  # in characters
TOO_LARGE = f'文件超过 {MOST_MEGABYTES} MB，请分成几个文件'


class UnreadableList(Refused):
    """The file is away, too large, no JSON in UTF-8, of another shape, or holds characters that are none."""

    code = 'UNREADABLE_LIST'
    sentence = '{why}。'

    @property
    def why(self) -> str:
        """The sentence without its full stop, for a refusal that says more."""
        return str(self.details['why'])


def content_of(file: Path) -> bytes:
    """What is in a file that somebody has named to a command; not more than a process bears. Raises UnreadableList."""
    try:
        with file.open('rb') as opened:
            content = opened.read(MOST_MEGABYTES * MEBI + 1)
    except OSError as error:
        raise UnreadableList(why='文件打不开，请核对文件名、位置和读取权限') from error
    if len(content) > MOST_MEGABYTES * MEBI:
        raise UnreadableList(why=TOO_LARGE)
    return content


def read_json(content: bytes) -> object:
    """The JSON in a file as it stands there: for what is signed or hashed. Raises UnreadableList."""
    _check_size(content)
    try:
        data = json.loads(content.decode('utf-8-sig'))
        _check_texts(data)
    except UnicodeDecodeError as error:
        raise UnreadableList(why='文件不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8 编码再用') from error
    except json.JSONDecodeError as error:
        raise UnreadableList(why=f'文件不是完整的 JSON，第 {error.lineno} 行第 {error.colno} 个字附近有误') from error
    except (RecursionError, ValueError) as error:
        raise UnreadableList(why='文件里的括号套得太深，或数字太长，不是一份名单') from error
    return data


def read_list(content: bytes) -> object:
    """The same with all its texts cleaned. Raises UnreadableList."""
    data = read_json(content)
    try:
        return typed.in_all(data)
    except RecursionError as error:
        raise UnreadableList(why='文件里的括号套得太深，不是一份名单') from error


def read_object(content: bytes) -> dict[str, object]:
    """The same where the file must be one object with named parts. Raises UnreadableList."""
    data = read_list(content)
    if not isinstance(data, dict):
        raise UnreadableList(why='文件应是一个 JSON 对象（写在花括号里）')
    return data


def read_as(shape: type[T], content: bytes, *, as_it_stands: bool = False) -> T:
    """A list of this shape, its texts cleaned unless it was signed. Raises UnreadableList."""
    data = read_json(content) if as_it_stands else read_list(content)
    try:
        return fitted(data, shape)
    except msgspec.ValidationError as error:
        raise UnreadableList(why=said_of(error)) from error


def _check_size(content: bytes) -> None:
    """Before anything is read: a few bytes may ask for a hundred times as many."""
    if len(content) > MOST_MEGABYTES * MEBI:
        raise UnreadableList(why=TOO_LARGE)
    if sum(content.count(mark) for mark in (b'[', b'{', b',')) > MOST_VALUES:
        raise UnreadableList(why=f'文件里的内容超过 {MOST_VALUES // 10_000} 万项，请分成几个文件')


def _check_texts(data: object) -> None:
    if typed.any_damaged(data):
        raise UnreadableList(why='文件里有不完整的字符（NUL 或半个字符），请检查后再用')
    if _longest(data) > LONGEST_TEXT:
        raise UnreadableList(why='文件里有一项文字超过一百万字，不是一份名单')


def _longest(value: object) -> int:
    """The length of the longest text in the JSON, names of fields included."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list):
        return max(map(_longest, value), default=0)
    if isinstance(value, dict):
        return max((max(len(key), _longest(inner)) for key, inner in value.items()), default=0)
    return 0

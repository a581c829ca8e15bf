"""Lists that come as JSON files, from other systems and from editors of every kind."""

import json

from govhall.kernel import typed
from govhall.kernel.errors import Refused


class UnreadableList(Refused):
    """The file is no JSON in UTF-8, or holds characters that are none."""

    code = 'UNREADABLE_LIST'
    sentence = '{why}。'


def read_list(content: bytes) -> object:
    """The JSON in a file with all its texts cleaned. Raises UnreadableList."""
    try:
        data = json.loads(content.decode('utf-8-sig'))
    except UnicodeDecodeError as error:
        raise UnreadableList(why='文件不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8 编码再用') from error
    except json.JSONDecodeError as error:
        raise UnreadableList(why=f'文件不是完整的 JSON，第 {error.lineno} 行第 {error.colno} 个字附近有误') from error
    except (RecursionError, ValueError) as error:
        raise UnreadableList(why='文件里的括号套得太深，或数字太长，不是一份名单') from error
    if typed.any_damaged(data):
        raise UnreadableList(why='文件里有不完整的字符（NUL 或半个字符），请检查后再用')
    return typed.in_all(data)


def read_object(content: bytes) -> dict[str, object]:
    """The same where the file must be one object with named parts. Raises UnreadableList."""
    data = read_list(content)
    if not isinstance(data, dict):
        raise UnreadableList(why='文件应是一个 JSON 对象（写在花括号里）')
    return data

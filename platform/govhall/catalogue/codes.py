"""The codes of matters: 基本编码 (12), 实施编码 (31) and 业务办理项编码 (33), by patterns that each province sets."""

import re

from django.conf import settings

from govhall.kernel.errors import Refused

WORDS = {'basic': '基本编码', 'task': '实施编码', 'handling': '业务办理项编码'}


class BadCode(Refused):
    """A code does not have the shape that the settings ask for (`CATALOGUE_CODES`)."""

    code = 'BAD_CODE'
    sentence = '{word} {given} 的格式不对，请按目录规范核对位数和字符。'


def check_code(kind: str, given: str) -> str:
    """The code as it was given, if it fits the pattern of its kind (basic, task or handling). Raises BadCode."""
    if not re.fullmatch(settings.CATALOGUE_CODES[kind], given):
        raise BadCode(field=kind, word=WORDS[kind], given=given)
    return given


def check_matter_code(given: str) -> str:
    """The code of a matter: any of the three kinds is allowed. Raises BadCode."""
    if not any(re.fullmatch(pattern, given) for pattern in settings.CATALOGUE_CODES.values()):
        raise BadCode(field='code', word='事项编码', given=given)
    return given


def task_code(*, organ: str, level: str, basic: str) -> str:
    """实施编码: the organ's credit code, the level of exercise and the basic code, 31 characters in all."""
    return f'{organ}{level}{basic}'

"""Personal data as screens show it when the work does not need the whole (PIPL article 6, minimum necessary)."""

import re

_WHOLE_ORGANISATION = 4
_LONG_ORGANISATION = 8
_PLACE = re.compile(r'.{2,6}?[省市县区镇乡村]')


def mask_name(name: str) -> str:
    """张小明 -> 张**. A name of one character is hidden whole."""
    if len(name) < 2:
        return '*' * len(name)
    return name[0] + '*' * (len(name) - 1)


def mask_organisation(name: str) -> str:
    """通江县巴山茶业有限公司 -> 通江县****有限公司: place and legal form stay, what may be somebody's name goes.

    Shops begin with their keeper's name, so a beginning that is no place is hidden, and a short name whole.
    """
    if len(name) <= _WHOLE_ORGANISATION:
        return '*' * len(name)
    kept = 4 if len(name) > _LONG_ORGANISATION else 2
    place = _PLACE.match(name, 0, len(name) - kept - 2)
    shown = place[0] if place else ''
    return shown + '*' * (len(name) - len(shown) - kept) + name[-kept:]


def mask_id_number(number: str) -> str:
    """First three and last four characters; one star for each hidden one. Fewer than eight are hidden whole."""
    return _middle_hidden(number)


def mask_phone(phone: str) -> str:
    """13812341234 -> 138****1234. Fewer than eight characters are hidden whole."""
    return _middle_hidden(phone)


def _middle_hidden(text: str) -> str:
    if len(text) < 8:
        return '*' * len(text)
    return text[:3] + '*' * (len(text) - 7) + text[-4:]

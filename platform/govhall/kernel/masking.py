"""Personal data as screens show it when the work does not need the whole (PIPL article 6, minimum necessary)."""

_WHOLE_ORGANISATION = 4
_LONG_ORGANISATION = 8


def mask_name(name: str) -> str:
    """张小明 -> 张**. A name of one character is hidden whole."""
    if len(name) < 2:
        return '*' * len(name)
    return name[0] + '*' * (len(name) - 1)


def mask_organisation(name: str) -> str:
    """四川巴山茶业有限公司 -> 四川巴山**有限公司: place and legal form stay, the middle (often a name) goes."""
    if len(name) <= _WHOLE_ORGANISATION:
        return mask_name(name)
    kept = 4 if len(name) > _LONG_ORGANISATION else 2
    return name[:kept] + '*' * (len(name) - 2 * kept) + name[-kept:]


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

"""The hash chain that makes a changed, removed or inserted record visible."""

import hashlib
import json

from govhall.kernel.errors import Broken

GENESIS = '0' * 64


def canonical(value: object) -> bytes:
    """The one spelling of a JSON value: keys sorted, no spaces, UTF-8.

    Takes None, bool, int, str, lists, tuples and string-keyed dicts. Raises `Broken` for anything else. Floats are
    refused on purpose: a database may spell 1e22 differently when it gives it back, and the chain would look broken.
    """
    _check_shape(value)
    try:
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(',', ':')).encode()
    except UnicodeEncodeError as error:
        raise Broken('text that is not valid Unicode has no canonical form') from error


def link(previous: str, body: object) -> str:
    """SHA-256 (64 hex digits) over the previous link and the canonical body; the first link follows `GENESIS`."""
    return hashlib.sha256(previous.encode() + canonical(body)).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 (64 hex digits) of a text that is kept elsewhere: proves which text it was without repeating it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _check_shape(value: object) -> None:
    if value is None or isinstance(value, bool | int | str):
        return
    if isinstance(value, dict):
        for key, member in value.items():
            if not isinstance(key, str):
                raise Broken(f'a key of type {type(key).__name__} has no canonical form')
            _check_shape(member)
        return
    if isinstance(value, list | tuple):
        for member in value:
            _check_shape(member)
        return
    raise Broken(f'a value of type {type(value).__name__} has no canonical form')
